package org.partita.it.driver;

import static org.partita.it.PlatformConfigurations.bundles;
import static org.partita.it.PlatformConfigurations.services;

import org.ops4j.pax.exam.Option;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** Declarative Services and the api, nothing else. */
public final class BarePlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return new Option[] {services(), bundles("org.partita.api")};
    }
}
