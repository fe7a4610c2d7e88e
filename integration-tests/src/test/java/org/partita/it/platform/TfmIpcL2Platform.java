package org.partita.it.platform;

import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** configurations/tfm-ipc-l2: the PSA RoT is isolated from the Application RoT. */
public final class TfmIpcL2Platform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return PlatformConfigurations.platform("tfm-ipc-l2");
    }
}
