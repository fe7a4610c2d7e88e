package org.partita.interfaces.memorymanagement;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;

/**
 * A request that its transaction allows (FF-A 11.4.1.2 items 2 to 7, in this order).
 *
 * @param grant as it was when the request was checked
 * @param borrower the caller
 * @param data data access that the caller gets
 * @param instruction instruction access that the caller gets
 * @param attributes that the caller gets
 * @param chosen addresses that the caller wants, or null
 */
record Request(
        Grant grant,
        Borrower borrower,
        RetrieveFlags flags,
        DataAccess data,
        InstructionAccess instruction,
        MemoryAttributes attributes,
        @Nullable CompositeRegion chosen) {
    static Request checked(Call call, MemoryTransaction t, @Nullable Grant grant, int caller) {
        if (grant == null) {
            throw new Broken(RetrieveRules.KNOWN_HANDLE, t.handle());
        }
        Broken.unless(t.sender() == grant.sender(), RetrieveRules.SENDER_IS_OWNER, t.sender());
        EndpointAccess own = own(t, caller);
        DataAccess data = own == null || own.data() == DataAccess.NOT_SPECIFIED ? most(grant, caller) : own.data();
        MemoryAttributes attributes = attributes(t, grant);
        RetrieveFlags flags = flags(call, t, grant, caller, data);
        Borrower borrower = grant.borrower(caller);
        if (borrower == null) {
            throw new Broken(RetrieveRules.SENT_TO_CALLER, t.handle());
        }
        Broken.unless(t.tag() == grant.tag(), RetrieveRules.TAG, t.tag());
        if (own == null) {
            throw new Broken(RetrieveRules.OWN_ENTRY, t.endpoints().size());
        }
        others(t, grant, caller);
        Broken.unless(!own.nonRetrieval(), RetrieveRules.FOR_CALLER, 1);
        CompositeRegion chosen = own.region();
        if (chosen != null) {
            Broken.unless(chosen.pages() == grant.pages(), RetrieveRules.AS_LARGE, chosen.pages());
            disjoint(chosen, t);
            Broken.unless(flags.alignmentHint() == RetrieveFlags.NO_HINT, RetrieveRules.HINT_OR_RANGES, t.flags());
        }
        requireData(grant, borrower, data);
        return new Request(grant, borrower, flags, data, instruction(own, grant, data, attributes), attributes, chosen);
    }

    private static @Nullable EndpointAccess own(MemoryTransaction t, int caller) {
        for (EndpointAccess entry : t.endpoints()) {
            if (entry.endpoint() == caller) {
                return entry;
            }
        }
        return null;
    }

    /** The most that a Receiver may have: what the Lender said, or what a donor had. */
    private static DataAccess most(Grant grant, int caller) {
        Borrower b = grant.borrower(caller);
        if (b != null && b.data() != DataAccess.NOT_SPECIFIED) {
            return b.data();
        }
        return grant.senderWrites() ? DataAccess.READ_WRITE : DataAccess.READ_ONLY;
    }

    private static void requireData(Grant grant, Borrower borrower, DataAccess data) {
        boolean donated = grant.type() == TransactionType.DONATE;
        Broken.unless(
                data.within(most(grant, borrower.id())),
                donated ? RetrieveRules.DATA_WITHIN_OWNERS : RetrieveRules.DATA_WITHIN_LENDERS,
                data.encode());
    }

    private static MemoryAttributes attributes(MemoryTransaction t, Grant grant) {
        boolean lenders = several(grant);
        Broken.unless(
                t.attributes().within(grant.attributes()),
                lenders ? RetrieveRules.ATTRIBUTES_WITHIN_LENDERS : RetrieveRules.ATTRIBUTES_WITHIN_OWNERS,
                t.attributes().encode());
        return t.attributes() == MemoryAttributes.NOT_SPECIFIED ? grant.attributes() : t.attributes();
    }

    private static RetrieveFlags flags(Call call, MemoryTransaction t, Grant grant, int caller, DataAccess data) {
        RetrieveFlags flags;
        try {
            flags = RetrieveFlags.decode(t.flags());
        } catch (DescriptorException e) {
            throw Input.broken(e);
        }
        boolean shared = grant.type() == TransactionType.SHARE;
        Broken.unless(flags.type() == null || flags.type() == grant.type(), RetrieveRules.TYPE, t.flags());
        Slices.requirePossible(call, flags.timeSlice(), RetrieveRules.NO_SLICES, t.flags());
        if (flags.zeroed()) {
            Borrower b = grant.borrower(caller);
            Broken.unless(!shared, RetrieveRules.SHARED_NOT_ZEROED, t.flags());
            Broken.unless(grant.senderWrites(), RetrieveRules.READ_ONLY_NOT_ZEROED, t.flags());
            Broken.unless(b == null || b.retrievals() == 0, RetrieveRules.ZEROED_ONCE, t.flags());
            Broken.unless(grant.zeroed(), RetrieveRules.ZEROED, t.flags());
        }
        if (flags.zeroAfterRelinquish()) {
            Broken.unless(!shared, RetrieveRules.SHARED_NOT_ZEROED_AFTER, t.flags());
            Broken.unless(data == DataAccess.READ_WRITE, RetrieveRules.ZEROES_WITH_WRITE_ACCESS, t.flags());
        }
        return flags;
    }

    private static void others(MemoryTransaction t, Grant grant, int caller) {
        try {
            t.requireDistinctEndpoints();
        } catch (DescriptorException e) {
            throw Input.broken(e);
        }
        for (EndpointAccess entry : t.endpoints()) {
            if (entry.endpoint() == caller) {
                continue;
            }
            Borrower other = grant.borrower(entry.endpoint());
            if (other == null) {
                throw new Broken(RetrieveRules.OTHER_BORROWER, entry.endpoint());
            }
            Broken.unless(entry.nonRetrieval(), RetrieveRules.FOR_OTHERS, 0);
            Broken.unless(entry.region() == null, RetrieveRules.OTHERS_OFFSET, entry.endpoint());
            boolean stated = entry.instruction() != InstructionAccess.NOT_SPECIFIED;
            Broken.unless(
                    !stated,
                    RetrieveRules.NO_EXECUTION,
                    (long) entry.instruction().encode() << 2);
            boolean same = entry.data() == DataAccess.NOT_SPECIFIED || entry.data() == other.data();
            Broken.unless(same, RetrieveRules.DATA_OF_OTHERS, entry.data().encode());
        }
    }

    private static void disjoint(CompositeRegion chosen, MemoryTransaction t) {
        try {
            chosen.requireDisjoint(
                    MemoryTransaction.HEADER + (long) t.endpoints().size() * EndpointAccess.SIZE);
        } catch (DescriptorException e) {
            throw Input.broken(e);
        }
    }

    /** Read-write and executable is no access that FF-A 5.4 lists. */
    private static InstructionAccess instruction(
            EndpointAccess own, Grant grant, DataAccess data, MemoryAttributes attributes) {
        InstructionAccess wanted = own.instruction();
        long found = (long) wanted.encode() << 2 | data.encode();
        if (several(grant)) {
            Broken.unless(wanted == InstructionAccess.NOT_SPECIFIED, RetrieveRules.NO_EXECUTION, found);
            return InstructionAccess.EXECUTE_NEVER;
        }
        if (wanted != InstructionAccess.EXECUTABLE) {
            return InstructionAccess.EXECUTE_NEVER;
        }
        boolean possible = data == DataAccess.READ_ONLY && attributes.normal();
        Broken.unless(possible, RetrieveRules.EXECUTION, found);
        return wanted;
    }

    /** Whether several components can access the region, or could. */
    private static boolean several(Grant grant) {
        return grant.type() == TransactionType.SHARE
                || (grant.type() == TransactionType.LEND && grant.borrowers().size() > 1);
    }
}
