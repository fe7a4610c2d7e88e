package org.partita.api.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;

/**
 * A transaction to share, lend or donate a memory region, from its start until it is reclaimed, or a donation
 * retrieved. A value: each step of the transaction makes another.
 *
 * @param handle identifies the region (FF-A 5.10.2); a number that no handle has while the transaction has not been
 *     accepted yet
 * @param type share, lend or donate
 * @param sender 16-bit ID of the Owner
 * @param secure whether it is Secure memory
 * @param tag of the Sender, for the Receivers (FF-A 5.12.2)
 * @param attributes that the Sender allows, or NOT_SPECIFIED (FF-A 5.11.4)
 * @param senderWrites whether the Sender had read-write access
 * @param zeroed whether the Sender had the region zeroed (FF-A Table 5.20)
 * @param zeroAfter whether it is zeroed when the last Borrower has no access any more (FF-A Tables 5.21, 11.25)
 * @param ranges physical ranges, in the Sender's order
 * @param borrowers who may retrieve it, in the Sender's order
 */
public record Grant(
        long handle,
        TransactionType type,
        int sender,
        boolean secure,
        long tag,
        MemoryAttributes attributes,
        boolean senderWrites,
        boolean zeroed,
        boolean zeroAfter,
        List<ConstituentRange> ranges,
        List<Borrower> borrowers) {
    public Grant {
        ranges = List.copyOf(ranges);
        borrowers = List.copyOf(borrowers);
    }

    /** The Receiver with this ID, or null. */
    public @Nullable Borrower borrower(int id) {
        for (Borrower b : borrowers) {
            if (b.id() == id) {
                return b;
            }
        }
        return null;
    }

    /** Count of 4 KiB pages. */
    public long pages() {
        long pages = 0;
        for (ConstituentRange r : ranges) {
            pages += Integer.toUnsignedLong(r.pages());
        }
        return pages;
    }

    /** Whether no Receiver has access. */
    public boolean unused() {
        for (Borrower b : borrowers) {
            if (b.retrieved() > 0) {
                return false;
            }
        }
        return true;
    }

    /** State of a component for the region (FF-A 5.4.2); of a Receiver before it retrieves: no access. */
    public AccessState state(int component) {
        if (component == sender) {
            return type == TransactionType.SHARE ? AccessState.OWNER_SHARED : AccessState.OWNER_NO_ACCESS;
        }
        Borrower b = borrower(component);
        if (b == null || b.retrieved() == 0) {
            return AccessState.NOT_OWNER_NO_ACCESS;
        }
        boolean alone = type == TransactionType.LEND && borrowers.size() == 1;
        return alone ? AccessState.NOT_OWNER_EXCLUSIVE : AccessState.NOT_OWNER_SHARED;
    }

    /** With a Receiver in the place of another. */
    public Grant with(Borrower was, Borrower now) {
        List<Borrower> next = new ArrayList<>(borrowers);
        next.set(next.indexOf(was), now);
        return new Grant(handle, type, sender, secure, tag, attributes, senderWrites, zeroed, zeroAfter, ranges, next);
    }

    /** Identified from now on. */
    public Grant identified(long by) {
        return new Grant(by, type, sender, secure, tag, attributes, senderWrites, zeroed, zeroAfter, ranges, borrowers);
    }

    /** To be zeroed when the last Borrower has no access any more. */
    public Grant zeroedAfter() {
        return new Grant(handle, type, sender, secure, tag, attributes, senderWrites, zeroed, true, ranges, borrowers);
    }

    /** Owned by somebody else: the Owner was terminated (FF-A 5.4.1 rules 8 to 10). */
    public Grant ownedBy(int owner) {
        return new Grant(
                handle, type, owner, secure, tag, attributes, senderWrites, zeroed, zeroAfter, ranges, borrowers);
    }
}
