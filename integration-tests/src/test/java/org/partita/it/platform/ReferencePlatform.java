package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/ffa-reference: Hypervisor, SPMD, SPMC at S-EL2, two VMs, two SPs. */
public final class ReferencePlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("ffa-reference");
    }
}
