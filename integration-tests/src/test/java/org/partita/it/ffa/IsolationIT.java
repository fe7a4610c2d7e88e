package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Mapping;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.Dts;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Which translation regime isolates whom, for each place of SPMC and SP (FF-A 2.1, 2.2.1, 2.2.2). */
@PlatformTest(value = AnyShapePlatform.class, fresh = true)
class IsolationIT extends ShapeContract {
    private static final int ONE = 0x8011;
    private static final int TWO = 0x8012;
    private static final long ONE_PAGE = 0x06800000L;
    private static final long TWO_PAGE = 0x06900000L;
    private static final long SPMC_IMAGE = 0x06000000L;
    private static final int READ_WRITE = 3;
    private static final int READ_WRITE_NS = 11;

    private final List<String> entered = new CopyOnWriteArrayList<>();

    private Dts sp(String name, int id, int level, int state) {
        return Dts.sp(name, id).cells("exception-level", level).cells("execution-state", state);
    }

    private static Dts kernel() {
        return Dts.vm("kernel", 1).without("id").cells("execution-state", 1);
    }

    /** Reads the word at w3 and answers with it, plus one. */
    private static void read(DirectRequest request) {
        request.respond(3, request.context().memory().read64(request.x(3)) + 1);
    }

    private static Status outcome(Platform platform, int sp, long address) {
        try (Abi kernel = new Abi(platform, 0)) {
            kernel.direct(sp, address);
            return kernel.error();
        }
    }

    @ParameterizedTest(name = "SPMC {0}, exception-level {1}, execution-state {2}")
    @CsvSource({
        "S-EL2, 1, 0",
        "S-EL2, 1, 1",
        "S-EL2, 2, 0",
        "S-EL2, 2, 1",
        "S-EL1, 1, 0",
        "S-EL1, 1, 1",
        "Secure Supervisor, 1, 1",
        "EL3, 1, 0",
        "EL3, 1, 1"
    })
    @Shows({
        "FFA-2.2.1-2",
        "FFA-2.2.1-3",
        "FFA-2.2.2.1-2",
        "FFA-2.2.2.1-3",
        "FFA-2.2.2.2-3",
        "FFA-2.2.2.3-2",
        "FFA-2.2-2",
        "FFA-2.1-5"
    })
    void eachSpSeesItsOwnPagesAndNeitherAnothersNorTheSpms(String spmc, int level, int state) throws Exception {
        manifests
                .callback(sp("one", ONE, level, state).memory("page", ONE_PAGE, 1, READ_WRITE), IsolationIT::read)
                .callback(sp("two", TWO, level, state).memory("page", TWO_PAGE, 1, READ_WRITE), IsolationIT::read)
                .callback(
                        sp("three", 0x8013, level, state).memory("page", 0x06A00000L, 1, READ_WRITE), IsolationIT::read)
                .callback(kernel(), request -> {});
        Platform platform = booted("EL3", spmc, false);
        assertThat(platform.partition(ONE).regions())
                .extracting(Mapping::physical)
                .containsExactly(ONE_PAGE);
        assertThat(platform.partition(TWO).regions())
                .extracting(Mapping::physical)
                .containsExactly(TWO_PAGE);
        assertThat(outcome(platform, ONE, ONE_PAGE)).as("its own page").isNull();
        assertThat(outcome(platform, TWO, TWO_PAGE)).as("its own page").isNull();
        assertThat(outcome(platform, ONE, TWO_PAGE)).as("the other's page").isEqualTo(Status.ABORTED);
        assertThat(outcome(platform, TWO, ONE_PAGE)).as("the other's page").isEqualTo(Status.ABORTED);
        assertThat(outcome(platform, 0x8013, SPMC_IMAGE)).as("the SPM's page").isEqualTo(Status.ABORTED);
    }

    @Test
    @Shows({"FFA-2.1-9", "FFA-2.1-4", "FFA-2.2-1"})
    void aVmSeesThePagesOfItsManifestAndNeitherAnothersNorTheHypervisors() throws Exception {
        manifests
                .callback(Dts.vm("one", 1).memory("page", 0x90000000L, 1, READ_WRITE_NS), IsolationIT::read)
                .callback(Dts.vm("two", 2).memory("page", 0x91000000L, 2, READ_WRITE_NS), IsolationIT::read)
                .callback(Dts.vm("three", 3), request -> {});
        Platform platform = booted("EL3", "S-EL2", true);
        assertThat(platform.partition(2).regions())
                .containsExactly(new Mapping(0x91000000L, 0x91000000L, 2, true, true, false, false, false, "page"));
        try (Abi vm = new Abi(platform, 3)) {
            vm.direct(2, 0x91001FF8L);
            assertThat(vm.registers().x3).isEqualTo(1);
            // where the Hypervisor's buffers are
            vm.direct(1, 0x80000000L);
            assertThat(vm.error()).isEqualTo(Status.ABORTED);
            vm.direct(2, 0x90000000L);
            assertThat(vm.error()).isEqualTo(Status.ABORTED);
        }
    }

    @Test
    @Shows({"FFA-2.2.2.3-3", "FFA-2.2-19", "FFA-2.2-9"})
    void anSpInSEl1BelowAnEl3SpmIsBootedByItAndReachedWithoutASecurePhysicalInstance() throws Exception {
        manifests.callback(Dts.sp("sp", ONE).cells("execution-ctx-count", 2), new CallbackPartition() {
            @Override
            public void boot(PartitionContext context) {
                entered.add("boot " + context.vcpu() + " on PE " + context.pe());
            }

            @Override
            public void start(PartitionContext context) {
                entered.add("start " + context.vcpu() + " on PE " + context.pe());
            }

            @Override
            public void directRequest(DirectRequest request) {
                request.respond(3, request.x(3) + 1);
            }
        });
        manifests.callback(Dts.vm("vm", 1), request -> {});
        Platform platform = booted("EL3", "EL3", true);
        assertThat(entered).containsExactly("boot 0 on PE 0", "start 1 on PE 1");
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(ONE, 4);
            assertThat(vm.registers().x3).isEqualTo(5);
        }
        assertThat(path(platform))
                .containsExactly(
                        "vm SMC @ NONSECURE_VIRTUAL Hypervisor",
                        "Hypervisor SMC @ NONSECURE_PHYSICAL SPMD",
                        "SPMD privately SPMC",
                        "SPMC ERET @ SECURE_VIRTUAL sp.0",
                        "sp.0 SMC @ SECURE_VIRTUAL SPMC",
                        "SPMC privately SPMD",
                        "SPMD ERET @ NONSECURE_PHYSICAL Hypervisor",
                        "Hypervisor ERET @ NONSECURE_VIRTUAL vm");
    }

    @ParameterizedTest(name = "SPMC {0}")
    @CsvSource({"S-EL1", "S-EL2", "EL3"})
    @Shows({"FFA-2.2-10", "FFA-2.6-3"})
    void theSpmReachesBothPhysicalAddressSpaces(String spmc) throws Exception {
        manifests
                .callback(buffers(Dts.application("low", ONE), 0x06800000L, 0), request -> {})
                .callback(buffers(Dts.application("high", TWO), 0xFF000000L, 0), request -> {})
                .callback(buffers(kernel(), 0x90000000L, 8), request -> {});
        Platform platform = booted("EL3", spmc, false);
        for (int id : List.of(ONE, TWO, 0)) {
            try (Abi caller = new Abi(platform, id)) {
                caller.raw(0x84000068);
                assertThat(caller.succeeded()).as("%x", id).isTrue();
                assertThat(platform.readRx(id, 24)).as("RX of %x", id).contains(0x80);
            }
        }
    }

    private static Dts buffers(Dts manifest, long base, int nonSecure) {
        return manifest.memory("rx", base, 1, 1 | nonSecure)
                .memory("tx", base + 0x1000, 1, READ_WRITE | nonSecure)
                .buffers();
    }
}
