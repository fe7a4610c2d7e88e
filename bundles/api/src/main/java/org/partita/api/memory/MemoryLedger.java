package org.partita.api.memory;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.call.ManagerKind;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.ffa.ConstituentRange;

/**
 * Who owns which memory, who may access it, and by which transaction (FF-A 5.4). Kept by core, so that it outlives
 * providers. It knows no descriptors and no status codes: whoever answers a call validates, then changes. Each change
 * happens as a whole, translation regimes included, or not at all; it is refused if what it was decided on has changed
 * meanwhile. Costs grow with the number of ranges, not of pages.
 */
@ProviderType
public interface MemoryLedger {
    /** Everything, in order of physical address. */
    List<Holding> holdings();

    /** Transactions that have a handle, in order of handle. */
    List<Grant> grants();

    /** The transaction with this handle, or null. */
    @Nullable
    Grant find(long handle);

    /** Whether a component owns all these physical ranges and is the only one with access to them: Owner-EA. */
    boolean exclusive(int component, List<ConstituentRange> physical);

    /** Whether some of these pages take part in a transaction: no component alone can access them. */
    boolean granted(List<ConstituentRange> physical);

    /** Whether all these physical ranges are memory of this Security state. */
    boolean exists(List<ConstituentRange> physical, boolean secure);

    /**
     * Begins a transaction: the Sender loses the region (lend, donate) or has to share it, Receivers have nothing yet.
     * The region is not zeroed and has no handle before {@link #accept}.
     *
     * @param proposal no Receiver has retrieved it; its handle is 0, or was reserved for it
     * @param own the Sender's own access from now on in a share, NOT_SPECIFIED for no change
     * @return the grant; null if not all of the region is in the state Owner-EA for the Sender
     */
    @Nullable
    Grant offer(Grant proposal, DataAccess own);

    /** As {@link #offer}, in steps; the region is the Sender's no more from now on. */
    @Nullable
    MemoryChange beginOffer(Grant proposal, DataAccess own);

    /** The offer with this number, which stands in the place of the handle until it is accepted; or null. */
    @Nullable
    Grant offered(long number);

    /** The offer that an endpoint has begun for exactly these physical ranges and that is not accepted yet, or null. */
    @Nullable
    Grant offered(int sender, List<ConstituentRange> physical);

    /**
     * Gives an offer its handle (FF-A 5.10.2), zeroes the region if the Sender asked for that; if that fails, the offer is
     * withdrawn.
     */
    Grant accept(Grant offer, ManagerKind allocator);

    /** As {@link #accept}, in steps; undoing it withdraws the offer. */
    MemoryChange beginAccept(Grant offer, ManagerKind allocator);

    /** A Handle for a transaction that will be offered, or not (FF-A 12.2.2.3 item 4): nobody else gets it. */
    long reserve(ManagerKind allocator);

    /** The Handle that was reserved for an offer, or 0. */
    long reserved(Grant offer);

    /**
     * Whether a change is under way, for example paused, that keeps a component from changing the transaction.
     *
     * @param component 16-bit ID of a Receiver, or of the Owner
     */
    boolean changing(Grant grant, int component);

    /** Takes back an offer that was not accepted: the Sender has what it had. */
    void withdraw(Grant offer);

    /**
     * Free addresses for a region in an endpoint's translation regime, one range for each of the region's, in order; those
     * with the value of the physical address if they are free and aligned.
     *
     * @param alignment bytes, a power of two, at least 4 KiB
     * @return empty if there are none
     */
    List<ConstituentRange> place(int endpoint, Grant grant, long alignment);

    /** Whether these addresses are free in an endpoint's translation regime. */
    boolean free(int endpoint, List<ConstituentRange> addresses);

    /**
     * A Receiver retrieves the region. A donation is completed by that: the Receiver owns the region, its handle is
     * free.
     *
     * @param seen the grant as it was when this was decided
     * @param as the Receiver's view
     * @param zeroAfter zero it when the last Borrower has no access any more
     * @return the grant, or null if it has changed, or the addresses are not free any more
     */
    @Nullable
    Grant retrieve(Grant seen, int receiver, Borrower.View as, boolean zeroAfter);

    /** As {@link #retrieve}, in steps; nobody else gets the addresses meanwhile. */
    @Nullable
    MemoryChange beginRetrieve(Grant seen, int receiver, Borrower.View as, boolean zeroAfter);

    /**
     * The same for several Receivers, all or none.
     *
     * @param views by 16-bit ID of the Receiver
     */
    @Nullable
    MemoryChange beginRetrieve(Grant seen, Map<Integer, Borrower.View> views, boolean zeroAfter);

    /**
     * Borrowers relinquish the region, all or none.
     *
     * @param seen the grant as it was when this was decided
     * @param zero zero it when the last Borrower has no access any more
     * @return the grant, or null if it has changed
     */
    @Nullable
    Grant relinquish(Grant seen, List<Integer> borrowers, boolean zero);

    /** As {@link #relinquish}, in steps. */
    @Nullable
    MemoryChange beginRelinquish(Grant seen, List<Integer> borrowers, boolean zero);

    /**
     * The Owner has exclusive access again, as before the transaction; the handle is free.
     *
     * @param seen the grant as it was when this was decided; no Borrower has access
     * @param zero zero it before
     * @return false if it has changed
     */
    boolean reclaim(Grant seen, boolean zero);

    /** As {@link #reclaim}, in steps. */
    @Nullable
    MemoryChange beginReclaim(Grant seen, boolean zero);
}
