package org.partita.it.memory.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.TransactionType;

/** A page as FF-A 5.4 has it: one Owner, at most one transaction, and what every endpoint may do with it. */
final class Page {
    final long physical;
    /** Of the Secure physical address space, whoever owns it. */
    final boolean secure;

    int owner;
    /** What the Owner may do while it has access. */
    DataAccess ownerAccess = DataAccess.READ_WRITE;

    long content;
    /** The text leaves open whether the contents were zeroed: they are {@link #content} or 0. */
    boolean perhapsZero;

    @Nullable
    Transaction in;

    private final Map<Integer, Long> addresses = new HashMap<>();

    Page(long physical, int owner) {
        this.physical = physical;
        this.secure = Model.secure(owner);
        this.owner = owner;
        addresses.put(owner, physical);
    }

    /** Where the endpoint sees the page, or saw it last; null if it never did. */
    @Nullable
    Long address(int endpoint) {
        return addresses.get(endpoint);
    }

    void movedTo(int endpoint, long address) {
        addresses.put(endpoint, address);
    }

    /** Whether the address stands for this page: the Owner's also while it has no access (FF-A 11.7.1.2 (5)). */
    boolean occupiesAddressOf(int endpoint) {
        return owner == endpoint || access(endpoint) != DataAccess.NOT_SPECIFIED;
    }

    /** What the endpoint may do; NOT_SPECIFIED is nothing. */
    DataAccess access(int endpoint) {
        Transaction t = in;
        if (endpoint == owner) {
            if (t == null) {
                return ownerAccess;
            }
            if (t.type() != TransactionType.SHARE) {
                return DataAccess.NOT_SPECIFIED;
            }
            return t.ownAccess() == null ? ownerAccess : t.ownAccess();
        }
        Borrower b = t == null ? null : t.borrower(endpoint);
        return b == null || !b.retrieved ? DataAccess.NOT_SPECIFIED : b.access;
    }

    /** FF-A Table 5.3, with the two stages sent and retrieved. */
    String state(int endpoint) {
        Transaction t = in;
        if (endpoint == owner) {
            return t == null ? "Owner-EA" : t.type() == TransactionType.SHARE ? "Owner-SA" : "Owner-NA";
        }
        Borrower b = t == null ? null : t.borrower(endpoint);
        if (t == null || b == null || !b.retrieved) {
            return "!Owner-NA";
        }
        return t.type() == TransactionType.LEND && t.borrowers().size() == 1 ? "!Owner-EA" : "!Owner-SA";
    }

    void zero() {
        content = 0;
        perhapsZero = false;
    }
}
