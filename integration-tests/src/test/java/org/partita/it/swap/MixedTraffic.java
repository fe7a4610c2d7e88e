package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Vm;

/**
 * Eight VMs and eight SPs beside those of the platform. Each VM has an SP for its requests; half of these SPs make requests to the
 * other half. The VMs write each other letters in pairs. Some of all have devices, whose interrupts come whatever their owner does, or
 * in the middle of a request.
 */
final class MixedTraffic implements AutoCloseable {
    private static final int PAIRS = 4;
    private static final int PES = 4;
    private static final int FIRST_VM = 0x61;
    private static final int FIRST_SP = 0x8061;
    private static final long PAGES = 0x90000000L;
    private static final long DEVICES = 0x1c014000L;
    private static final long SECURE_DEVICES = 0x1c004000L;
    private static final int FIRST_INTID = 64;
    private static final long SHORTEST_TIMER = 200_000;
    private static final long PATIENCE = 30_000_000_000L;
    /** VM 1 starts all: it is there to be a client. */
    private static final int STARTER = 1;

    private final Platform platform;
    private final Circumstances circumstances;
    private final TestPartitions partitions;
    private final List<MixedVm> vms = new ArrayList<>();
    private final List<Conversation> nested = new ArrayList<>();
    private final List<InterruptLoad> loads = new ArrayList<>();
    private final List<MixedDevice> inRequests = new ArrayList<>();
    private int devices;

    MixedTraffic(BundleContext framework, Platform platform) {
        this.platform = platform;
        circumstances = new Circumstances(platform);
        partitions = new TestPartitions(framework, platform);
        List<MixedSp> sps = new ArrayList<>();
        for (int i = 0; i < 2 * PAIRS; i++) {
            sps.add(new MixedSp(FIRST_SP + i, inRequests));
        }
        for (int i = 0; i < PAIRS; i++) {
            nested.add(sps.get(i).through(sps.get(PAIRS + i)));
            pair(i, sps);
        }
        for (int i = 0; i < sps.size(); i++) {
            load(i, sps.get(i));
        }
    }

    /** A device with its load; every other one is raised in the middle of a request. */
    private MixedDevice device(InterruptLoad.Handled handled) {
        MixedDevice device = new MixedDevice(platform, FIRST_INTID + devices++);
        boolean inRequest = devices % 2 == 0;
        if (inRequest) {
            inRequests.add(device);
        }
        loads.add(new InterruptLoad(
                "device " + device.intid,
                n -> {
                    if (inRequest) {
                        device.ask();
                    } else {
                        device.raise();
                    }
                },
                handled,
                this::circumstances));
        return device;
    }

    /** VMs 2i and 2i + 1, of which the first takes its interrupts in a handler, and the second masks them. */
    private void pair(int i, List<MixedSp> sps) {
        int first = FIRST_VM + 2 * i;
        Conversation there = new Conversation("letters", first, first + 1);
        Conversation back = new Conversation("letters", first + 1, first);
        vm(2 * i, false, sps.get(2 * i), there, back);
        vm(2 * i + 1, true, sps.get(2 * i + 1), back, there);
    }

    private void vm(int i, boolean masks, MixedSp sp, Conversation letters, Conversation partners) {
        int id = FIRST_VM + i;
        long base = PAGES + i * 0x10000L;
        MixedVm vm = new MixedVm(base, SHORTEST_TIMER << i, masks, sp.from("requests", id), letters, partners);
        vms.add(vm);
        Dts manifest = Vm.manifest("vm" + id, id, base);
        if (i < PAIRS) {
            MixedDevice device = device(vm::handled);
            manifest.device("button", DEVICES + i * 0x1000L, 1, 11, device.interrupts(false, i % PES));
        }
        partitions.threaded(manifest, vm);
    }

    private void load(int i, MixedSp sp) {
        Dts manifest = Dts.sp("sp" + i, FIRST_SP + i);
        if (i % 2 == 0) {
            MixedDevice device = device(sp.code()::handled);
            manifest.device("sensor", SECURE_DEVICES + i * 0x1000L, 1, 3, device.interrupts(true, i % PES));
        }
        partitions.threaded(manifest, sp.code());
    }

    /** Starts all VMs by messages from one client, for a PE is hardly ever free once they run; then the devices. */
    void start() {
        vms.forEach(MixedVm::start);
        try (Abi starter = Vm.take(platform, STARTER, 0)) {
            starter.client().memory().write(starter.client().tx(), MemorySegment.ofArray(new byte[Long.BYTES]));
            for (int i = 0; i < vms.size(); i++) {
                long ids = Abi.ids(STARTER, FIRST_VM + i);
                await("VM %x is told to start".formatted(FIRST_VM + i), () -> {
                    starter.raw(FunctionId.FFA_MSG_SEND.id32(), ids, 0, Long.BYTES);
                    return starter.succeeded();
                });
            }
        }
        loads.forEach(InterruptLoad::start);
    }

    /** The devices first, for some interrupts are raised by requests only. */
    void stop() {
        loads.forEach(InterruptLoad::stop);
        vms.forEach(MixedVm::stop);
        await("all VMs rest", () -> vms.stream().allMatch(MixedVm::resting));
    }

    /** Waits until each VM has done so many more rounds, and each device has been served so often. */
    void awaitMore(long rounds, long interrupts) {
        long[] until = vms.stream().mapToLong(vm -> vm.rounds() + rounds).toArray();
        for (int i = 0; i < until.length; i++) {
            MixedVm vm = vms.get(i);
            long count = until[i];
            await("VM %x goes on".formatted(FIRST_VM + i), () -> vm.rounds() >= count);
        }
        loads.forEach(load -> load.awaitMore(interrupts));
    }

    /** Whether a timer is set that has not expired. */
    boolean timersRun() {
        return vms.stream().anyMatch(vm -> vm.armed() > vm.expired());
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            for (MixedVm vm : vms) {
                assertThat(vm.failure()).as("%s; %s", what, circumstances()).isNull();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not yet: %s; %s".formatted(what, circumstances()));
            }
            LockSupport.parkNanos(200_000);
        }
    }

    private String circumstances() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < vms.size(); i++) {
            words.append("%nVM %x: %s".formatted(FIRST_VM + i, vms.get(i)));
        }
        return words + "%nnested %s%n%s".formatted(nested, circumstances.words());
    }

    /** What was sent, raised and set on one side has come on the other, each once; and nothing of all that was left out. */
    void judge() {
        vms.forEach(MixedVm::judge);
        nested.forEach(Conversation::judge);
        loads.forEach(InterruptLoad::judge);
        vms.forEach(vm ->
                assertThat(vm.expired()).as("timers that have expired, %s", vm).isEqualTo(vm.armed()));
        nested.forEach(c -> assertThat(c.sent.last()).as(c.toString()).isPositive());
        assertThat(sum(MixedVm::preempted)).as("requests that were preempted").isPositive();
        assertThat(sum(MixedVm::yields)).as("yields").isPositive();
        assertThat(sum(MixedVm::full)).as("times that RX was full").isPositive();
        assertThat(sum(MixedVm::freed)).as("times that RX was freed").isPositive();
        assertThat(sum(MixedVm::handledWaiting))
                .as("interrupts for VMs that waited")
                .isBetween(1L, sum(MixedVm::handled) - 1);
    }

    private long sum(ToLongFunction<MixedVm> count) {
        return vms.stream().mapToLong(count).sum();
    }

    /** How much of everything there was. */
    String counts() {
        return ("%d rounds, %d requests preempted, %d nested, %d yields, %d times RX full, %d freed, %d timers, "
                        + "%d interrupts of VMs, %d of all")
                .formatted(
                        sum(MixedVm::rounds),
                        sum(MixedVm::preempted),
                        nested.stream().mapToLong(c -> c.answered.last()).sum(),
                        sum(MixedVm::yields),
                        sum(MixedVm::full),
                        sum(MixedVm::freed),
                        sum(MixedVm::expired),
                        sum(MixedVm::handled),
                        loads.stream().mapToLong(InterruptLoad::completed).sum());
    }

    @Override
    public void close() {
        vms.forEach(MixedVm::stop);
        loads.forEach(InterruptLoad::stop);
        partitions.close();
    }
}
