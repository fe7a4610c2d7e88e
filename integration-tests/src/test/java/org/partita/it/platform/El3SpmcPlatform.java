package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/ffa-el3-spmc: SPMD and SPMC share EL3. */
public final class El3SpmcPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("ffa-el3-spmc");
    }
}
