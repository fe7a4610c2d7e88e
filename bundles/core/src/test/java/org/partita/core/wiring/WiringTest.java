package org.partita.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Provider;
import org.partita.api.provider.Roles;

/** Snapshots and the counters of those who serve in them. */
class WiringTest {
    private static final int SMC = RoleTable.SMC;
    private static final int MESSAGING = new RoleTable().index(Roles.INTERFACE_DIRECT_MESSAGING);
    private static final int REQUEST = FunctionId.FFA_MSG_SEND_DIRECT_REQ.index();
    private static final int PES = 2;

    private final WiringFactory factory = new WiringFactory(PES);

    private static Bound bound(long id, int role, Provider provider) {
        return new Bound(id, role, 7, "org.partita.test", "0.1.0", provider, Declared.NOTHING, 0);
    }

    private static Bound conduit(long id) {
        ConduitProvider provider = call -> Outcome.PROCEED;
        return bound(id, SMC, provider);
    }

    private Wiring of(long vacant, long withdrawn, Bound... all) {
        Bound[] chosen = new Bound[new RoleTable().size()];
        Arrays.stream(all).forEach(b -> chosen[b.role()] = b);
        int[] roles = new int[FunctionId.INDEX_LIMIT];
        Arrays.fill(roles, -1);
        roles[REQUEST] = MESSAGING;
        long[] properties = new long[FunctionId.INDEX_LIMIT];
        properties[REQUEST] = 5;
        return factory.make(vacant, withdrawn, false, chosen, roles, properties);
    }

    private static void asked(Wiring w, int pe, int role, int times) {
        w.served(pe)[role] += times;
    }

    @Test
    void providerIsCountedOverAllPesAndThreadsThatAreNone() {
        Bound smc = conduit(1);
        Wiring w = of(0, 0, smc);
        asked(w, 0, SMC, 1);
        asked(w, PES - 1, SMC, 2);
        asked(w, -1, SMC, 4);
        asked(w, 0, RoleTable.HVC, 100);
        assertThat(smc.served()).isEqualTo(7);
    }

    @Test
    void successorBeginsAtZeroAndWhoHasLeftCountsNoMore() {
        Bound old = conduit(1);
        Bound next = conduit(2);
        asked(of(0, 0, old), 0, SMC, 3);
        Wiring after = of(0, 0, next);
        assertThat(next.served()).isZero();
        asked(after, 0, SMC, 5);
        asked(of(0, 0, next), 1, SMC, 6);
        assertThat(next.served()).isEqualTo(11);
        assertThat(old.served()).isEqualTo(3);
    }

    @Test
    void passThatSeesAnOlderSnapshotStillCountsForWhoServesThere() {
        Bound old = conduit(1);
        Bound next = conduit(2);
        Wiring before = of(0, 0, old);
        of(0, 0, next);
        asked(before, 0, SMC, 1);
        assertThat(old.served()).isEqualTo(1);
        assertThat(next.served()).isZero();
    }

    @Test
    void nothingIsLostWhenAProviderStaysThroughManySnapshots() {
        Bound smc = conduit(1);
        for (int i = 0; i < 100; i++) {
            Wiring w = of(0, 0, smc);
            asked(w, 0, SMC, 1);
            asked(w, -1, SMC, 1);
        }
        assertThat(smc.served()).isEqualTo(200);
    }

    @Test
    void attemptsAtAVacantRoleCountForNobody() {
        Bound smc = conduit(1);
        of(0, 0, smc);
        asked(of(1L << SMC, 0), 0, SMC, 3);
        asked(of(0, 0, smc), 0, SMC, 1);
        assertThat(smc.served()).isEqualTo(1);
    }

    @Test
    void snapshotFillsTheRolesOfItsProvidersAndNoOthers() {
        Wiring w = of(1L << RoleTable.HVC, 0, conduit(1));
        assertThat(w.fills(SMC)).isTrue();
        assertThat(w.smc).isNotNull();
        assertThat(w.fills(RoleTable.HVC)).isFalse();
        assertThat(w.hvc).isNull();
    }

    @Test
    void snapshotsAreNumberedFromOneAndTheFirstHoldsEveryCall() {
        Wiring first = factory.empty(new RoleTable().size());
        assertThat(first.epoch).isEqualTo(1);
        assertThat(first.vacant).isEqualTo(-1);
        assertThat(first.functionsServed).isZero();
        assertThat(of(0, 0).epoch).isEqualTo(2);
    }

    @Test
    void functionOfAnInterfaceIsAnnouncedWhileItIsHeldAndGoneWhenItIsWithdrawn() {
        Bound messaging = bound(1, MESSAGING, new Requests());
        Wiring served = of(0, 0, messaging);
        assertThat(served.functionsServed).isEqualTo(1 << REQUEST);
        assertThat(served.properties[REQUEST]).isEqualTo(5);
        assertThat(served.interfaces[REQUEST]).isSameAs(messaging.provider());
        assertThat(of(1L << MESSAGING, 0).functionsServed).isEqualTo(1 << REQUEST);
        Wiring withdrawn = of(0, 1L << MESSAGING);
        assertThat(withdrawn.functionsServed).isZero();
        assertThat(withdrawn.properties[REQUEST]).isZero();
    }

    private static final class Requests implements InterfaceProvider {
        @Override
        public Set<FunctionId> functions() {
            return Set.of(FunctionId.FFA_MSG_SEND_DIRECT_REQ);
        }

        @Override
        public Outcome handle(Call call) {
            return Outcome.COMPLETE;
        }
    }
}
