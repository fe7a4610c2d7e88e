package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/ffa-memory: the reference platform with memory management. */
public final class MemoryPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("ffa-memory");
    }
}
