package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/tfm-sfn-l1: SFN partitions at isolation level 1; both backends are installed. */
public final class TfmSfnPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("tfm-sfn-l1");
    }
}
