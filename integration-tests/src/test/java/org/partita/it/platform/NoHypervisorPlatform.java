package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/ffa-no-hypervisor: an OS kernel, SPMC at S-EL1, SPs at S-EL0. */
public final class NoHypervisorPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("ffa-no-hypervisor");
    }
}
