package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;

/** The endpoints of the running platform that make the calls. */
final class Endpoints implements AutoCloseable {
    private final Platform platform;
    private final IntToLongFunction ownBuffers;
    private final DeviceViews devices;
    private final Map<FunctionId, Integer> counts = new EnumMap<>(FunctionId.class);
    private final Map<Integer, MemoryAbi> all = new LinkedHashMap<>();

    /** For calls that use no buffers of their own. */
    Endpoints(Platform platform, List<Integer> ids) {
        this(platform, ids, id -> 0);
    }

    /** @param ownBuffers address of each one's own buffer */
    Endpoints(Platform platform, List<Integer> ids, IntToLongFunction ownBuffers) {
        this.ownBuffers = ownBuffers;
        this.platform = platform;
        this.devices = new DeviceViews(platform.devices());
        ids.forEach(this::open);
    }

    /** The last context: those of an MP endpoint are pinned, and the first PEs are for the others. */
    void open(int id) {
        int contexts = platform.partition(id).contexts().size();
        all.put(id, new MemoryAbi(platform, id, contexts - 1));
    }

    /** Takes requests itself from now on. */
    void close(int id) {
        close(at(id));
        all.remove(id);
    }

    private void close(MemoryAbi abi) {
        add(abi, counts);
        abi.close();
    }

    private static void add(MemoryAbi abi, Map<FunctionId, Integer> to) {
        abi.counts().forEach((function, n) -> to.merge(function, n, Integer::sum));
    }

    /** How often functions of FF-A 12.2 were called, or completed a call, so far. */
    Map<FunctionId, Integer> counts() {
        Map<FunctionId, Integer> sum = new EnumMap<>(FunctionId.class);
        sum.putAll(counts);
        all.values().forEach(abi -> add(abi, sum));
        return sum;
    }

    /** How often a Receiver may retrieve a region without relinquishing it (FF-A Table 8.10). */
    int outstanding() {
        Abi abi = all.values().iterator().next().abi();
        abi.raw(FunctionId.FFA_FEATURES.id32(), FunctionId.FFA_MEM_RETRIEVE_REQ.id32());
        assertThat(abi.succeeded()).as("FFA_FEATURES").isTrue();
        return (1 << (abi.registers().w(3) + 1)) - 1;
    }

    MemoryAbi at(int endpoint) {
        return Objects.requireNonNull(all.get(endpoint));
    }

    /** By an access of the endpoint itself, or of the device. */
    long read(int endpoint, long address) {
        MemoryAbi abi = all.get(endpoint);
        return abi == null ? devices.read(endpoint, address) : abi.read(address);
    }

    void write(int endpoint, long address, long value) {
        MemoryAbi abi = all.get(endpoint);
        if (abi == null) {
            devices.write(endpoint, address, value);
        } else {
            abi.write(address, value);
        }
    }

    /** Where the independent device was told that a region is. */
    List<Long> described(long handle) {
        return devices.described(handle);
    }

    /** What the independent device does. */
    void act(Operation.Act s) {
        devices.act(s);
    }

    /** The call's completion. */
    Abi perform(Operation operation, Way way, Mix mix) {
        MemoryAbi abi = at(operation.caller());
        prepare(abi, operation, way);
        int fragments = abi.fragments();
        int slices = abi.slices();
        Abi completion = perform(abi, operation);
        mix.way("in fragments", abi.fragments() > fragments);
        mix.way("in slices", abi.slices() > slices);
        mix.way("through a buffer of its own", way.ownBuffer());
        return completion;
    }

    private void prepare(MemoryAbi abi, Operation operation, Way way) {
        int entries = operation instanceof Operation.Send s ? s.receivers().size() : 0;
        long first = MemoryTransaction.HEADER + (long) entries * EndpointAccess.SIZE;
        abi.inFragments(way.extra() == 0 ? Integer.MAX_VALUE : (int) first + way.extra());
        if (way.ownBuffer()) {
            abi.through(ownBuffers.applyAsLong(operation.caller()), 1);
        } else {
            abi.through(0, 0);
        }
    }

    private static Abi perform(MemoryAbi abi, Operation operation) {
        return switch (operation) {
            case Operation.Send s -> abi.send(function(s), descriptor(s));
            case Operation.Retrieve s -> abi.send(function(s), descriptor(s));
            case Operation.Relinquish s ->
                abi.relinquish(
                        s.handle(),
                        new RelinquishFlags(s.zero(), s.timeSlice()),
                        s.endpoints().stream().mapToInt(Integer::intValue).toArray());
            case Operation.Reclaim s -> abi.reclaim(s.handle(), s.flags());
            case Operation.Crash s -> abi.abi().direct(s.victim());
            case Operation.Reload s -> throw new IllegalArgumentException("no call: " + s);
            case Operation.Unmapped s -> throw new IllegalArgumentException("several calls: " + s);
            case Operation.Crowded s -> throw new IllegalArgumentException("several calls: " + s);
            case Operation.Orphaned s -> throw new IllegalArgumentException("several calls: " + s);
            case Operation.Lengthy s -> throw new IllegalArgumentException("several calls: " + s);
            case Operation.Act s -> throw new IllegalArgumentException("no call: " + s);
            case Operation.Release s -> abi.abi().raw(FunctionId.FFA_RX_RELEASE.id32());
        };
    }

    /** Of a call with a transaction descriptor. */
    static FunctionId function(Operation operation) {
        if (!(operation instanceof Operation.Send s)) {
            return FunctionId.FFA_MEM_RETRIEVE_REQ;
        }
        return switch (s.type()) {
            case DONATE -> FunctionId.FFA_MEM_DONATE;
            case LEND -> FunctionId.FFA_MEM_LEND;
            case SHARE -> FunctionId.FFA_MEM_SHARE;
        };
    }

    static MemoryTransaction descriptor(Operation operation) {
        return switch (operation) {
            case Operation.Send s -> descriptor(s);
            case Operation.Retrieve s ->
                new MemoryTransaction(s.sender(), s.attributes(), s.flags(), s.handle(), s.tag(), s.entries());
            default -> throw new IllegalArgumentException("no descriptor: " + operation);
        };
    }

    private static MemoryTransaction descriptor(Operation.Send s) {
        var region = s.ranges().isEmpty() ? null : org.partita.api.descriptor.CompositeRegion.of(s.ranges());
        return new MemoryTransaction(
                s.sender(),
                s.attributes(),
                s.flags(),
                s.handle(),
                s.tag(),
                s.receivers().stream().map(r -> r.withRegion(region)).toList());
    }

    /** The descriptor that FFA_MEM_RETRIEVE_RESP came with; RX stays with its endpoint if it keeps it. */
    MemoryTransaction response(Operation.Retrieve s) {
        MemoryAbi abi = at(s.caller());
        if (!s.keepsRx()) {
            return abi.retrieved();
        }
        byte[] bytes = new byte[(int) abi.abi().registers().x1];
        abi.abi().client().memory().read(abi.abi().client().rx(), MemorySegment.ofArray(bytes));
        return MemoryTransaction.decode(MemorySegment.ofArray(bytes));
    }

    /** Nobody keeps a full RX buffer. */
    void releaseAll(Set<Integer> owners) {
        owners.forEach(id -> at(id).abi().raw(FunctionId.FFA_RX_RELEASE.id32()).success());
    }

    /** Gives back all contexts and PEs for the time of something: a partition boots on the first PE. */
    void without(Runnable body) {
        List<Integer> ids = List.copyOf(all.keySet());
        close();
        body.run();
        ids.forEach(this::open);
    }

    @Override
    public void close() {
        all.values().forEach(this::close);
        all.clear();
    }
}
