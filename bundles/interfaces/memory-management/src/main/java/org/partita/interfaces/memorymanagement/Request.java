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
import org.partita.api.ffa.Layouts;
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
 * @param chosenAt offset of the first of them in the descriptor, if the caller wants any
 */
record Request(
        Grant grant,
        Borrower borrower,
        RetrieveFlags flags,
        DataAccess data,
        InstructionAccess instruction,
        MemoryAttributes attributes,
        @Nullable CompositeRegion chosen,
        long chosenAt) {
    /** One for each Receiver that the caller retrieves for. */
    static List<Request> checked(Call call, Received received, @Nullable Grant grant, OnBehalf caller) {
        return caller.receivers(received.transaction()).stream()
                .map(receiver -> checked(call, received, grant, receiver, caller))
                .toList();
    }

    private static Request checked(Call call, Received received, @Nullable Grant grant, int receiver, OnBehalf caller) {
        MemoryTransaction t = received.transaction();
        if (grant == null) {
            throw new Broken(RetrieveRules.KNOWN_HANDLE, t.handle(), MemoryTransaction.HANDLE);
        }
        Broken.unless(
                t.sender() == grant.sender(), RetrieveRules.SENDER_IS_OWNER, t.sender(), MemoryTransaction.SENDER);
        EndpointAccess own = own(t, receiver);
        DataAccess data = own == null || own.data() == DataAccess.NOT_SPECIFIED ? most(grant, receiver) : own.data();
        MemoryAttributes attributes = attributes(t, grant);
        // without an entry there is no access that the flags could be too much for
        RetrieveFlags flags = flags(call, t, grant, receiver, own == null ? DataAccess.READ_WRITE : data);
        Borrower borrower = grant.borrower(receiver);
        if (borrower == null) {
            throw new Broken(RetrieveRules.SENT_TO_CALLER, t.handle(), MemoryTransaction.HANDLE);
        }
        Broken.unless(t.tag() == grant.tag(), RetrieveRules.TAG, t.tag(), MemoryTransaction.TAG);
        if (own == null) {
            throw new Broken(RetrieveRules.OWN_ENTRY, t.endpoints().size(), MemoryTransaction.COUNT);
        }
        others(received, grant, caller);
        int index = t.endpoints().indexOf(own);
        long at = MemoryTransaction.entry(index);
        Broken.unless(!own.nonRetrieval(), caller.notSet(receiver), 1, at + EndpointAccess.FLAGS);
        CompositeRegion chosen = own.region();
        if (chosen != null) {
            Broken.unless(
                    chosen.pages() == grant.pages(), RetrieveRules.AS_LARGE, chosen.pages(), received.region(index));
            received.requireDisjoint(chosen, index);
            boolean hint = flags.alignmentHint() != RetrieveFlags.NO_HINT;
            Broken.unless(!hint, RetrieveRules.HINT_OR_RANGES, t.flags(), MemoryTransaction.FLAGS);
        }
        requireData(grant, own, data, at + EndpointAccess.PERMISSIONS);
        return new Request(
                grant,
                borrower,
                flags,
                data,
                instruction(own, grant, data, attributes, caller, at + EndpointAccess.PERMISSIONS),
                attributes,
                chosen,
                received.address(index, 0));
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

    private static void requireData(Grant grant, EndpointAccess own, DataAccess data, long at) {
        boolean donated = grant.type() == TransactionType.DONATE;
        Broken.unless(
                data.within(most(grant, own.endpoint())),
                donated ? RetrieveRules.DATA_WITHIN_OWNERS : RetrieveRules.DATA_WITHIN_LENDERS,
                own.permissions(),
                at);
    }

    private static MemoryAttributes attributes(MemoryTransaction t, Grant grant) {
        boolean lenders = several(grant);
        Broken.unless(
                t.attributes().within(grant.attributes()),
                lenders ? RetrieveRules.ATTRIBUTES_WITHIN_LENDERS : RetrieveRules.ATTRIBUTES_WITHIN_OWNERS,
                t.attributes().encode(),
                MemoryTransaction.ATTRIBUTES);
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
        Broken.unless(
                flags.type() == null || flags.type() == grant.type(),
                RetrieveRules.TYPE,
                t.flags(),
                MemoryTransaction.FLAGS);
        Slices.requirePossible(call, flags.timeSlice(), RetrieveRules.NO_SLICES, t.flags(), MemoryTransaction.FLAGS);
        if (flags.zeroed()) {
            Borrower b = grant.borrower(receiver);
            Broken.unless(!shared, RetrieveRules.SHARED_NOT_ZEROED, t.flags(), MemoryTransaction.FLAGS);
            Broken.unless(grant.senderWrites(), RetrieveRules.READ_ONLY_NOT_ZEROED, t.flags(), MemoryTransaction.FLAGS);
            Broken.unless(
                    b == null || b.retrievals() == 0, RetrieveRules.ZEROED_ONCE, t.flags(), MemoryTransaction.FLAGS);
            Broken.unless(grant.zeroed(), RetrieveRules.ZEROED, t.flags(), MemoryTransaction.FLAGS);
        }
        if (flags.zeroAfterRelinquish()) {
            Broken.unless(!shared, RetrieveRules.SHARED_NOT_ZEROED_AFTER, t.flags(), MemoryTransaction.FLAGS);
            Broken.unless(
                    data == DataAccess.READ_WRITE,
                    RetrieveRules.ZEROES_WITH_WRITE_ACCESS,
                    t.flags(),
                    MemoryTransaction.FLAGS);
        }
        return flags;
    }

    private static void others(Received received, Grant grant, OnBehalf caller) {
        received.requireDistinctEndpoints();
        long at = MemoryTransaction.HEADER - EndpointAccess.SIZE;
        for (EndpointAccess entry : received.transaction().endpoints()) {
            at += EndpointAccess.SIZE;
            if (caller.of(entry.endpoint())) {
                continue;
            }
            Borrower other = grant.borrower(entry.endpoint());
            if (other == null) {
                throw new Broken(RetrieveRules.OTHER_BORROWER, entry.endpoint(), at);
            }
            Broken.unless(entry.nonRetrieval(), caller.set(entry.endpoint()), 0, at + EndpointAccess.FLAGS);
            long region = Integer.toUnsignedLong(Layouts.u32(received.bytes(), at + EndpointAccess.REGION));
            Broken.unless(region == 0, RetrieveRules.OTHERS_OFFSET, region, at + EndpointAccess.REGION);
            boolean stated = entry.instruction() != InstructionAccess.NOT_SPECIFIED;
            Broken.unless(!stated, RetrieveRules.NO_EXECUTION, entry.permissions(), at + EndpointAccess.PERMISSIONS);
            boolean same = entry.data() == DataAccess.NOT_SPECIFIED || entry.data() == other.data();
            Broken.unless(same, RetrieveRules.DATA_OF_OTHERS, entry.permissions(), at + EndpointAccess.PERMISSIONS);
        }
    }

    /** Read-write and executable is no access that FF-A 5.4 lists; devices execute nothing. */
    private static InstructionAccess instruction(
            EndpointAccess own, Grant grant, DataAccess data, MemoryAttributes attributes, OnBehalf caller, long at) {
        InstructionAccess wanted = own.instruction();
        long found = own.permissions();
        if (several(grant)) {
            Broken.unless(wanted == InstructionAccess.NOT_SPECIFIED, RetrieveRules.NO_EXECUTION, found, at);
            return InstructionAccess.EXECUTE_NEVER;
        }
        if (wanted != InstructionAccess.EXECUTABLE) {
            return InstructionAccess.EXECUTE_NEVER;
        }
        boolean possible = data == DataAccess.READ_ONLY && attributes.normal() && own.endpoint() == caller.caller();
        Broken.unless(possible, RetrieveRules.EXECUTION, found, at);
        return wanted;
    }

    /** Whether several components can access the region, or could. */
    private static boolean several(Grant grant) {
        return grant.type() == TransactionType.SHARE
                || (grant.type() == TransactionType.LEND && grant.borrowers().size() > 1);
    }
}
