package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/tfm-ipc-l3: each partition is isolated from the others. */
public final class TfmIpcL3Platform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("tfm-ipc-l3");
    }
}
