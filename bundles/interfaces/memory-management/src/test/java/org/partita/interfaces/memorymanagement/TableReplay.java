package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.Holding;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;

/** Endpoints of which the first owns some one-page regions, with the real provider and the real ledger. */
final class TableReplay {
    private static final long PAGE = SmallPlatform.PAGE;
    /** In no transaction, ever. */
    private static final long INVALID = 0x7777;

    private final SmallPlatform platform;
    private final List<EndpointModel> endpoints;
    private final long base;
    private final int regions;
    private final Map<Integer, Long> handles = new HashMap<>();

    /** @param ids those with bit 15 are SPs */
    TableReplay(int regions, int... ids) {
        this.regions = regions;
        platform = new SmallPlatform(Scene.configured(0), ids);
        endpoints = platform.endpoints;
        base = SmallPlatform.world(endpoints.getFirst());
        platform.give(endpoints.getFirst(), base, regions);
    }

    /** SPs give nothing to VMs. */
    boolean outwards(int sender, int receiver) {
        return endpoints.get(sender).secure() && !endpoints.get(receiver).secure();
    }

    CallModel perform(TableState.Step step) {
        return switch (step) {
            case TableState.Step.Send s -> send(s);
            case TableState.Step.Retrieve s -> retrieve(s);
            case TableState.Step.Relinquish s -> relinquish(s);
            case TableState.Step.Reclaim s -> reclaim(s);
        };
    }

    private CallModel send(TableState.Step.Send s) {
        Operation operation = Operation.valueOf(s.type().name());
        CompositeRegion region = CompositeRegion.of(s.regions().stream()
                .map(r -> new ConstituentRange(base + r * PAGE, 1))
                .toList());
        List<EndpointAccess> entries = s.receivers().stream()
                .map(r -> Scene.entry(endpoints.get(r), Scene.most(operation), region))
                .toList();
        byte[] bytes = new MemoryTransaction(
                        endpoints.get(s.caller()).id(), MemoryAttributes.NOT_SPECIFIED, 0, 0, 0, entries)
                .encoded();
        CallModel call =
                platform.call(endpoints.get(s.caller()), Scene.function(operation), bytes, bytes.length, bytes.length);
        if (call.status() == null) {
            s.regions().forEach(r -> handles.put(r, Scene.handle(call)));
        }
        return call;
    }

    private CallModel retrieve(TableState.Step.Retrieve s) {
        EndpointModel caller = endpoints.get(s.caller());
        long handle = handles.getOrDefault(s.region(), INVALID);
        int sender = holding(s.region()).owner();
        byte[] bytes = new MemoryTransaction(
                        sender,
                        MemoryAttributes.NOT_SPECIFIED,
                        RetrieveFlags.of(null).encode(),
                        handle,
                        0,
                        List.of(Scene.entry(caller, DataAccess.NOT_SPECIFIED)))
                .encoded();
        CallModel call = platform.call(caller, Scene.function(Operation.RETRIEVE), bytes, bytes.length, bytes.length);
        if (call.status() == null) {
            assertThat(call.registers.function()).isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
            assertThat(platform.pair(caller).releaseRx()).isTrue();
        }
        return call;
    }

    private CallModel relinquish(TableState.Step.Relinquish s) {
        RelinquishDescriptor d = new RelinquishDescriptor(
                handles.getOrDefault(s.region(), INVALID),
                RelinquishFlags.NONE,
                List.of(new EndpointId(endpoints.get(s.caller()).id())));
        byte[] bytes = new byte[(int) d.size()];
        d.encode(MemorySegment.ofArray(bytes));
        return platform.call(endpoints.get(s.caller()), Scene.RELINQUISH, bytes);
    }

    private CallModel reclaim(TableState.Step.Reclaim s) {
        long handle = handles.getOrDefault(s.region(), INVALID);
        return platform.call(
                endpoints.get(s.caller()), Scene.RECLAIM, new byte[0], handle & 0xFFFF_FFFFL, handle >>> 32, 0);
    }

    private Holding holding(int region) {
        long at = base + region * PAGE;
        for (Holding h : platform.model.ledger().holdings()) {
            if (at >= h.base() && at < h.base() + h.pages() * PAGE) {
                return h;
            }
        }
        throw new AssertionError("no memory at 0x" + Long.toHexString(at));
    }

    /** States of all endpoints for all regions: what the ledger says, if each can access what that state means. */
    List<List<String>> states() {
        List<List<String>> states = new ArrayList<>();
        for (int r = 0; r < regions; r++) {
            Holding there = holding(r);
            List<String> one = new ArrayList<>();
            for (EndpointModel e : endpoints) {
                String state = there.state(e.id()).acronym();
                assertThat(SmallPlatform.accesses(e, base + r * PAGE))
                        .as("whether 0x%x accesses region %d as %s", e.id(), r, state)
                        .isEqualTo(!state.endsWith("-NA"));
                one.add(state);
            }
            states.add(one);
        }
        return states;
    }

    List<Object> snapshot() {
        return platform.snapshot();
    }
}
