package org.partita.it.ffm;

import static org.partita.it.PlatformConfigurations.bundles;
import static org.partita.it.PlatformConfigurations.services;

import org.ops4j.pax.exam.Option;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** The reader of FF-M manifests with the parser that it needs. */
public final class ManifestPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return new Option[] {services(), bundles("org.partita.api", "org.snakeyaml.engine", "org.partita.manifest.tfm")
        };
    }
}
