package org.partita.it.ffm;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.partita.api.provider.Roles;
import org.partita.testkit.paxexam.PlatformTest;

/** At isolation level 3: the conduit that leads to the SPM there, and the MPU, whose tables go from one to the next. */
@PlatformTest(value = IsolatedTestPlatform.class, fresh = true)
class IsolatedProviderSwapsIT extends ExchangeContract {
    @Override
    int isolation() {
        return 3;
    }

    @TestFactory
    Stream<DynamicTest> nobodyNotices() {
        return exchanges("ipc", List.of(Roles.CONDUIT_SVC, Roles.HARDWARE_MPU));
    }
}
