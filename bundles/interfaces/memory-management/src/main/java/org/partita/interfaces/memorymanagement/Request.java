package org.partita.interfaces.memorymanagement;

import java.util.List;
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
 * @param borrower the Receiver: the caller, or a dependent device that the caller is the proxy endpoint of
 * @param data data access that the Receiver gets
 * @param instruction instruction access that the Receiver gets
 * @param attributes that the Receiver gets
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
    /** One for each Receiver that the caller retrieves for. */
    static List<Request> checked(Call call, MemoryTransaction t, @Nullable Grant grant, OnBehalf caller) {
        return caller.receivers(t).stream()
                .map(receiver -> checked(call, t, grant, receiver, caller))
                .toList();
    }

    private static Request checked(
            Call call, MemoryTransaction t, @Nullable Grant grant, int receiver, OnBehalf caller) {
        if (grant == null) {
            throw new Broken(RetrieveRules.KNOWN_HANDLE, t.handle());
        }
        Broken.unless(t.sender() == grant.sender(), RetrieveRules.SENDER_IS_OWNER, t.sender());
        EndpointAccess own = own(t, receiver);
        DataAccess data = own == null || own.data() == DataAccess.NOT_SPECIFIED ? most(grant, receiver) : own.data();
        MemoryAttributes attributes = attributes(t, grant);
        // without an entry there is no access that the flags could be too much for
        RetrieveFlags flags = flags(call, t, grant, receiver, own == null ? DataAccess.READ_WRITE : data);
        Borrower borrower = grant.borrower(receiver);
        if (borrower == null) {
            throw new Broken(RetrieveRules.SENT_TO_CALLER, t.handle());
        }
        Broken.unless(t.tag() == grant.tag(), RetrieveRules.TAG, t.tag());
        if (own == null) {
            throw new Broken(RetrieveRules.OWN_ENTRY, t.endpoints().size());
        }
        others(t, grant, caller);
        Broken.unless(!own.nonRetrieval(), caller.notSet(receiver), 1);
        CompositeRegion chosen = own.region();
        if (chosen != null) {
            Broken.unless(chosen.pages() == grant.pages(), RetrieveRules.AS_LARGE, chosen.pages());
            disjoint(chosen, t);
            Broken.unless(flags.alignmentHint() == RetrieveFlags.NO_HINT, RetrieveRules.HINT_OR_RANGES, t.flags());
        }
        requireData(grant, borrower, data);
        return new Request(
                grant, borrower, flags, data, instruction(own, grant, data, attributes, caller), attributes, chosen);
    }

    private static @Nullable EndpointAccess own(MemoryTransaction t, int receiver) {
        for (EndpointAccess entry : t.endpoints()) {
            if (entry.endpoint() == receiver) {
                return entry;
            }
        }
        return null;
    }

    /** The most that a Receiver may have: what the Lender said, or what a donor had. */
    private static DataAccess most(Grant grant, int receiver) {
        Borrower b = grant.borrower(receiver);
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

    private static RetrieveFlags flags(Call call, MemoryTransaction t, Grant grant, int receiver, DataAccess data) {
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
            Borrower b = grant.borrower(receiver);
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

    private static void others(MemoryTransaction t, Grant grant, OnBehalf caller) {
        try {
            t.requireDistinctEndpoints();
        } catch (DescriptorException e) {
            throw Input.broken(e);
        }
        for (EndpointAccess entry : t.endpoints()) {
            if (caller.of(entry.endpoint())) {
                continue;
            }
            Borrower other = grant.borrower(entry.endpoint());
            if (other == null) {
                throw new Broken(RetrieveRules.OTHER_BORROWER, entry.endpoint());
            }
            Broken.unless(entry.nonRetrieval(), caller.set(entry.endpoint()), 0);
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

    /** Read-write and executable is no access that FF-A 5.4 lists; devices execute nothing. */
    private static InstructionAccess instruction(
            EndpointAccess own, Grant grant, DataAccess data, MemoryAttributes attributes, OnBehalf caller) {
        InstructionAccess wanted = own.instruction();
        long found = (long) wanted.encode() << 2 | data.encode();
        if (several(grant)) {
            Broken.unless(wanted == InstructionAccess.NOT_SPECIFIED, RetrieveRules.NO_EXECUTION, found);
            return InstructionAccess.EXECUTE_NEVER;
        }
        if (wanted != InstructionAccess.EXECUTABLE) {
            return InstructionAccess.EXECUTE_NEVER;
        }
        boolean possible = data == DataAccess.READ_ONLY && attributes.normal() && own.endpoint() == caller.caller();
        Broken.unless(possible, RetrieveRules.EXECUTION, found);
        return wanted;
    }

    /** Whether several components can access the region, or could. */
    private static boolean several(Grant grant) {
        return grant.type() == TransactionType.SHARE
                || (grant.type() == TransactionType.LEND && grant.borrowers().size() > 1);
    }
}
