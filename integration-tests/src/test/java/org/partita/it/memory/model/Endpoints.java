package org.partita.it.memory.model;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;

/** The endpoints of the running platform that make the calls. */
final class Endpoints implements AutoCloseable {
    private final Platform platform;
    private final Map<Integer, MemoryAbi> all = new LinkedHashMap<>();

    Endpoints(Platform platform, List<Integer> ids) {
        this.platform = platform;
        ids.forEach(this::open);
    }

    /** The last context: those of an MP endpoint are pinned, and the first PEs are for the others. */
    void open(int id) {
        int contexts = platform.partition(id).contexts().size();
        all.put(id, new MemoryAbi(platform, id, contexts - 1));
    }

    /** Takes requests itself from now on. */
    void close(int id) {
        at(id).close();
        all.remove(id);
    }

    MemoryAbi at(int endpoint) {
        return Objects.requireNonNull(all.get(endpoint));
    }

    /** The call's completion. */
    Abi perform(Operation operation) {
        MemoryAbi abi = at(operation.caller());
        return switch (operation) {
            case Operation.Send s -> abi.send(function(s), descriptor(s));
            case Operation.Retrieve s ->
                abi.send(
                        FunctionId.FFA_MEM_RETRIEVE_REQ,
                        new MemoryTransaction(
                                s.sender(),
                                MemoryAttributes.NOT_SPECIFIED,
                                s.flags(),
                                s.handle(),
                                s.tag(),
                                s.entries()));
            case Operation.Relinquish s ->
                abi.relinquish(
                        s.handle(),
                        new RelinquishFlags(s.zero(), s.timeSlice()),
                        s.endpoints().stream().mapToInt(Integer::intValue).toArray());
            case Operation.Reclaim s -> abi.reclaim(s.handle(), s.flags());
            case Operation.Crash s -> abi.abi().direct(s.victim());
            case Operation.Reload s -> throw new IllegalArgumentException("no call: " + s);
            case Operation.Release s -> abi.abi().raw(FunctionId.FFA_RX_RELEASE.id32());
        };
    }

    private static FunctionId function(Operation.Send s) {
        return switch (s.type()) {
            case DONATE -> FunctionId.FFA_MEM_DONATE;
            case LEND -> FunctionId.FFA_MEM_LEND;
            case SHARE -> FunctionId.FFA_MEM_SHARE;
        };
    }

    private static MemoryTransaction descriptor(Operation.Send s) {
        var region = s.ranges().isEmpty() ? null : org.partita.api.descriptor.CompositeRegion.of(s.ranges());
        return new MemoryTransaction(
                s.sender(),
                MemoryAttributes.NOT_SPECIFIED,
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
        all.values().forEach(MemoryAbi::close);
        all.clear();
    }
}
