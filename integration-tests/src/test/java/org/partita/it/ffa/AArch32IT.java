package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Status;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.Dts;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** The AArch32 Execution state: Monitor, Secure Supervisor, User and Supervisor mode (FF-A Tables 2.2 to 2.5, 6). */
@PlatformTest(value = AnyShapePlatform.class, fresh = true)
class AArch32IT extends ShapeContract {
    private static final int USER = 0x8011;
    private static final int RESIDENT = 0x8012;
    private static final long WIDE = 0xAB_12345678L;
    private static final int ERROR = 0x84000060;

    private static Dts user() {
        return Dts.application("user", USER).cells("execution-state", 1);
    }

    private static Dts resident() {
        return Dts.spmc("resident", "exec_state = <1>", "description = \"resident\"", "partita,sp-id = <0x8012>");
    }

    private static Dts kernel(int state) {
        return Dts.vm("kernel", 1).without("id").cells("execution-state", state);
    }

    private static void increment(DirectRequest request) {
        request.respond(3, request.x(3) + 1);
    }

    @ParameterizedTest(name = "SPMD {0}")
    @ValueSource(strings = {"Monitor", "EL3"})
    @Shows({"FFA-2.2-15", "FFA-2.2-16", "FFA-2.3-10", "FFA-2.3-12", "FFA-2.3-16", "FFA-2.4-5"})
    void aRequestCrossesTheInstancesOfTable24(String spmd) throws Exception {
        manifests.callback(user(), AArch32IT::increment).callback(kernel(1), request -> {});
        Platform platform = booted(spmd, "Secure Supervisor", false);
        platform.trace().start("");
        try (Abi kernel = new Abi(platform, 0)) {
            kernel.direct(USER, 4);
            assertThat(kernel.words()).containsExactly(0x84000070L, 0x80110000L, 0L, 5L, 0L, 0L, 0L, 0L);
        }
        assertThat(path(platform))
                .containsExactly(
                        "kernel SMC @ NONSECURE_PHYSICAL SPMD",
                        "SPMD ERET @ SECURE_PHYSICAL SPMC",
                        "SPMC ERET @ SECURE_VIRTUAL user",
                        "user SVC @ SECURE_VIRTUAL SPMC",
                        "SPMC SMC @ SECURE_PHYSICAL SPMD",
                        "SPMD ERET @ NONSECURE_PHYSICAL kernel");
    }

    @Test
    @Shows({"FFA-2.2.2.2-2", "FFA-2.2.2.1-6", "FFA-2.2.2.1-8"})
    void theSpInSecureSupervisorModeIsReachedPrivately() throws Exception {
        manifests
                .callback(user(), AArch32IT::increment)
                .callback(resident(), AArch32IT::increment)
                .callback(kernel(1), request -> {});
        Platform platform = booted("Monitor", "Secure Supervisor", false);
        platform.trace().start("");
        try (Abi kernel = new Abi(platform, 0)) {
            kernel.direct(RESIDENT, 4);
            assertThat(kernel.registers().x3).isEqualTo(5);
        }
        assertThat(path(platform))
                .containsExactly(
                        "kernel SMC @ NONSECURE_PHYSICAL SPMD",
                        "SPMD ERET @ SECURE_PHYSICAL SPMC",
                        "SPMC privately resident.0",
                        "resident.0 privately SPMC",
                        "SPMC SMC @ SECURE_PHYSICAL SPMD",
                        "SPMD ERET @ NONSECURE_PHYSICAL kernel");
        try (Abi resident = new Abi(platform, RESIDENT)) {
            resident.direct(USER, 7);
            assertThat(resident.registers().x3).isEqualTo(8);
        }
    }

    /** exception-level of the endpoint, its ID, conduit. */
    @ParameterizedTest(name = "endpoint {1} by {2}")
    @CsvSource({"0, 2, SMC", "1, 0x8011, SVC", "2, 0x8012, SMC"})
    @Shows({"FFA-6-4", "FFA-2.5-4", "FFA-2.5-5"})
    void anEndpointInAArch32HasNo64BitCall(int level, String number, Conduit by) throws Exception {
        int id = Integer.decode(number);
        manifests.callback(
                Dts.sp("narrow", id).cells("exception-level", level).cells("execution-state", 1), AArch32IT::increment);
        manifests.callback(Dts.vm("wide", 1), AArch32IT::increment);
        Platform platform = booted("EL3", "S-EL2", true);
        Leftovers.none(framework, () -> {
            try (Abi narrow = new Abi(platform, id)) {
                narrow.raw(by, 0xC400006F, Abi.ids(id, 1)).refused(Status.NOT_SUPPORTED, "FFA-6-4");
                narrow.raw(by, 0xC4000066, 0x06800000L, 0x06801000L, 1).refused(Status.NOT_SUPPORTED, "FFA-6-4");
            }
            try (Abi wide = new Abi(platform, 1)) {
                wide.direct64(id, WIDE);
                assertThat(wide.error()).isEqualTo(Status.NOT_SUPPORTED);
                assertThat(wide.rule()).isEqualTo("FFA-6-4");
            }
        });
        try (Abi wide = new Abi(platform, 1)) {
            wide.direct(id, WIDE);
            assertThat(wide.words()).containsExactly(0x84000070L, Abi.ids(id, 1), 0L, 0x12345679L, 0L, 0L, 0L, 0L);
        }
    }

    @Test
    @Shows({"FFA-6-4", "FFA-2.2-15"})
    void anSpmcInAArch32TakesNo64BitCallOfAKernelInAArch64() throws Exception {
        manifests.callback(user(), AArch32IT::increment).callback(kernel(0), request -> {});
        Platform platform = booted("EL3", "Secure Supervisor", false);
        Leftovers.none(framework, () -> {
            try (Abi kernel = new Abi(platform, 0)) {
                kernel.direct64(USER, WIDE).refused(Status.NOT_SUPPORTED, "FFA-6-4");
                kernel.raw(0xC4000066, 0x90000000L, 0x90001000L, 1).refused(Status.NOT_SUPPORTED, "FFA-6-4");
            }
        });
        try (Abi kernel = new Abi(platform, 0)) {
            kernel.direct(USER, WIDE);
            assertThat(kernel.registers().x3).isEqualTo(0x12345679L);
        }
    }

    @Test
    @Shows({"FFA-6-4", "FFA-2.2.2.2-2"})
    void thePrivateInterfaceInAArch32HasNo64BitCallEither() throws Exception {
        manifests.callback(user(), AArch32IT::increment).callback(resident(), AArch32IT::increment);
        Platform platform = booted("EL3", "Secure Supervisor", false);
        Leftovers.none(framework, () -> {
            try (Abi resident = new Abi(platform, RESIDENT)) {
                resident.raw(0xC4000066, 0x06800000L, 0x06801000L, 1).refused(Status.NOT_SUPPORTED, "FFA-6-4");
                resident.direct64(USER, WIDE).refused(Status.NOT_SUPPORTED, "FFA-6-4");
            }
        });
        try (Abi resident = new Abi(platform, RESIDENT)) {
            resident.direct(USER, WIDE);
            assertThat(resident.registers().x3).isEqualTo(0x12345679L);
        }
    }

    @Test
    @Shows({"FFA-3.2-12", "FFA-3.1-3", "FFA-3.5.2-17", "FFA-10.2.1.2.1-1"})
    void thePartitionIsConfiguredAsItsManifestSays() throws Exception {
        long[] entered = new long[1];
        manifests.callback(
                Dts.sp("configured", 0x8013)
                        .cells("execution-state", 1)
                        .cells("execution-ctx-count", 2)
                        .cells("messaging-method", Dts.RECEIVES)
                        .bootInformation(3)
                        .memory("ram", 0x06800000L, 2, 3),
                new CallbackPartition() {
                    @Override
                    public void boot(PartitionContext context) {
                        entered[0] = context.registers().x3;
                    }

                    @Override
                    public void directRequest(DirectRequest request) {
                        increment(request);
                    }
                });
        Platform platform = booted("EL3", "S-EL2", true);
        assertThat(platform.partition(0x8013).summary().level()).isEqualTo("Secure Supervisor");
        assertThat(platform.partition(0x8013).contexts()).hasSize(2);
        assertThat(platform.partition(0x8013).messaging()).containsExactly("receives direct requests");
        assertThat(platform.partition(0x8013).regions())
                .extracting(m -> m.name())
                .contains("ram");
        assertThat(entered[0]).isNotZero().isLessThanOrEqualTo(0xFFFFFFFFL);
        try (Abi sp = new Abi(platform, 0x8013)) {
            sp.direct(0x7777).refused(Status.NOT_SUPPORTED, "FFA-10.2.1.2.1-1");
            assertThat(sp.registers().function()).isEqualTo(ERROR);
        }
    }
}
