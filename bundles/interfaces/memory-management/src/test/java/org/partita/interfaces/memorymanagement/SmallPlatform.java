package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.DeviceModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;

/** Endpoints with few pages, all mapped at their physical addresses, and RX/TX buffers; the real provider and ledger. */
final class SmallPlatform {
    static final long SECURE = 0x600_0000L;
    static final long NORMAL = 0x8000_0000L;
    static final long PAGE = 0x1000;

    final PlatformModel model;
    final List<EndpointModel> endpoints;
    final Features features = new Features();
    /** That of an OS kernel if there is no Hypervisor. */
    private final PairModel ofNormalWorld;

    private final MemoryManagement provider;

    /** @param ids those with bit 15 are SPs */
    SmallPlatform(MemoryManagement provider, int... ids) {
        this(provider, PlatformModel.withHypervisor(), ids);
    }

    private SmallPlatform(MemoryManagement provider, PlatformModel model, int... ids) {
        this(
                provider,
                model,
                Arrays.stream(ids)
                        .mapToObj(id -> id < 0x8000 ? model.vm(id) : model.sp(id))
                        .toList());
    }

    /** @param model without memory, and with these endpoints */
    SmallPlatform(MemoryManagement provider, PlatformModel model, List<EndpointModel> endpoints) {
        this.provider = provider;
        this.model = model.ram(SECURE, 0x10_0000L, true).ram(NORMAL, 0x10_0000L, false);
        this.endpoints = endpoints;
        ofNormalWorld = model.pairOf(ManagerKind.SPMC, 0).mappedAt(NORMAL + 0x9_0000L, NORMAL + 0x9_1000L);
        for (EndpointModel e : endpoints) {
            long buffers = world(e) + 0x8_0000L + endpoints.indexOf(e) * 2L * PAGE;
            give(e, buffers, 2);
            pair(e).mappedAt(buffers, buffers + PAGE);
        }
    }

    /** Where memory of an endpoint's own Security state begins. */
    static long world(EndpointModel e) {
        return e.secure() ? SECURE : NORMAL;
    }

    void give(EndpointModel e, long at, int pages) {
        e.owns(new Mapping(at, at, pages, true, true, false, e.secure(), false, "memory"));
    }

    PairModel pair(EndpointModel e) {
        return model.pairOf(e.manager(), e.id());
    }

    /** A call with these registers from w1 on, and with a descriptor in the caller's TX buffer. */
    CallModel call(EndpointModel caller, int function, byte[] descriptor, long... registers) {
        pair(caller).writeTx(0, MemorySegment.ofArray(descriptor));
        CallModel call = caller.call(function, registers);
        features.serve(call);
        // an OS kernel is the SPMD's, which sends it down
        Outcome outcome =
                caller.manager() == ManagerKind.SPMD ? call.pass(ManagerKind.SPMC, provider) : call.pass(provider);
        assertThat(outcome).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    /** A call of the Hypervisor's own. */
    CallModel callOfHypervisor(int function, byte[] descriptor, long... registers) {
        ofNormalWorld.writeTx(0, MemorySegment.ofArray(descriptor));
        assertThat(ofNormalWorld.takeTx()).isTrue();
        CallModel call = CallModel.ofManager(model, ManagerKind.HYPERVISOR, function, registers);
        features.serve(call);
        assertThat(call.pass(ManagerKind.SPMC, provider)).isEqualTo(Outcome.COMPLETE);
        ofNormalWorld.returnTx();
        return call;
    }

    void releaseRxOfHypervisor() {
        ofNormalWorld.releaseRx();
    }

    /** Whether a physical page is mapped for an endpoint. */
    static boolean accesses(EndpointModel e, long physical) {
        return e.regime().mappings().stream()
                .anyMatch(m -> m.physical() <= physical && physical < m.physical() + m.size());
    }

    /** Nobody holds a buffer after a call. */
    boolean held() {
        return ofNormalWorld.held() || endpoints.stream().anyMatch(e -> pair(e).held());
    }

    /** All that a refused call leaves alone. */
    List<Object> snapshot() {
        List<Object> all = new ArrayList<>(model.ledger().holdings());
        all.addAll(model.ledger().grants());
        for (EndpointModel e : endpoints) {
            all.add(Set.copyOf(e.regime().mappings()));
            all.add(pair(e).rxFull());
        }
        for (DeviceModel d : model.devices()) {
            all.add(Set.copyOf(d.regime().mappings()));
            all.add(List.copyOf(d.described()));
        }
        all.add(ofNormalWorld.rxFull());
        all.add(held());
        return all;
    }
}
