package org.partita.it.ffm;

import static org.partita.it.PlatformConfigurations.bundles;

import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.OptionUtils;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** As {@link FfmTestPlatform}, with an MPU: for isolation levels 2 and 3, too. */
public final class IsolatedTestPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return OptionUtils.combine(PlatformConfigurations.platform("tfm-sfn-l1"), bundles("org.partita.hardware.mpu"));
    }
}
