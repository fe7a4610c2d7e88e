package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.Status;
import org.partita.it.platform.NoHypervisorPlatform;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** An OS kernel at the Non-secure physical instance, and an S-EL1 SPMC. */
@PlatformTest(NoHypervisorPlatform.class)
@LeavesNothingBehind
class NoHypervisorIT extends ApplicationSpContract {
    private static final int KERNEL = 0;
    private static final long RAM = 0x81000000L;

    @Override
    int sender() {
        return KERNEL;
    }

    @Test
    @Shows({"FFA-8.7-2", "FFA-2.3-7", "FFA-8.1.2-7", "FFA-6.1.1-3"})
    void theKernelIsPartition0AtTheNonSecurePhysicalInstance() {
        platform.trace().start("");
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.raw(0x84000069).success(0);
            kernel.raw(0x84000063, 0x10000);
            assertThat(kernel.registers().x0).isEqualTo(0x10000);
        }
        platform.trace().stop();
        assertThat(platform.trace().show(10)).allMatch(c -> c.instance() == FfaInstance.NONSECURE_PHYSICAL);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"HVC, FFA-6.1.1-15", "SVC, FFA-2.4-5", "ERET, FFA-6.1.1-15"})
    @Shows({"FFA-8.7-3", "FFA-8.7-12", "FFA-6.1.1-15", "FFA-2.4-5"})
    void theKernelHasNoConduitButSmc(Conduit by, String rule) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi kernel = new Abi(platform, KERNEL)) {
                kernel.raw(by, 0x84000069).refused(Status.NOT_SUPPORTED, rule);
            }
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0x84000063, true",
        "0x84000064, true",
        "0x84000065, true",
        "0xC4000066, true",
        "0x84000067, true",
        "0x84000068, true",
        "0x84000069, true",
        "0x8400006F, true",
        "0x84000070, true",
        "0x8400006B, false",
        "0x8400006C, false",
        "0x8400006E, false",
        "0x84000062, false"
    })
    @Shows({"FFA-8.2-1", "FFA-8.2-4", "FFA-8.2-3"})
    void featuresAreThoseOfTheNonSecurePhysicalInstance(String function, boolean there) {
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.raw(0x84000064, Long.decode(function));
            if (there) {
                kernel.success();
            } else {
                kernel.refused(Status.NOT_SUPPORTED, "FFA-8.2-4");
            }
        }
    }

    @Test
    @Shows({"FFA-4.2.2.4-3", "FFA-4.2.2-7"})
    void theSpmWritesIntoTheRxThatTheKernelSharedAtItsBoot() {
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.raw(0x84000068).success(3);
            assertThat(platform.readRx(KERNEL, 24))
                    .containsExactly(
                            0, 0, 4, 0, 2, 0, 0, 0, 0x01, 0x80, 1, 0, 1, 0, 0, 0, 0x02, 0x80, 1, 0, 3, 0, 0, 0);
            kernel.raw(0x84000065).success();
        }
    }

    @Test
    @Shows({"FFA-8.4-4", "FFA-8.5-4", "FFA-8.4-23", "FFA-8.5-15", "FFA-8.6-29"})
    void theKernelMapsPhysicalPagesWithTheSpm() throws Exception {
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.raw(0x84000067, 0).success();
            Leftovers.none(framework, () -> {
                kernel.raw(0x84000067, 0).refused(Status.INVALID_PARAMETERS, "FFA-8.5-15");
                kernel.raw(0x84000068).refused(Status.DENIED, "FFA-8.6-29");
            });
            kernel.raw(0xC4000066, RAM + 0x11000, RAM + 0x10000, 1).success();
            kernel.raw(0xC4000066, RAM + 0x11000, RAM + 0x10000, 1).refused(Status.DENIED, "FFA-8.4-23");
            kernel.raw(0x84000068).success(3);
            kernel.raw(0x84000065).success();
            kernel.raw(0x84000067, 0).success();
            kernel.raw(0xC4000066, RAM + 0x11000, RAM + 0x10000, 1).success();
        }
    }

    @Test
    @Shows({"FFA-8.4-6", "FFA-2.6-2"})
    void theKernelCantMapSecurePages() throws Exception {
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.raw(0x84000067, 0).success();
            Leftovers.none(
                    framework,
                    () -> kernel.raw(0x84000066, 0x06800000L, 0x06801000L, 1).refused(Status.DENIED, "FFA-8.4-6"));
            kernel.raw(0xC4000066, RAM + 0x11000, RAM + 0x10000, 1).success();
        }
    }

    @Test
    @Shows({"FFA-2.2-6", "FFA-2.2-7", "FFA-4.4-15", "FFA-2.2-12"})
    void aRequestOfTheKernelGoesThroughSpmdAndSpmc() {
        platform.trace().start("");
        try (Abi kernel = new Abi(platform, KERNEL)) {
            kernel.direct(ECHO, 4);
            assertThat(kernel.words()).containsExactly(0x84000070L, 0x80020000L, 0L, 4L, 0L, 0L, 0L, 0L);
        }
        assertThat(path())
                .containsExactly(
                        "kernel.0 SMC SPMD",
                        "SPMD ERET SPMC",
                        "SPMC ERET echo",
                        "echo SVC SPMC",
                        "SPMC SMC SPMD",
                        "SPMD ERET kernel.0");
    }

    @Test
    @Shows({"FFA-4.4.1-9", "FFA-10.1-4", "FFA-10.1-7"})
    void indirectMessagesAreRefusedByTheSpm() throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi kernel = new Abi(platform, KERNEL);
                    Abi sp = new Abi(platform, ECHO)) {
                kernel.raw(0x8400006E, Abi.ids(KERNEL, DIGEST)).refused(Status.NOT_SUPPORTED, "FFA-10.1-4");
                sp.raw(0x8400006E, Abi.ids(ECHO, DIGEST)).refused(Status.NOT_SUPPORTED, "FFA-10.1-7");
            }
        });
    }

    @Test
    @Shows({"FFA-9.1-8", "FFA-3.1-7"})
    void theKernelWaitsByItselfAndNotThroughItsInstance() throws Exception {
        assertThat(platform.partition(KERNEL).contexts())
                .allMatch(c -> c.state().equals("idle"));
        Leftovers.none(framework, () -> {
            try (Abi kernel = new Abi(platform, KERNEL)) {
                kernel.raw(0x8400006B).refused(Status.NOT_SUPPORTED, "FFA-9.1-8");
            }
        });
    }
}
