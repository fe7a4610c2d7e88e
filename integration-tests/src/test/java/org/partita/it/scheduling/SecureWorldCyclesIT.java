package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_RUN, FFA_INTERRUPT, FFA_MSG_WAIT and FFA_NORMAL_WORLD_RESUME on their way between the worlds (FF-A 6.1, chapter 9). */
@PlatformTest(SchedulingPlatform.class)
class SecureWorldCyclesIT {
    private static final int SCHEDULER = 3;
    private static final int CLIENT = 0x51;
    private static final int OWNER = 0x52;
    private static final int SERVER = 0x53;
    private static final int SP = 0x8051;
    private static final int SENSOR = 0x8052;
    private static final int NON_SECURE = 60;
    private static final int SECURE = 61;
    private static final int REQUEST = 0xC400006F;
    private static final int RESUME = 0x8400007C;
    private static final long INTERRUPT = 0x84000062L;
    private static final long RESPONSE = 0xC4000070L;
    private static final long SP_0 = 0x80510000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<Integer> completions = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.threaded(
                Dts.vm("owner", OWNER).device("button", 0x1c014000L, 1, 11, "interrupts = <60 0x8a0>;"),
                new Interruptible(x3 -> x3));
        partitions.callback(
                Dts.vm("client", CLIENT)
                        .cells("execution-ctx-count", 4)
                        .flag("partita,pinned")
                        .memory("rx", 0x90200000L, 1, 9)
                        .memory("tx", 0x90201000L, 1, 11)
                        .buffers(),
                request -> {});
        platform.trace().clear();
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    private void sp(Interruptible.Program program) {
        partitions.threaded(Dts.sp("sp", SP), new Interruptible(program));
    }

    private void sensor() {
        partitions.threaded(
                Dts.sp("sensor", SENSOR).device("sensor", 0x1c004000L, 1, 3, "interrupts = <61 0x940>;"),
                new Interruptible(x3 -> x3));
    }

    private void raise(PartitionContext context, int intid) {
        platform.interrupts().pulse(intid, context.pe());
        context.preemptionPoint();
    }

    private static Abi request(Abi client, int from, int to, long x3) {
        return client.raw(REQUEST, Abi.ids(from, to), 0, x3);
    }

    private Stream<Crossing> crossings() {
        platform.trace().stop();
        return platform.trace().show(1000).stream().filter(c -> c.pe() == 0);
    }

    private List<String> path(String function) {
        return crossings()
                .filter(c -> c.function().equals(function))
                .map(c -> c.from() + " " + c.conduit() + " " + c.to())
                .toList();
    }

    private List<String> atTheSecurePhysicalInstance() {
        return crossings()
                .filter(c -> c.instance() == FfaInstance.SECURE_PHYSICAL)
                .map(c -> c.from() + " " + c.conduit() + " " + c.to() + " " + c.function())
                .toList();
    }

    // ---- FFA_RUN

    @Shows({"FFA-9.3-3", "FFA-6.1.2-1", "FFA-6.1.2-4", "FFA-6.1.2-10"})
    @Test
    void ffaRunIsCalledAndTakenByEachComponentOnItsWay() {
        sp((context, x3) -> {
            raise(context, NON_SECURE);
            return x3 + 1;
        });
        try (Abi scheduler = Vm.take(platform, SCHEDULER, 0)) {
            request(scheduler, SCHEDULER, SP, 41);
            assertThat(scheduler.words().get(0)).isEqualTo(INTERRUPT);
            platform.trace().start("");
            scheduler.raw(Vm.RUN, SP_0);
            assertThat(scheduler.words()).startsWith(RESPONSE, Abi.ids(SP, SCHEDULER), 0L, 42L);
            // before the scheduler's own code runs again
            assertThat(path("FFA_RUN"))
                    .containsExactly(
                            "scheduler.0 SMC Hypervisor", "Hypervisor SMC SPMD", "SPMD ERET SPMC", "SPMC ERET sp");
        }
    }

    @Shows({"FFA-4.4-2", "FFA-4.1.2-6", "FFA-2.12-3"})
    @Test
    void aRequestMayBePreemptedMoreThanOnce() {
        sp((context, x3) -> {
            raise(context, NON_SECURE);
            raise(context, NON_SECURE);
            return x3 + 1;
        });
        try (Abi client = Vm.take(platform, CLIENT, 0)) {
            request(client, CLIENT, SP, 41);
            for (int i = 0; i < 2; i++) {
                assertThat(client.words()).containsExactly(INTERRUPT, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
                assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("preempted");
                client.raw(Vm.RUN, SP_0);
            }
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 42L);
            assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("idle");
        }
    }

    /** An interrupt for somebody else is there when the SP calls, and meets it after the call or before. */
    @Shows("FFA-4.4-1")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0x84000063, 0x10000, 0x10000", // FFA_VERSION
        "0x84000064, 0x84000063, 0x84000061", // FFA_FEATURES
        "0x84000069, 0, 0x84000061", // FFA_ID_GET
        "0x84000065, 0, 0x84000060" // FFA_RX_RELEASE of an SP without a full buffer
    })
    void aFrameworkMessageRunsToCompletion(String w0, String w1, String completion) {
        sp((context, x3) -> {
            platform.interrupts().pulse(NON_SECURE, context.pe());
            context.registers().set(Long.decode(w0).intValue(), Long.decode(w1), 0, 0, 0, 0, 0, 0);
            context.call();
            completions.add(context.registers().function());
            return x3;
        });
        try (Abi client = Vm.take(platform, CLIENT, 0)) {
            request(client, CLIENT, SP, 41);
            assertThat(client.words()).containsExactly(INTERRUPT, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
            client.raw(Vm.RUN, SP_0);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SP, CLIENT), 0L, 41L);
        }
        assertThat(completions).containsExactly(Long.decode(completion).intValue());
    }

    // ---- FFA_INTERRUPT

    @Shows("FFA-6.1.1-6")
    @Test
    void anInterruptIsUnderstoodByEveryComponent() {
        sensor();
        sp((context, x3) -> {
            raise(context, SECURE);
            raise(context, NON_SECURE);
            return x3;
        });
        partitions.threaded(Dts.vm("server", SERVER), new Interruptible((context, x3) -> {
            raise(context, SECURE);
            return x3;
        }));
        platform.trace().start("");
        try (Abi client = Vm.take(platform, CLIENT, 0)) {
            request(client, CLIENT, SP, 0).raw(Vm.RUN, SP_0);
            request(client, CLIENT, SERVER, 0);
        }
        assertThat(path("FFA_INTERRUPT"))
                .containsExactly(
                        "SPMC ERET sensor",
                        "SPMC SMC SPMD",
                        "SPMD ERET Hypervisor",
                        "Hypervisor ERET client.0",
                        "SPMD ERET SPMC",
                        "SPMC ERET sensor");
    }

    // ---- FFA_MSG_WAIT

    /** With its interrupts masked it goes idle with one that is there, for which it is run. */
    private void spWithAnInterruptOfItsOwn() {
        partitions.threaded(
                Dts.sp("sp", SP).device("sensor", 0x1c004000L, 1, 3, "interrupts = <61 0x940>;"), context -> {
                    Ffa ffa = new Ffa(context);
                    Interrupts interrupts = context.interrupts();
                    interrupts.mask(true);
                    FunctionId completion = ffa.msgWait();
                    for (; ; ) {
                        if (completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
                            raise(context, SECURE);
                            completion = ffa.respond(0, 0, 0, 0, 0);
                        } else {
                            interrupts.end(interrupts.acknowledge());
                            completion = ffa.msgWait();
                        }
                    }
                });
    }

    @Shows({"FFA-9.1-14", "FFA-9.1-15", "FFA-9.1.1.1.2-1", "FFA-9.1.1.1.2-2", "FFA-9.1.1.1.2-3", "FFA-4.4-7"})
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0xC400006F, FFA_MSG_SEND_DIRECT_REQ, 0x00038051, FFA_MSG_SEND_DIRECT_RESP",
        "0x84000068, FFA_PARTITION_INFO_GET, 0, FFA_SUCCESS"
    })
    void theWaitThatTheSpmcSendsOnIsCompletedByWhateverComesNext(
            String w0, String function, String w1, String completion) {
        spWithAnInterruptOfItsOwn();
        try (Abi scheduler = Vm.take(platform, SCHEDULER, 0)) {
            request(scheduler, SCHEDULER, SP, 0);
            platform.trace().start("");
            scheduler.raw(Vm.RUN, SP_0);
            assertThat(scheduler.words()).containsExactly(0x8400006BL, SP_0, 0L, 0L, 0L, 0L, 0L, 0L);
            scheduler.raw(Long.decode(w0).intValue(), Long.decode(w1));
            assertThat(FunctionId.of(scheduler.registers().function())).hasToString(completion);
            scheduler.raw(Vm.RX_RELEASE);
        }
        assertThat(path("FFA_MSG_WAIT"))
                .startsWith("sp SMC SPMC", "SPMC SMC SPMD", "SPMD ERET Hypervisor", "Hypervisor ERET scheduler.0");
        assertThat(atTheSecurePhysicalInstance())
                .startsWith("SPMD ERET SPMC FFA_RUN", "SPMC SMC SPMD FFA_MSG_WAIT", "SPMD ERET SPMC " + function);
    }

    // ---- FFA_NORMAL_WORLD_RESUME

    @Shows({"FFA-9.4-7", "FFA-9.4-8", "FFA-9.4.1-5", "FFA-6.1.2-9"})
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0xC400006F, FFA_MSG_SEND_DIRECT_REQ, 0x00518051",
        "0x84000068, FFA_PARTITION_INFO_GET, 0",
        "0x8400006D, FFA_RUN, 0x80510000"
    })
    void whatTheNormalWorldCallsNextCompletesItsResumption(String w0, String function, String w1) {
        sensor();
        sp((context, x3) -> x3);
        partitions.threaded(Dts.vm("server", SERVER), new Interruptible((context, x3) -> {
            raise(context, SECURE);
            return x3 + 1;
        }));
        try (Abi client = Vm.take(platform, CLIENT, 0)) {
            platform.trace().start("");
            request(client, CLIENT, SERVER, 9);
            assertThat(client.words()).startsWith(RESPONSE, Abi.ids(SERVER, CLIENT), 0L, 10L);
            client.raw(Long.decode(w0).intValue(), Long.decode(w1));
            client.raw(Vm.RX_RELEASE);
        }
        assertThat(atTheSecurePhysicalInstance())
                .startsWith(
                        "SPMD ERET SPMC FFA_INTERRUPT",
                        "SPMC SMC SPMD FFA_NORMAL_WORLD_RESUME",
                        "SPMD ERET SPMC " + function);
        assertThat(crossings().filter(c -> c.function().equals("FFA_NORMAL_WORLD_RESUME")))
                .extracting(Crossing::registers)
                .containsExactly(List.of(0x8400007CL, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    }

    @Shows({"FFA-9.4.1-4", "FFA-9.4-4", "FFA-9.4-5", "FFA-9.4-10"})
    @Test
    void noEndpointResumesTheNormalWorld() {
        try (Abi vm = Vm.take(platform, CLIENT, 0);
                Abi sp = Vm.take(platform, 0x8003, 1)) {
            vm.raw(RESUME).refused(Status.NOT_SUPPORTED, "FFA-9.4-4");
            sp.raw(RESUME).refused(Status.NOT_SUPPORTED, "FFA-9.4-5");
        }
    }
}
