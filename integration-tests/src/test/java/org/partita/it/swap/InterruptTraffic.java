package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.partition.ThreadedPartition;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Interruptible;
import org.partita.it.scheduling.Vm;

/**
 * Direct requests that are preempted by interrupts in their middle and resumed by FFA_RUN, devices of the Normal world and of an SP that
 * raise interrupts, and a timer: each request is answered once and right, each interrupt is handled once, each timer expires once, while
 * providers are exchanged.
 */
final class InterruptTraffic implements AutoCloseable {
    private static final int BETWEEN = 10;
    private static final int CLIENTS = 2;
    private static final int REQUEST = 0xC400006F;
    private static final int RUN = 0x8400006D;
    private static final int INTERRUPT = 0x84000062;
    private static final long RESPONSE = 0xC4000070L;
    private static final int FIRST_BUTTON = 60;
    private static final int UART = 64;
    private static final int SENSOR = 65;
    private static final int ALARM = 66;

    private final BundleContext framework;
    private final int client;
    private final Path folder;
    private final List<Requests> requests = new ArrayList<>();
    private final List<InterruptLoad> loads = new ArrayList<>();
    private volatile Platform platform;
    private Circumstances circumstances;
    private Runnable unloading;

    /** Loads a partition. */
    private interface Loading {
        void load(Dts manifest, ThreadedPartition code) throws IOException;
    }

    private InterruptTraffic(BundleContext framework, int client) throws IOException {
        this.framework = framework;
        this.client = client;
        this.folder = Files.createTempDirectory("partita-interrupt-swaps");
    }

    /** Between VMs and SPs of a platform that runs. */
    static InterruptTraffic ofVms(BundleContext framework, Platform platform) throws IOException {
        InterruptTraffic t = new InterruptTraffic(framework, 0x51);
        TestPartitions loaded = new TestPartitions(framework, platform);
        t.unloading = loaded::close;
        t.runs(platform);
        loaded.callback(
                Dts.vm("client", t.client)
                        .cells("messaging-method", Dts.SENDS)
                        .cells("execution-ctx-count", 4)
                        .flag("partita,pinned"),
                request -> {});
        for (int i = 0; i < CLIENTS; i++) {
            CountingVm owner = new CountingVm(CountingVm.NONE);
            t.requests.add(t.new Requests(i, owner, loaded::threaded));
            loaded.threaded(device(Dts.vm("owner" + i, 0x52 + i), "button", i, FIRST_BUTTON + i), owner);
        }
        CountingVm vm = new CountingVm(ALARM);
        loaded.threaded(device(device(Dts.vm("uart", 0x54), "uart", 4, UART), "alarm", 5, ALARM), vm);
        t.devices(vm, loaded::threaded);
        return t;
    }

    /** Between an OS kernel, which has the primary scheduler, and SPs: the platform is booted anew without a Hypervisor. */
    static InterruptTraffic ofKernel(BundleContext framework) throws Exception {
        InterruptTraffic t = new InterruptTraffic(framework, 0);
        ManifestFolder loaded = new ManifestFolder(framework, Files.createDirectory(t.folder.resolve("manifests")));
        t.unloading = loaded::close;
        CountingVm kernel = new CountingVm(ALARM);
        Dts manifest = Dts.vm("kernel", 1)
                .cells("execution-ctx-count", 4)
                .without("id")
                .flag("has-primary-scheduler");
        for (int i = 0; i < CLIENTS; i++) {
            manifest = device(manifest, "button" + i, i, FIRST_BUTTON + i);
            t.requests.add(t.new Requests(i, kernel, loaded::threaded));
        }
        loaded.threaded(device(device(manifest, "uart", 4, UART), "alarm", 5, ALARM), kernel);
        t.devices(kernel, loaded::threaded);
        Map<String, Object> keys = new HashMap<>(loaded.key());
        keys.put("hypervisor", false);
        keys.put("required", new String[] {"scheduler", "hardware/gic"});
        t.runs(new Running(framework).restarted(keys));
        return t;
    }

    private void runs(Platform running) {
        platform = running;
        circumstances = new Circumstances(running);
    }

    /** Devices of the Normal world have their pages one after another. */
    private static Dts device(Dts manifest, String name, int page, int intid) {
        return manifest.device(name, 0x1c014000L + page * 0x1000L, 1, 11, "interrupts = <%d 0x8a0>;".formatted(intid));
    }

    private void devices(CountingVm owner, Loading partitions) throws IOException {
        Interruptible sensor = new Interruptible(x3 -> x3);
        partitions.load(
                Dts.sp("gauge", 0x8054)
                        .device("gauge", 0x1c008000L, 1, 3, "interrupts = <%d 0x940>;".formatted(SENSOR)),
                sensor);
        loads.add(load("device " + UART, n -> platform.interrupts().pulse(UART, 0), () -> owner.handled(UART)));
        loads.add(load("device " + SENSOR, n -> platform.interrupts().pulse(SENSOR, 0), sensor::handled));
        loads.add(load("timer", n -> platform.interrupts().pulse(ALARM, 0), owner::expired));
    }

    private InterruptLoad load(String name, InterruptLoad.Step step, InterruptLoad.Handled handled) {
        return new InterruptLoad(name, step, handled, () -> circumstances.words());
    }

    /** A client, and an SP that is interrupted in the middle of each of its requests. */
    private final class Requests {
        private final CountingVm owner;
        private final AtomicLong processed = new AtomicLong();
        private final AtomicLong answered = new AtomicLong();
        private final AtomicLong preempted = new AtomicLong();
        private final int vcpu;
        private final int sp;
        private final int intid;

        /** @param owner whose the interrupt is */
        Requests(int number, CountingVm owner, Loading partitions) throws IOException {
            this.owner = owner;
            this.vcpu = number;
            this.sp = 0x8051 + number;
            this.intid = FIRST_BUTTON + number;
            partitions.load(Dts.sp("sp" + number, sp), new Interruptible((context, x3) -> {
                processed.incrementAndGet();
                platform.interrupts().pulse(intid, context.pe());
                context.preemptionPoint();
                return 3 * x3 + 1;
            }));
            loads.add(load("client " + number, this::make, this::handled));
        }

        long handled() {
            return owner.handled(intid);
        }

        /** One request, resumed as often as it is preempted. */
        void make(long number) {
            try (Abi abi = Vm.take(platform, client, vcpu)) {
                abi.raw(REQUEST, Abi.ids(client, sp), 0, number);
                boolean interrupted = false;
                while (abi.registers().function() == INTERRUPT) {
                    interrupted = true;
                    abi.raw(RUN, Integer.toUnsignedLong(sp << 16));
                }
                assertThat(abi.words())
                        .as("request %s; refused by %s", number, abi.rule())
                        .containsExactly(RESPONSE, Abi.ids(sp, client), 0L, 3 * number + 1, 0L, 0L, 0L, 0L);
                answered.incrementAndGet();
                preempted.addAndGet(interrupted ? 1 : 0);
            }
        }
    }

    /** All ways of exchanging the providers of these roles. */
    static Stream<Arguments> exchanges(List<String> roles) {
        return roles.stream().flatMap(role -> Stream.of(Exchange.values()).map(way -> Arguments.of(role, way)));
    }

    /** Exchanges a provider a few times, and judges what happened. */
    void exchange(String role, Exchange way) throws Exception {
        int rounds = Integer.getInteger("partita.scale", 1) > 1 ? 20 : 3;
        Copies copies = Copies.of(bundle(role));
        long preempted = preempted();
        loads.forEach(InterruptLoad::start);
        try {
            for (int round = 0; round < rounds; round++) {
                RoleStatus before = status(role);
                way.make(platform, before, bundle(role), copies, folder);
                assertThat(status(role).state()).as(status(role).reason()).isEqualTo("serving");
                assertThat(status(role).since()).isGreaterThan(before.since());
                loads.forEach(load -> load.awaitMore(BETWEEN));
            }
        } finally {
            loads.forEach(InterruptLoad::stop);
        }
        loads.forEach(InterruptLoad::judge);
        for (Requests r : requests) {
            assertThat(r.answered).as("answered").hasValue(r.handled());
            assertThat(r.processed).as("processed").hasValue(r.handled());
        }
        assertThat(preempted()).as("requests that were preempted").isGreaterThan(preempted);
        circumstances.awaitQuiet();
        assertThat(platform.interrupts().unhandled()).isEmpty();
        assertThat(platform.status().health())
                .as("%s", platform.status().problems())
                .isEqualTo("ok");
    }

    private long preempted() {
        return requests.stream().mapToLong(r -> r.preempted.get()).sum();
    }

    private RoleStatus status(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    private Bundle bundle(String role) {
        return framework.getBundle(status(role).bundleId());
    }

    @Override
    public void close() {
        unloading.run();
    }
}
