package org.partita.lib.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ManagerKind;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Origin;

/** What becomes of memory when who had it is gone; under the ledger's lock. */
final class Departures {
    /** Of a Receiver that is gone: no endpoint has this ID. */
    private static final int NOBODY = -1;

    private final Ledger ledger;
    private final Host host;
    private final Extents extents;
    private final Map<Long, Entry> entries;
    private final Offers offers;
    private int secureManager;
    private int normalManager;
    /** Endpoints that a fatal error has ended: nobody retrieves for them. */
    private final Set<Integer> dead = new HashSet<>();

    /** SPs whose access the SPM has. */
    private final Set<Integer> terminated = new HashSet<>();

    /** @param entries transactions that have a Handle, by Handle */
    Departures(Ledger ledger, Host host, Extents extents, Map<Long, Entry> entries, Offers offers) {
        this.ledger = ledger;
        this.host = host;
        this.extents = extents;
        this.entries = entries;
        this.offers = offers;
    }

    /** Who has what no partition has: the SPM, and the Hypervisor or OS kernel. */
    void managers(int spm, int normalWorld) {
        secureManager = spm;
        normalManager = normalWorld;
    }

    /** Whether an endpoint was terminated, and retrieves nothing. */
    boolean isDead(int endpoint) {
        return dead.contains(endpoint);
    }

    /** Whether an SP was terminated, which stays an Owner without access. */
    boolean isTerminated(int endpoint) {
        return terminated.contains(endpoint);
    }

    /** A holding, with who has access in place of an SP that was terminated. */
    Holding seen(Holding holding) {
        return isTerminated(holding.owner()) ? holding.keptBy(secureManager) : holding;
    }

    /** See {@link Ledger#terminated}. */
    void terminated(int endpoint, ManagerKind relayer) {
        dead.add(endpoint);
        lose(endpoint);
        int heir = switch (relayer) {
            case SPMC -> endpoint;
            case HYPERVISOR -> normalManager;
            case SPMD -> secureManager;
        };
        if (heir == endpoint) {
            terminated.add(endpoint);
        }
        inherit(endpoint, secure -> heir, new Origin.FatalError(endpoint));
    }

    /** See {@link Ledger#forget}. */
    void forget(int endpoint) {
        offers.of(endpoint).forEach(e -> ledger.withdraw(e.grant));
        lose(endpoint);
        inherit(endpoint, this::manager, null);
        Origin fatalError = new Origin.FatalError(endpoint);
        extents.hand(c -> fatalError.equals(c.origin()), c -> c.owned(c.owner(), null));
        if (endpoint == normalManager) {
            // an OS kernel that was terminated: what there is for the Normal world is free for the next one
            inherit(secureManager, this::manager, null);
        }
        terminated.remove(endpoint);
        dead.remove(endpoint);
    }

    /** Takes an endpoint's access to everything. */
    private void lose(int endpoint) {
        offers.all().forEach(e -> e.gone.add(endpoint));
        for (Entry e : List.copyOf(entries.values())) {
            List.copyOf(e.changes).stream().filter(c -> c.isBy(endpoint)).forEach(Change::lost);
            Borrower b = e.grant.borrower(endpoint);
            if (b == null) {
                continue;
            }
            boolean had = b.retrieved() > 0;
            if (had) {
                unmap(endpoint, e);
            }
            e.grant = withoutBorrower(e.grant, b);
            if (had) {
                lastOneLeft(e);
            }
        }
        Stage stage = host.stage(endpoint);
        if (stage != null) {
            stage.unmap(extents.owned(endpoint));
        }
    }

    /** Who owns memory, by its Security state, instead of who is gone. */
    private interface Heir {
        int of(boolean secure);
    }

    /** What an Owner had is the heir's; nobody is left to reclaim what it had sent. */
    private void inherit(int owner, Heir heir, @Nullable Origin origin) {
        extents.hand(c -> c.owner() == owner, c -> c.owned(heir.of(c.secure()), origin));
        offers.all().stream().filter(e -> e.grant.sender() == owner).forEach(e -> extents.own(e.sorted, owner, origin));
        for (Entry e : List.copyOf(entries.values())) {
            Grant grant = e.grant;
            if (grant.sender() != owner) {
                continue;
            }
            // who is about to retrieve it does not, who is about to relinquish it has it still
            List.copyOf(e.changes).forEach(Change::undo);
            e.grant = closed(grant).ownedBy(heir.of(grant.secure()));
            e.had = List.of();
            e.orphan = true;
            endIfOrphan(e);
        }
    }

    static Grant withoutBorrower(Grant grant, Borrower gone) {
        return grant.with(gone, Borrower.of(NOBODY, gone.data()));
    }

    /** Nobody retrieves it who does not have it. */
    private static Grant closed(Grant grant) {
        Grant closed = grant;
        for (Borrower b : grant.borrowers()) {
            closed = b.retrieved() > 0 ? closed : withoutBorrower(closed, b);
        }
        return closed;
    }

    /** Who has what no partition has; an SP may have had Normal memory. */
    int manager(boolean secure) {
        return secure ? secureManager : normalManager;
    }

    /** Who was there is gone: zeroes what was to be zeroed; nobody is left to reclaim what belongs to a manager. */
    void lastOneLeft(Entry e) {
        if (e.grant.unused() && e.grant.zeroAfter()) {
            host.zero(e.sorted, e.grant.secure());
        }
        endIfOrphan(e);
    }

    void endIfOrphan(Entry e) {
        if (!e.orphan) {
            return;
        }
        e.grant = closed(e.grant);
        if (e.grant.unused() && e.changes.isEmpty()) {
            // contents of a partition that is gone
            host.zero(e.sorted, e.grant.secure());
            ledger.gone(e);
        }
    }

    private void unmap(int endpoint, Entry e) {
        Stage stage = host.stage(endpoint);
        if (stage != null) {
            stage.unmap(e.sorted);
        }
    }
}
