package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.memory.MemoryRange;
import org.partita.lib.ledger.Extents.Content;

/**
 * The ledger as a value that one thread at a time changes. What a change does to translation regimes and to contents it
 * does before it is seen by the next; nothing in here waits.
 */
public final class Ledger implements MemoryLedger {
    /** Of a Receiver that is gone: no endpoint has this ID. */
    private static final int NOBODY = -1;

    private static final long BY_HYPERVISOR = 1L << 63;

    private final Host host;
    private int secureManager;
    private int normalManager;
    private final Extents extents = new Extents();
    private final TreeMap<Long, Entry> entries = new TreeMap<>(Long::compareUnsigned);
    private final Offers offers = new Offers();
    private long lastHandle;

    /** @param host what changes besides the ledger */
    public Ledger(Host host) {
        this.host = host;
    }

    // ---- the platform: who has what before any transaction

    /** Memory that is there when the platform starts, owned by the SPM or by the Normal world (FF-A 5.4). */
    public synchronized void add(List<MemoryRange> ranges, int spm, int normalWorld) {
        secureManager = spm;
        normalManager = normalWorld;
        for (MemoryRange r : ranges) {
            extents.add(r.base(), r.size(), new Content(r.secure(), manager(r.secure()), null));
        }
    }

    /** Memory that an endpoint gets from its manager when it is set up. */
    public synchronized void allocate(int endpoint, List<ConstituentRange> physical) {
        extents.assign(physical, endpoint, null);
    }

    /** An endpoint is terminated: it has no access to what it borrowed (FF-A Table 5.21 bit 2). */
    public synchronized void terminated(int endpoint) {
        for (Entry e : List.copyOf(entries.values())) {
            Borrower b = e.grant.borrower(endpoint);
            if (b == null) {
                continue;
            }
            boolean had = b.retrieved() > 0;
            if (had) {
                unmap(endpoint, e);
            }
            e.grant = e.grant.with(b, Borrower.of(NOBODY, b.data()));
            if (had) {
                lastOneLeft(e);
            }
        }
    }

    /**
     * An endpoint is forgotten: what it owned is its manager's. Who borrowed something from it keeps that until it
     * relinquishes it.
     */
    public synchronized void forget(int endpoint) {
        terminated(endpoint);
        for (Entry e : List.copyOf(entries.values())) {
            if (e.grant.sender() == endpoint) {
                e.grant = e.grant.ownedBy(manager(e.grant.secure()));
                e.had = List.of();
                e.orphan = true;
                endIfOrphan(e);
            }
        }
        extents.hand(c -> c.owner() == endpoint, c -> manager(c.secure()));
    }

    /** Who has what no partition has; an SP may have had Normal memory. */
    private int manager(boolean secure) {
        return secure ? secureManager : normalManager;
    }

    // ---- what is asked

    @Override
    public synchronized List<Holding> holdings() {
        return extents.holdings();
    }

    @Override
    public synchronized List<Grant> grants() {
        return entries.values().stream().map(e -> e.grant).toList();
    }

    @Override
    public synchronized @Nullable Grant find(long handle) {
        Entry e = entries.get(handle);
        return e == null ? null : e.grant;
    }

    @Override
    public synchronized boolean exclusive(int component, List<ConstituentRange> physical) {
        return extents.all(physical, c -> c.owner() == component && c.entry() == null);
    }

    @Override
    public synchronized boolean granted(List<ConstituentRange> physical) {
        return extents.any(physical, c -> c.entry() != null);
    }

    @Override
    public synchronized boolean exists(List<ConstituentRange> physical, boolean secure) {
        return extents.all(physical, c -> c.secure() == secure);
    }

    @Override
    public synchronized @Nullable Grant offered(long number) {
        return offers.find(number);
    }

    @Override
    public synchronized @Nullable Grant offered(int sender, List<ConstituentRange> physical) {
        return offers.find(sender, physical);
    }

    @Override
    public synchronized List<ConstituentRange> place(int endpoint, Grant grant, long alignment) {
        return gaps(endpoint).place(grant, alignment);
    }

    @Override
    public synchronized boolean free(int endpoint, List<ConstituentRange> addresses) {
        return gaps(endpoint).free(addresses);
    }

    private Gaps gaps(int endpoint) {
        Stage stage = host.stage(endpoint);
        List<Mapping> kept = new ArrayList<>();
        entries.values().stream().filter(e -> e.grant.sender() == endpoint).forEach(e -> kept.addAll(e.had));
        offers.all().stream().filter(e -> e.grant.sender() == endpoint).forEach(e -> kept.addAll(e.had));
        return new Gaps(stage == null ? List.of() : stage.mappings(), kept);
    }

    // ---- the Sender's side

    @Override
    public synchronized @Nullable Grant offer(Grant proposal, DataAccess own) {
        if (!exclusive(proposal.sender(), proposal.ranges())) {
            return null;
        }
        Entry e = new Entry(proposal.identified(offers.next()));
        Stage stage = host.stage(proposal.sender());
        if (stage != null && proposal.type() != TransactionType.SHARE) {
            e.had = stage.unmap(e.sorted);
        } else if (stage != null && own != DataAccess.NOT_SPECIFIED) {
            e.had = stage.unmap(e.sorted);
            stage.map(e.had.stream()
                    .map(m -> m.withAccess(m.read(), m.write() && own == DataAccess.READ_WRITE, m.execute()))
                    .toList());
        }
        extents.assign(e.sorted, proposal.sender(), e);
        offers.add(e);
        return e.grant;
    }

    @Override
    public synchronized Grant accept(Grant offer, ManagerKind allocator) {
        Entry e = offers.known(offer);
        if (offer.zeroed()) {
            // may fail: then it is an offer still
            host.zero(e.sorted, offer.secure());
        }
        offers.remove(e);
        long handle = ++lastHandle | (allocator == ManagerKind.HYPERVISOR ? BY_HYPERVISOR : 0);
        e.grant = offer.identified(handle);
        entries.put(handle, e);
        return e.grant;
    }

    @Override
    public synchronized void withdraw(Grant offer) {
        Entry e = offers.known(offer);
        offers.remove(e);
        giveBack(e);
    }

    @Override
    public synchronized boolean reclaim(Grant seen, boolean zero) {
        Entry e = current(seen);
        if (e == null || !seen.unused()) {
            return false;
        }
        if (zero) {
            e.zero(host);
        }
        entries.remove(seen.handle());
        giveBack(e);
        return true;
    }

    private void giveBack(Entry e) {
        int sender = e.grant.sender();
        Stage stage = host.stage(sender);
        if (stage != null && !e.had.isEmpty()) {
            stage.unmap(e.sorted);
            stage.map(e.had);
        }
        extents.assign(e.sorted, sender, null);
    }

    // ---- the Receivers' side

    @Override
    public synchronized @Nullable Grant retrieve(Grant seen, int receiver, Borrower.View as, boolean zeroAfter) {
        Entry e = current(seen);
        Borrower b = seen.borrower(receiver);
        Stage stage = host.stage(receiver);
        if (e == null || b == null) {
            return null;
        }
        if (b.retrieved() == 0 && stage != null) {
            if (!gaps(receiver).free(as.at())) {
                return null;
            }
            stage.map(Views.mappings(seen, as));
        } else if (stage != null && !as.equals(b.mapped())) {
            // once more at the same addresses, with other access
            stage.unmap(e.sorted);
            stage.map(Views.mappings(seen, as));
        }
        Grant next = seen.with(b, b.retrievedAs(as));
        e.grant = zeroAfter ? next.zeroedAfter() : next;
        if (seen.type() == TransactionType.DONATE) {
            entries.remove(seen.handle());
            extents.assign(e.sorted, receiver, null);
        }
        return e.grant;
    }

    @Override
    public synchronized @Nullable Grant relinquish(Grant seen, List<Integer> borrowers, boolean zero) {
        Entry e = current(seen);
        if (e == null) {
            return null;
        }
        Grant next = zero ? seen.zeroedAfter() : seen;
        for (int id : borrowers) {
            Borrower b = next.borrower(id);
            if (b == null || b.retrieved() == 0) {
                return null;
            }
            next = next.with(b, b.relinquished());
        }
        for (int id : borrowers) {
            Borrower b = next.borrower(id);
            if (b != null && b.retrieved() == 0) {
                unmap(id, e);
            }
        }
        e.grant = next;
        lastOneLeft(e);
        return e.grant;
    }

    private void unmap(int endpoint, Entry e) {
        Stage stage = host.stage(endpoint);
        if (stage != null) {
            stage.unmap(e.sorted);
        }
    }

    /** Zeroes what was to be zeroed; nobody is left to reclaim what belongs to a manager. */
    private void lastOneLeft(Entry e) {
        if (!e.grant.unused()) {
            return;
        }
        if (e.grant.zeroAfter()) {
            host.zero(e.sorted, e.grant.secure());
        }
        endIfOrphan(e);
    }

    private void endIfOrphan(Entry e) {
        if (e.orphan && e.grant.unused()) {
            // contents of a partition that is gone
            host.zero(e.sorted, e.grant.secure());
            entries.remove(e.grant.handle());
            extents.assign(e.sorted, e.grant.sender(), null);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a value that looks like an older one is not what was decided on
    private @Nullable Entry current(Grant seen) {
        Entry e = entries.get(seen.handle());
        return e != null && e.grant == seen ? e : null;
    }
}
