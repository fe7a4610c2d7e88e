package org.partita.it.memory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;

/** A region in a transaction, from the Sender's call until it is reclaimed, or a donation retrieved (FF-A 5.10.2). */
final class Transaction {
    private final long handle;
    private final Operation.Send sent;
    private final List<Page> pages;
    private final List<Borrower> borrowers;
    private final @Nullable DataAccess ownAccess;
    private final MemoryAttributes attributes;

    /** Its Owner, or who inherited the region. */
    int owner;
    /** Whether nobody is left to reclaim it. */
    boolean orphan;
    /** Whether zeroing was asked for since the last time that nobody had access. */
    boolean zeroAfter;
    /** Whether it was asked for earlier than that. */
    boolean zeroBefore;

    Transaction(
            long handle,
            Operation.Send sent,
            List<Page> pages,
            List<Borrower> borrowers,
            @Nullable DataAccess ownAccess) {
        this.handle = handle;
        this.sent = sent;
        this.pages = List.copyOf(pages);
        this.borrowers = List.copyOf(borrowers);
        this.ownAccess = ownAccess;
        this.owner = sent.caller();
        attributes = sent.attributes() != MemoryAttributes.NOT_SPECIFIED
                ? sent.attributes()
                : pages.stream()
                        .map(p -> p.ownerAttributes)
                        .reduce(Attributes::least)
                        .orElseThrow();
    }

    long handle() {
        return handle;
    }

    TransactionType type() {
        return sent.type();
    }

    int owner() {
        return owner;
    }

    long tag() {
        return sent.tag();
    }

    boolean zeroed() {
        return (sent.flags() & 1) != 0;
    }

    List<Page> pages() {
        return pages;
    }

    List<Borrower> borrowers() {
        return borrowers;
    }

    /** Receivers that there still are. */
    List<Borrower> known() {
        return borrowers.stream().filter(b -> b.id != Borrower.NOBODY).toList();
    }

    /** What the Sender of a share asked for itself (FF-A 5.12.3.1), or null. */
    @Nullable
    DataAccess ownAccess() {
        return ownAccess;
    }

    @Nullable
    Borrower borrower(int id) {
        for (Borrower b : borrowers) {
            if (b.id == id) {
                return b;
            }
        }
        return null;
    }

    /** What Receivers may have at most: what the Sender stated, or had (FF-A 5.11.4). */
    MemoryAttributes attributes() {
        return attributes;
    }

    boolean used() {
        return borrowers.stream().anyMatch(b -> b.retrieved());
    }

    /** Whether somebody has it who has to relinquish it by a call. */
    boolean usedByCallers() {
        return borrowers.stream().anyMatch(b -> b.retrieved() && b.id != Model.INDEPENDENT);
    }

    /** Receivers that there still are, and that retrieve and relinquish by calls. */
    List<Borrower> calling() {
        return known().stream().filter(b -> b.id != Model.INDEPENDENT).toList();
    }

    /** Whether the only Receiver is an independent device: then the Sender may say more (FF-A 5.11.2 to 5.11.4). */
    static boolean onlyDevice(TransactionType type, List<EndpointAccess> receivers) {
        return type != TransactionType.SHARE
                && receivers.size() == 1
                && receivers.getFirst().endpoint() == Model.INDEPENDENT;
    }

    boolean ownerWrites() {
        return pages.stream().allMatch(p -> p.ownerAccess == DataAccess.READ_WRITE);
    }

    /** FF-A 5.11.3 (1): only execute-never, and nobody says so. */
    boolean neverExecutable() {
        return type() == TransactionType.SHARE || (type() == TransactionType.LEND && borrowers.size() > 1);
    }
}
