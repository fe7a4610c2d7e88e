package org.partita.core.boot;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RunState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.InitializationDescriptor;
import org.partita.api.ffa.NameValueSize;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.ThreadedPartition;
import org.partita.core.boot.CodeBook.Code;
import org.partita.core.devices.DeviceHost;
import org.partita.core.execution.Abi;
import org.partita.core.execution.CallbackRunner;
import org.partita.core.execution.Context;
import org.partita.core.execution.ThreadedRunner;
import org.partita.core.execution.Trampoline;
import org.partita.core.state.Estate;
import org.partita.core.state.Partition;
import org.partita.core.state.Regime;

/** Sets a partition up, boots it, terminates it (FF-A 3.1, 3.5, 5.4.1). One thread at a time. */
public final class PartitionHost {
    private static final long REST_NANOS = Duration.ofSeconds(5).toNanos();

    private final World world;
    private final RegionPlanner planner;
    private final ManagerContexts managers;
    private final DeviceHost devices;

    public PartitionHost(World world, RegionPlanner planner, ManagerContexts managers) {
        this.world = world;
        this.planner = planner;
        this.managers = managers;
        this.devices = new DeviceHost(world.directory(), world.memory());
    }

    /** Makes an independent device known (FF-A 5.2.1). */
    public void setUp(DeviceManifest m) {
        devices.setUp(m, planner.plan(m));
    }

    /** As {@link #setUp}, after boot: what the manifest asks for by address has to be free. */
    public Partition add(PartitionManifest m, int id) {
        planner.requireFree(m);
        return planner.transact(() -> {
            planner.reserve(m);
            return setUp(m, id);
        });
    }

    /** Makes the partition known: component, contexts, memory, RX/TX buffers. */
    public Partition setUp(PartitionManifest m, int id) {
        String name = m.name().isEmpty() ? "partition " + id : m.name();
        Component component = world.topology().join(m, name, id);
        List<Mapping> mappings = planner.plan(m);
        Regime regime = new Regime(name, world.memory());
        regime.set(mappings);
        ManagerKind manager = world.topology().managerOf(m);
        Partition p =
                new Partition(id, component, manager, m, Topology.conduit(m), world.directory(), world.hub(), regime);
        world.directory().add(p);
        world.directory()
                .ledger()
                .allocate(
                        id,
                        mappings.stream()
                                .filter(each -> !each.device())
                                .map(PartitionHost::pages)
                                .toList());
        devices.setUp(m, id);
        mapBuffers(p, mappings);
        world.interrupts().add(p, InterruptLines.of(m, world.hub().peCount()));
        return p;
    }

    /**
     * RX/TX buffers that the manager allocates on behalf of the partition (FF-A 4.2.2.2 item 1). A VM's are mapped with the
     * SPM too, as those which a VM maps itself (items 6, 7).
     */
    private void mapBuffers(Partition p, List<Mapping> mappings) {
        PartitionManifest m = p.manifest();
        if (m.rxBuffer().isEmpty()) {
            return;
        }
        List<ConstituentRange> rx = List.of(pages(named(mappings, m.rxBuffer())));
        List<ConstituentRange> tx = List.of(pages(named(mappings, m.txBuffer())));
        for (ManagerKind relayer : EnumSet.of(p.manager(), ManagerKind.SPMC)) {
            RxTxPair pair = world.directory().pair(relayer, p.id());
            if (pair != null) {
                pair.map(rx, tx, p.secure());
            }
        }
    }

    private static ConstituentRange pages(Mapping m) {
        return new ConstituentRange(m.physical(), m.pages());
    }

    private static Mapping named(List<Mapping> mappings, String name) {
        return mappings.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PartitaException("memory region " + name + " is not in the manifest"));
    }

    /**
     * Boots a partition: its boot execution context first, then the others in order.
     *
     * @param content the manifest's bytes, for the initialization descriptor
     * @return empty, or why it did not initialize
     */
    public String boot(Partition p, Code code, byte[] content) {
        p.code(code.bundle());
        long information = bootInformation(p, content);
        for (int i = 0; i < p.contextCount(); i++) {
            Context c = p.context(i);
            if (c == null) {
                throw new IllegalStateException("no context " + i);
            }
            enter(p, c, code, i == 0 ? information : 0);
            // one that has been idle may be busy already, with an interrupt that was pending
            if (!c.initialized() || c.state() == RunState.ABORTED) {
                p.abort();
                return p.component().name() + ": context " + i
                        + (c.initialized()
                                ? " was aborted as soon as it was initialized"
                                : " did not complete its initialization (FF-A 3.5.3)");
            }
        }
        return "";
    }

    private void enter(Partition p, Context c, Code code, long information) {
        Abi abi = new Abi(c, world.trampoline(), p.regime());
        abi.bootInformation(information);
        CallbackPartition callback = code.callback();
        ThreadedPartition threaded = code.threaded();
        if (callback != null) {
            c.runner(new CallbackRunner(callback, abi, c.vcpu() == 0, world.faults()));
        } else if (threaded != null) {
            ThreadedRunner runner = new ThreadedRunner(threaded, abi, world.trampoline());
            c.runner(runner);
            runner.start(c, world.execution());
        }
        Trampoline.registers(c).set(0, 0);
        p.manifest().bootRegister().ifPresent(r -> Trampoline.registers(c).x(r, information));
        // a context that is alone may migrate (FF-A 2.9): it begins wherever there is room
        Context manager = p.contextCount() == 1
                ? managers.takeAny(p.manager())
                : managers.take(p.manager(), c.vcpu() % world.hub().peCount());
        try {
            world.trampoline().enter(manager, c);
        } finally {
            managers.release(manager);
        }
    }

    /** Lends the boot context cycles for work of its own, on whatever PE is free; ends when it is idle. */
    public void lend(Partition p) {
        Context c = p.context(0);
        for (int pe = 0; c != null && pe < world.hub().peCount(); pe++) {
            Context manager = managers.free(p.manager(), pe);
            if (manager != null) {
                try {
                    world.trampoline().lend(manager, c);
                } finally {
                    managers.release(manager);
                }
                return;
            }
        }
    }

    /** Writes the initialization descriptor where the partition expects one (FF-A 3.5.2); its address, or 0. */
    private long bootInformation(Partition p, byte[] content) {
        if (p.manifest().bootRegister().isEmpty()) {
            return 0;
        }
        int granule = p.manifest().granuleShift();
        InitializationDescriptor probe = descriptor(0, content.length);
        long bytes = probe.size() + content.length;
        long unit = 1L << granule;
        long rounded = (bytes + unit - 1) & -unit;
        int pages = (int) (rounded / PhysicalMemory.PAGE_SIZE);
        long address = planner.allocateBeside(
                p.manifest(),
                pages,
                "boot information of " + p.component().name(),
                p.regime().mappings());
        world.directory().ledger().allocate(p.id(), List.of(new ConstituentRange(address, pages)));
        p.regime()
                .map(List.of(new Mapping(
                        address, address, pages, true, true, false, p.secure(), false, "boot-information")));
        MemorySegment image = MemorySegment.ofArray(new byte[(int) rounded]);
        descriptor(address, content.length).encode(image);
        MemorySegment.copy(MemorySegment.ofArray(content), 0, image, probe.size(), content.length);
        world.memory().outside(() -> p.regime().write(address, image));
        return address;
    }

    private static InitializationDescriptor descriptor(long address, int length) {
        long header = new InitializationDescriptor(List.of(new NameValueSize("ffa_manifest", 0, 0))).size();
        return new InitializationDescriptor(List.of(new NameValueSize("ffa_manifest", address + header, length)));
    }

    /** Terminates a partition: it takes no more messages, and who waits for its answer gets ABORTED. */
    public void terminate(Partition p) {
        p.abort();
        for (int i = 0; i < p.contextCount(); i++) {
            @Nullable Context c = p.context(i);
            if (c != null) {
                world.trampoline().terminate(c);
            }
        }
    }

    /** Terminates a partition and forgets it, its memory included. */
    public void remove(Partition p) {
        terminate(p);
        if (!world.trampoline().awaitRest(p.contexts(), REST_NANOS)) {
            throw new PartitaException(
                    "partition " + p.component().name() + " is terminated, but one of its contexts still"
                            + " waits for an answer or is held by a client: see spm:partition; repeat when it has ended");
        }
        // first what may fail, so that it can be repeated
        world.memory().outside(() -> new Estate(world.directory(), world.memory()).forgotten(p));
        devices.forget(p.id());
        world.interrupts().forget(p);
        p.contexts().forEach(world.timers()::forget);
        p.regime().set(List.of());
        planner.release(p.manifest());
        world.directory().remove(p);
    }
}
