package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/ffa-scheduling: two VMs that send each other indirect messages, the primary scheduler in a third. */
public final class SchedulingPlatform implements PlatformConfiguration {
    /** The chosen scheduler, and the one in the Hypervisor. */
    public static final String ENDPOINT = "org.partita.scheduler.endpoint";

    public static final String HYPERVISOR = "org.partita.scheduler.roundrobin";

    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("ffa-scheduling");
    }
}
