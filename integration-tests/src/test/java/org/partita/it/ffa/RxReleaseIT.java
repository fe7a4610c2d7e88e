package org.partita.it.ffa;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_RX_RELEASE (FF-A 8.3) and who owns an RX buffer (4.2.2.4). */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class RxReleaseIT {
    private static final int RX_RELEASE = 0x84000065;
    private static final int INFO_GET = 0x84000068;
    private static final long[] ECHO = {0x6f686365L, 0x0040a1b2L, 0x5e2f0c9dL, 0x02800000L};

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows({"FFA-8.3-1", "FFA-8.3-6", "FFA-8.6-8", "FFA-8.6-26", "FFA-4.2.2.4-32"})
    void aFullBufferIsReleasedAndFilledAgain(int id) {
        try (Abi consumer = new Abi(platform, id)) {
            consumer.raw(INFO_GET, ECHO).success(1);
            consumer.raw(INFO_GET, ECHO).refused(Status.BUSY, "FFA-8.6-26");
            consumer.raw(RX_RELEASE).success();
            consumer.raw(INFO_GET, ECHO).success(1);
            consumer.raw(RX_RELEASE).success();
        }
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows({"FFA-8.3-9", "FFA-4.2.2.4-11", "FFA-4.2.2.4-13", "FFA-4.2.2.4-35", "FFA-2.4-12", "FFA-7.2-8"})
    void whoDoesNotOwnTheBufferCantReleaseIt(int id) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi consumer = new Abi(platform, id)) {
                consumer.raw(RX_RELEASE).refused(Status.DENIED, "FFA-8.3-9");
                consumer.raw(INFO_GET, ECHO).success(1);
                consumer.raw(RX_RELEASE).success();
                consumer.raw(RX_RELEASE).refused(Status.DENIED, "FFA-8.3-9");
            }
        });
    }

    @Test
    @Shows("FFA-8.3-9")
    void withoutAPairNothingCanBeReleased() {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int id = partitions.callback(Dts.vm("bare", 0x22), request -> {});
            try (Abi vm = new Abi(platform, id)) {
                vm.raw(RX_RELEASE).refused(Status.DENIED, "FFA-8.3-9");
            }
        }
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows({"FFA-4.2.2.4-33", "FFA-4.2.2.4-19", "FFA-8.3-9"})
    void waitingReleasesTheBufferToo(int id) {
        try (Abi consumer = new Abi(platform, id)) {
            consumer.raw(INFO_GET, ECHO).success(1);
            consumer.raw(0x8400006B);
        }
        try (Abi consumer = new Abi(platform, id)) {
            consumer.raw(RX_RELEASE).refused(Status.DENIED, "FFA-8.3-9");
            consumer.raw(INFO_GET, ECHO).success(1);
            consumer.raw(RX_RELEASE).success();
        }
    }

    @Test
    @Shows({"FFA-8.3-7", "FFA-8.3-8"})
    void thereIsNo64BitCallAndReservedRegistersAreIgnored() {
        try (Abi sp = new Abi(platform, 0x8002)) {
            sp.raw(INFO_GET, ECHO).success(1);
            sp.raw(0xC4000065).refused(Status.NOT_SUPPORTED, "FFA-8.3-7");
            sp.raw(RX_RELEASE, 1, 1, 1, 1, 1, 1, 1).success();
        }
    }
}
