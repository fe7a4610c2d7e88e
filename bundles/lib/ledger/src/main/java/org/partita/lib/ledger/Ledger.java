package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.Origin;
import org.partita.lib.ledger.Extents.Content;

/**
 * The ledger as a value that one thread at a time changes. What a change does to translation regimes and to contents it
 * does before it is seen by the next; nothing in here waits.
 */
public final class Ledger implements MemoryLedger {
    private static final long BY_HYPERVISOR = 1L << 63;

    private final Host host;
    private final Extents extents = new Extents();
    private final TreeMap<Long, Entry> entries = new TreeMap<>(Long::compareUnsigned);
    private final Offers offers = new Offers();
    private final Changes changes;
    private final Departures departures;
    private long lastHandle;

    /** @param host what changes besides the ledger */
    public Ledger(Host host) {
        this.host = host;
        departures = new Departures(this, host, extents, entries, offers);
        changes = new Changes(this, departures, host);
    }

    // ---- the platform: who has what before any transaction

    /** Memory that is there when the platform starts, owned by the SPM or by the Normal world (FF-A 5.4). */
    public synchronized void add(List<MemoryRange> ranges, int spm, int normalWorld) {
        departures.managers(spm, normalWorld);
        for (MemoryRange r : ranges) {
            extents.add(r.base(), r.size(), new Content(r.secure(), departures.manager(r.secure()), null));
        }
    }

    /** Memory that an endpoint gets from its manager when it is set up. */
    public synchronized void allocate(int endpoint, List<ConstituentRange> physical) {
        extents.own(physical, endpoint, null);
    }

    /**
     * A fatal error has ended an endpoint: it has access to nothing any more, neither to what it borrowed (FF-A Table 5.21
     * bit 2) nor to what it owns. The SPM has the access of an SP, which stays the Owner; the Hypervisor owns what a VM
     * had, the SPM what an OS kernel had (5.4.1 rules 8 to 10). Borrowers keep what they have retrieved of it until they
     * relinquish it; nobody retrieves more. What another of its contexts is about to send is left to {@link #forget}.
     *
     * @param relayer who manages the endpoint
     */
    public synchronized void terminated(int endpoint, ManagerKind relayer) {
        departures.terminated(endpoint, relayer);
    }

    /**
     * An endpoint is forgotten: what it owned is its manager's. Who borrowed something from it keeps that until it
     * relinquishes it.
     */
    public synchronized void forget(int endpoint) {
        departures.forget(endpoint);
    }

    // ---- what is asked

    @Override
    public synchronized List<Holding> holdings() {
        return extents.holdings().stream().map(departures::seen).toList();
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
        return !departures.isTerminated(component)
                && extents.all(physical, c -> c.owner() == component)
                && !extents.granted(physical);
    }

    @Override
    public synchronized boolean granted(List<ConstituentRange> physical) {
        return extents.granted(physical);
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
        entries.forEach((handle, e) -> kept(e, endpoint, kept));
        offers.all().forEach(e -> kept(e, endpoint, kept));
        return new Gaps(stage == null ? List.of() : stage.mappings(), kept);
    }

    /** Adds what an endpoint does not have mapped, but will have again, or is about to have. */
    private static void kept(Entry e, int endpoint, List<Mapping> to) {
        if (e.grant.sender() == endpoint) {
            to.addAll(e.had);
        }
        e.changes.forEach(c -> to.addAll(c.reserved(endpoint)));
    }

    @Override
    public synchronized boolean changing(Grant grant, int component) {
        Entry e = entries.get(grant.handle());
        return e != null && e.keeps(component == e.grant.sender() ? Change.WHOLE : component);
    }

    // ---- the Sender's side

    @Override
    public synchronized @Nullable Grant offer(Grant proposal, DataAccess own) {
        return completed(beginOffer(proposal, own));
    }

    @Override
    public synchronized @Nullable Change beginOffer(Grant proposal, DataAccess own) {
        if (!exclusive(proposal.sender(), proposal.ranges())) {
            return null;
        }
        Entry e = new Entry(proposal, offers.next());
        extents.grant(e);
        offers.add(e);
        return begun(changes.offer(e, own));
    }

    @Override
    public synchronized Grant accept(Grant offer, ManagerKind allocator) {
        return beginAccept(offer, allocator).complete();
    }

    @Override
    public synchronized Change beginAccept(Grant offer, ManagerKind allocator) {
        Entry e = offers.known(offer);
        return begun(changes.accept(e, e.reserved != 0 ? e.reserved : reserve(allocator)));
    }

    @Override
    public synchronized long reserve(ManagerKind allocator) {
        return ++lastHandle | (allocator == ManagerKind.HYPERVISOR ? BY_HYPERVISOR : 0);
    }

    @Override
    public synchronized long reserved(Grant offer) {
        return offers.known(offer).reserved;
    }

    /** An offer has its Handle. */
    Grant accepted(Entry e, long handle) {
        offers.remove(e);
        e.grant = e.grant.identified(handle);
        for (int id : e.gone) {
            Borrower b = e.grant.borrower(id);
            e.grant = b == null ? e.grant : Departures.withoutBorrower(e.grant, b);
        }
        entries.put(handle, e);
        return e.grant;
    }

    @Override
    public synchronized void withdraw(Grant offer) {
        Entry e = offers.known(offer);
        // who is about to accept it does not
        List.copyOf(e.changes).forEach(Change::undo);
        if (offers.all().contains(e)) {
            changes.reclaim(e, false).complete();
        }
    }

    /**
     * An offer was sent on, and the Sender will not hear what has become of it: it has what it had, unless a Receiver has
     * the region.
     *
     * @param handle that was reserved for it
     */
    synchronized void takeBack(Grant offer, long handle) {
        Grant pending = offers.find(offer.handle());
        if (pending != null) {
            withdraw(pending);
            return;
        }
        Entry e = entries.get(handle);
        if (e != null && e.grant.unused() && e.changes.isEmpty()) {
            changes.reclaim(e, false).complete();
        }
    }

    @Override
    public synchronized boolean reclaim(Grant seen, boolean zero) {
        return completed(beginReclaim(seen, zero)) != null;
    }

    @Override
    public synchronized @Nullable Change beginReclaim(Grant seen, boolean zero) {
        Entry e = current(seen, Change.WHOLE);
        return e == null || !seen.unused() ? null : begun(changes.reclaim(e, zero));
    }

    /** A transaction is no more: its Owner has the region. */
    void gone(Entry e) {
        offers.remove(e);
        entries.remove(e.grant.handle());
        extents.release(e);
    }

    // ---- the Receivers' side

    @Override
    public synchronized @Nullable Grant retrieve(Grant seen, int receiver, Borrower.View as, boolean zeroAfter) {
        return completed(beginRetrieve(seen, receiver, as, zeroAfter));
    }

    @Override
    public synchronized @Nullable Change beginRetrieve(Grant seen, int receiver, Borrower.View as, boolean zeroAfter) {
        boolean donated = seen.type() == TransactionType.DONATE;
        Entry e = current(seen, donated ? Change.WHOLE : receiver);
        Borrower b = seen.borrower(receiver);
        if (e == null || b == null || departures.isDead(receiver)) {
            return null;
        }
        boolean fresh = b.retrieved() == 0 && host.stage(receiver) != null;
        return fresh && !free(receiver, as.at()) ? null : begun(changes.retrieve(e, b, as, zeroAfter));
    }

    @Override
    public synchronized @Nullable MemoryChange beginRetrieve(
            Grant seen, Map<Integer, Borrower.View> views, boolean zeroAfter) {
        List<Change> begun = new ArrayList<>();
        for (Map.Entry<Integer, Borrower.View> view : views.entrySet()) {
            // noted with the last one: what is taken back is not zeroed
            boolean last = begun.size() == views.size() - 1;
            Change one = beginRetrieve(seen, view.getKey(), view.getValue(), last && zeroAfter);
            if (one == null) {
                begun.forEach(Change::undo);
                return null;
            }
            begun.add(one);
        }
        return begun.size() == 1 ? begun.getFirst() : new Together(this, begun);
    }

    /** A donation is over: the Receiver owns the region. */
    void donated(Entry e, int receiver) {
        entries.remove(e.grant.handle());
        extents.release(e);
        extents.own(e.sorted, receiver, new Origin.Donation(e.grant.handle(), e.grant.sender()));
    }

    @Override
    public synchronized @Nullable Grant relinquish(Grant seen, List<Integer> borrowers, boolean zero) {
        return completed(beginRelinquish(seen, borrowers, zero));
    }

    @Override
    public synchronized @Nullable Change beginRelinquish(Grant seen, List<Integer> borrowers, boolean zero) {
        for (int id : borrowers) {
            Borrower b = seen.borrower(id);
            if (b == null || b.retrieved() == 0 || current(seen, id) == null) {
                return null;
            }
        }
        Entry e = entries.get(seen.handle());
        return e == null ? null : begun(changes.relinquish(e, borrowers, zero));
    }

    // ---- changes

    private static Change begun(Change change) {
        change.entry.changes.add(change);
        return change;
    }

    private static @Nullable Grant completed(@Nullable Change change) {
        return change == null ? null : change.complete();
    }

    /** The transaction, if it is as somebody has seen it, and nothing is under way that keeps him from changing it. */
    @SuppressWarnings("ReferenceEquality") // a value that looks like an older one is not what was decided on
    private @Nullable Entry current(Grant seen, int by) {
        Entry e = entries.get(seen.handle());
        return e != null && e.grant == seen && !e.keeps(by) ? e : null;
    }
}
