package org.partita.it.swap;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.osgi.framework.BundleContext;
import org.partita.it.platform.NoHypervisorPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** An OS kernel talks to SPs at S-EL0, which answer through the SVC conduit. */
@PlatformTest(value = NoHypervisorPlatform.class, fresh = true)
class SwapMatrixWithoutHypervisorIT {
    private static SwapMatrix matrix;

    @BeforeAll
    static void load(@Inject BundleContext framework) throws Exception {
        matrix = SwapMatrix.withKernel(framework, new Running(framework).platform(), 4);
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
