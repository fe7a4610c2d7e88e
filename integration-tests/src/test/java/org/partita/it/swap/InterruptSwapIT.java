package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Interruptible;
import org.partita.it.scheduling.Vm;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Providers are exchanged while direct requests are preempted by interrupts in their middle and resumed by FFA_RUN, and while devices
 * of a VM and of an SP raise interrupts: each request is answered once and right, each interrupt is handled once.
 */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
@LeavesNothingBehind
class InterruptSwapIT {
    private static final int INTERRUPTS_BETWEEN = 10;
    private static final int CLIENT = 0x51;
    private static final int REQUEST = 0xC400006F;
    private static final int RUN = 0x8400006D;
    private static final int INTERRUPT = 0x84000062;
    private static final long RESPONSE = 0xC4000070L;
    private static final int DEVICE_OF_VM = 64;
    private static final int DEVICE_OF_SP = 65;
    private static final List<String> ROLES = List.of(
            Roles.HARDWARE_GIC,
            Roles.INTERFACE_CYCLES,
            Roles.SCHEDULER,
            Roles.MANAGER_HYPERVISOR,
            Roles.MANAGER_SPMD,
            Roles.MANAGER_SPMC);

    private static BundleContext framework;
    private static Platform platform;
    private static TestPartitions partitions;
    private static Circumstances circumstances;
    private static Path folder;
    private static final List<Requests> REQUESTS = new ArrayList<>();
    private static final List<InterruptLoad> LOADS = new ArrayList<>();

    @BeforeAll
    static void load(@Inject BundleContext context) throws Exception {
        framework = context;
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        circumstances = new Circumstances(platform);
        folder = Files.createTempDirectory("partita-interrupt-swaps");
        partitions.callback(
                Dts.vm("client", CLIENT)
                        .cells("messaging-method", Dts.SENDS)
                        .cells("execution-ctx-count", 4)
                        .flag("partita,pinned"),
                request -> {});
        for (int i = 0; i < 2; i++) {
            Requests r = new Requests(i);
            REQUESTS.add(r);
            LOADS.add(new InterruptLoad("client " + i, r::make, r.owner::handled, circumstances::words));
        }
        Interruptible vm = new Interruptible(x3 -> x3);
        partitions.threaded(
                Dts.vm("uart", 0x54)
                        .device("uart", 0x1c018000L, 1, 11, "interrupts = <%d 0x8a0>;".formatted(DEVICE_OF_VM)),
                vm);
        LOADS.add(device(DEVICE_OF_VM, vm));
        Interruptible sp = new Interruptible(x3 -> x3);
        partitions.threaded(
                Dts.sp("sensor", 0x8054)
                        .device("sensor", 0x1c008000L, 1, 3, "interrupts = <%d 0x940>;".formatted(DEVICE_OF_SP)),
                sp);
        LOADS.add(device(DEVICE_OF_SP, sp));
    }

    private static InterruptLoad device(int intid, Interruptible handler) {
        return new InterruptLoad(
                "device " + intid, n -> platform.interrupts().pulse(intid, 0), handler::handled, circumstances::words);
    }

    @AfterAll
    static void unload() {
        partitions.close();
        REQUESTS.clear();
        LOADS.clear();
    }

    /** A client, an SP that is interrupted in the middle of each of its requests, and the VM whose interrupt that is. */
    private static final class Requests {
        final Interruptible owner = new Interruptible(x3 -> x3);
        private final AtomicLong processed = new AtomicLong();
        private final AtomicLong answered = new AtomicLong();
        private final AtomicLong preempted = new AtomicLong();
        private final int vcpu;
        private final int sp;

        Requests(int number) {
            vcpu = number;
            sp = 0x8051 + number;
            int intid = 60 + number;
            String interrupt = "interrupts = <%d 0x8a0>;".formatted(intid);
            partitions.threaded(
                    Dts.vm("owner" + number, 0x52 + number)
                            .device("button", 0x1c014000L + number * 0x1000L, 1, 11, interrupt),
                    owner);
            partitions.threaded(Dts.sp("sp" + number, sp), new Interruptible((context, x3) -> {
                processed.incrementAndGet();
                platform.interrupts().pulse(intid, context.pe());
                context.preemptionPoint();
                return 3 * x3 + 1;
            }));
        }

        /** One request, resumed as often as it is preempted. */
        void make(long number) {
            try (Abi client = Vm.take(platform, CLIENT, vcpu)) {
                client.raw(REQUEST, Abi.ids(CLIENT, sp), 0, number);
                boolean interrupted = false;
                while (client.registers().function() == INTERRUPT) {
                    interrupted = true;
                    client.raw(RUN, (long) sp << 16);
                }
                assertThat(client.words())
                        .as("request %s; refused by %s", number, client.rule())
                        .containsExactly(RESPONSE, Abi.ids(sp, CLIENT), 0L, 3 * number + 1, 0L, 0L, 0L, 0L);
                answered.incrementAndGet();
                preempted.addAndGet(interrupted ? 1 : 0);
            }
        }
    }

    private static Stream<Arguments> exchanges() {
        return ROLES.stream().flatMap(role -> Stream.of(Exchange.values()).map(way -> Arguments.of(role, way)));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void requestsAreAnsweredOnceAndInterruptsHandledOnce(String role, Exchange way) throws Exception {
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
        Copies copies = Copies.of(bundle(role));
        long preempted = preempted();
        LOADS.forEach(InterruptLoad::start);
        try {
            for (int round = 0; round < rounds; round++) {
                RoleStatus before = status(role);
                way.make(platform, before, bundle(role), copies, folder);
                assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
                assertThat(status(role).since()).isGreaterThan(before.since());
                LOADS.forEach(load -> load.awaitMore(INTERRUPTS_BETWEEN));
            }
        } finally {
            LOADS.forEach(InterruptLoad::stop);
        }
        LOADS.forEach(InterruptLoad::judge);
        for (Requests r : REQUESTS) {
            assertThat(r.answered).as("answered").hasValue(r.owner.handled());
            assertThat(r.processed).as("processed").hasValue(r.owner.handled());
        }
        assertThat(preempted()).as("requests that were preempted").isGreaterThan(preempted);
        circumstances.awaitQuiet();
        assertThat(platform.interrupts().unhandled()).isEmpty();
        assertThat(platform.status().health())
                .as("%s", platform.status().problems())
                .isEqualTo("ok");
    }

    private static long preempted() {
        return REQUESTS.stream().mapToLong(r -> r.preempted.get()).sum();
    }

    private static RoleStatus status(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    private static Bundle bundle(String role) {
        return framework.getBundle(status(role).bundleId());
    }
}
