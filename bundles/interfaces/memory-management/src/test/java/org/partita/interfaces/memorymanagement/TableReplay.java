package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Outcome;
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
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;

/** Endpoints of which the first owns some one-page regions, with the real provider and the real ledger. */
final class TableReplay {
    private static final long SECURE = 0x600_0000L;
    private static final long NORMAL = 0x8000_0000L;
    private static final long PAGE = 0x1000;
    /** In no transaction, ever. */
    private static final long INVALID = 0x7777;

    private final MemoryManagement provider = Scene.configured(0);
    private final PlatformModel platform =
            PlatformModel.withHypervisor().ram(SECURE, 0x10_0000L, true).ram(NORMAL, 0x10_0000L, false);
    private final List<EndpointModel> endpoints;
    private final long base;
    private final int regions;
    private final Map<Integer, Long> handles = new HashMap<>();

    /** @param ids those with bit 15 are SPs */
    TableReplay(int regions, int... ids) {
        this.regions = regions;
        this.base = ids[0] < 0x8000 ? NORMAL : SECURE;
        this.endpoints = Arrays.stream(ids)
                .mapToObj(id -> id < 0x8000 ? platform.vm(id) : platform.sp(id))
                .toList();
        EndpointModel owner = endpoints.getFirst();
        owner.owns(new Mapping(base, base, regions, true, true, false, owner.secure(), false, "regions"));
        for (EndpointModel e : endpoints) {
            long buffers = (e.secure() ? SECURE : NORMAL) + 0x8_0000L + endpoints.indexOf(e) * 2L * PAGE;
            e.owns(new Mapping(buffers, buffers, 2, true, true, false, e.secure(), false, "buffers"));
            pair(e).mappedAt(buffers, buffers + PAGE);
        }
        platform.pairOf(org.partita.api.call.ManagerKind.SPMC, 0).mappedAt(NORMAL + 0x9_0000L, NORMAL + 0x9_1000L);
    }

    private PairModel pair(EndpointModel e) {
        return platform.pairOf(e.manager(), e.id());
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

    private CallModel call(int by, int function, byte @Nullable [] descriptor, long... registers) {
        EndpointModel caller = endpoints.get(by);
        if (descriptor != null) {
            pair(caller).writeTx(0, MemorySegment.ofArray(descriptor));
        }
        CallModel call = caller.call(function, registers);
        assertThat(call.pass(provider)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    private CallModel send(TableState.Step.Send s) {
        Operation operation = Operation.valueOf(s.type().name());
        CompositeRegion region = CompositeRegion.of(s.regions().stream()
                .map(r -> new ConstituentRange(base + r * PAGE, 1))
                .toList());
        List<EndpointAccess> entries = s.receivers().stream()
                .map(r -> Scene.entry(endpoints.get(r), Scene.most(operation), region))
                .toList();
        byte[] bytes = Retrieve.encoded(new MemoryTransaction(
                endpoints.get(s.caller()).id(), MemoryAttributes.NOT_SPECIFIED, 0, 0, 0, entries));
        CallModel call = call(s.caller(), Scene.function(operation), bytes, bytes.length, bytes.length);
        if (call.status() == null) {
            s.regions().forEach(r -> handles.put(r, Scene.handle(call)));
        }
        return call;
    }

    private CallModel retrieve(TableState.Step.Retrieve s) {
        EndpointModel caller = endpoints.get(s.caller());
        long handle = handles.getOrDefault(s.region(), INVALID);
        int sender = holding(s.region()).owner();
        byte[] bytes = Retrieve.encoded(new MemoryTransaction(
                sender,
                MemoryAttributes.NOT_SPECIFIED,
                RetrieveFlags.of(null).encode(),
                handle,
                0,
                List.of(Scene.entry(caller, DataAccess.NOT_SPECIFIED))));
        CallModel call = call(s.caller(), Scene.function(Operation.RETRIEVE), bytes, bytes.length, bytes.length);
        if (call.status() == null) {
            assertThat(call.registers.function()).isEqualTo(FunctionId.FFA_MEM_RETRIEVE_RESP.id32());
            assertThat(pair(caller).releaseRx()).isTrue();
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
        return call(s.caller(), Scene.RELINQUISH, bytes);
    }

    private CallModel reclaim(TableState.Step.Reclaim s) {
        long handle = handles.getOrDefault(s.region(), INVALID);
        return call(s.caller(), Scene.RECLAIM, null, handle & 0xFFFF_FFFFL, handle >>> 32, 0);
    }

    private Holding holding(int region) {
        long at = base + region * PAGE;
        for (Holding h : platform.ledger().holdings()) {
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
                assertThat(accesses(e, base + r * PAGE))
                        .as("whether 0x%x accesses region %d as %s", e.id(), r, state)
                        .isEqualTo(!state.endsWith("-NA"));
                one.add(state);
            }
            states.add(one);
        }
        return states;
    }

    private static boolean accesses(EndpointModel e, long physical) {
        return e.regime().mappings().stream()
                .anyMatch(m -> m.physical() <= physical && physical < m.physical() + m.size());
    }

    /** All that a refused call leaves alone. */
    List<Object> snapshot() {
        List<Object> all = new ArrayList<>(platform.ledger().holdings());
        all.addAll(platform.ledger().grants());
        for (EndpointModel e : endpoints) {
            all.add(Set.copyOf(e.regime().mappings()));
            all.add(pair(e).rxFull());
            all.add(pair(e).held());
        }
        all.add(platform.pairOf(org.partita.api.call.ManagerKind.SPMC, 0).held());
        return all;
    }
}
