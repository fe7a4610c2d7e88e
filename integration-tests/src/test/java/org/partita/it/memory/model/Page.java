package org.partita.it.memory.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;

/** A page as FF-A 5.4 has it: one Owner, at most one transaction, and what every endpoint may do with it. */
final class Page {
    private static final long NEVER_SEEN = -1;

    final long physical;
    /** Of the Secure physical address space, whoever owns it. */
    final boolean secure;

    int owner;
    /** The partition whose manifest names it: it has the page again when it is loaded again. */
    int home;
    /** Whether the Owner is an SP that has crashed, so that the SPM has its access (FF-A 5.4.1 rule 8). */
    boolean kept;
    /** What the Owner may do while it has access. */
    DataAccess ownerAccess = DataAccess.READ_WRITE;

    /** How the Owner has it mapped. */
    MemoryAttributes ownerAttributes = Attributes.AT_BOOT;

    boolean ownerExecutes;

    long content;
    /** The text leaves open whether the contents were zeroed: they are {@link #content} or 0. */
    boolean perhapsZero;

    @Nullable
    Transaction in;

    private final Parties parties;
    private final long[] addresses;

    Page(Parties parties, long physical, int owner) {
        this.parties = parties;
        this.physical = physical;
        this.secure = Model.secure(owner);
        this.owner = owner;
        this.home = owner;
        addresses = new long[parties.count()];
        Arrays.fill(addresses, NEVER_SEEN);
        movedTo(owner, physical);
    }

    /** Where the endpoint sees the page, or saw it last; null if it never did. */
    @Nullable
    Long address(int endpoint) {
        long address = addresses[parties.number(endpoint)];
        return address == NEVER_SEEN ? null : address;
    }

    void movedTo(int endpoint, long address) {
        addresses[parties.number(endpoint)] = address;
    }

    /** Whether the endpoint has it at the address: the Owner also while it has no access (FF-A 11.7.1.2 (5)). */
    boolean occupies(int endpoint, long address) {
        return addresses[parties.number(endpoint)] == address
                && (owner == endpoint || access(endpoint) != DataAccess.NOT_SPECIFIED);
    }

    /** What the endpoint may do; NOT_SPECIFIED is nothing. */
    DataAccess access(int endpoint) {
        Transaction t = in;
        if (endpoint == owner) {
            if (kept) {
                return DataAccess.NOT_SPECIFIED;
            }
            if (t == null) {
                return ownerAccess;
            }
            if (t.type() != TransactionType.SHARE) {
                return DataAccess.NOT_SPECIFIED;
            }
            return t.ownAccess() == null ? ownerAccess : t.ownAccess();
        }
        Borrower b = t == null ? null : t.borrower(endpoint);
        return b == null || !b.retrieved() ? DataAccess.NOT_SPECIFIED : b.access;
    }

    /** Those with which an endpoint that has access has it mapped. */
    MemoryAttributes attributes(int endpoint) {
        Borrower b = in == null ? null : in.borrower(endpoint);
        return (endpoint == owner || b == null) ? ownerAttributes : b.attributes;
    }

    boolean executes(int endpoint) {
        Borrower b = in == null ? null : in.borrower(endpoint);
        return (endpoint == owner || b == null) ? ownerExecutes : b.executes;
    }

    /** FF-A Table 5.3, with the two stages sent and retrieved, for an endpoint or a manager. */
    String state(int component) {
        if (kept && component == owner) {
            return "Owner-NA";
        }
        return kept && component == Model.SPM ? stated(owner).replace("Owner", "!Owner") : stated(component);
    }

    private String stated(int component) {
        Transaction t = in;
        if (component == owner) {
            return t == null ? "Owner-EA" : t.type() == TransactionType.SHARE ? "Owner-SA" : "Owner-NA";
        }
        Borrower b = t == null ? null : t.borrower(component);
        if (t == null || b == null || !b.retrieved()) {
            return "!Owner-NA";
        }
        return t.type() == TransactionType.LEND && t.borrowers().size() == 1 ? "!Owner-EA" : "!Owner-SA";
    }

    void zero() {
        content = 0;
        perhapsZero = false;
    }
}
