package org.partita.it.ffm;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/**
 * The bundles of tfm-sfn-l1, both backends among them. Every class boots a platform of its own with partitions that it writes, and
 * relies on nothing that one before has left; so they share the container.
 */
public final class FfmTestPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("tfm-sfn-l1");
    }
}
