package org.partita.it.swap;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.osgi.framework.BundleContext;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Four VMs talk to four SPs through Hypervisor, SPMD and SPMC. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
class SwapMatrixIT {
    private static SwapMatrix matrix;

    @BeforeAll
    static void load(@Inject BundleContext framework) throws Exception {
        matrix = SwapMatrix.withVms(framework, new Running(framework).platform(), 4);
    }

    @AfterAll
    static void unload() throws Exception {
        matrix.close();
    }

    @TestFactory
    Stream<DynamicTest> everyProviderIsExchangedWhileClientsCall() {
        return matrix.tests();
    }
}
