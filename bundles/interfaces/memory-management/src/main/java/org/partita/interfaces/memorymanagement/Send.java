package org.partita.interfaces.memorymanagement;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.memory.TranslationRegime;
import org.partita.lib.relayer.BufferPages;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.Receiver;

/**
 * FFA_MEM_DONATE, FFA_MEM_LEND and FFA_MEM_SHARE (FF-A 11.1 to 11.3), in the order of the Relayer's responsibilities. The
 * manager of the Sender takes the region from it; the one that allocates the Handle (5.10.2) accepts the transaction.
 */
final class Send {
    private final Call call;
    private final Operation operation;
    private final TransactionType type;
    private final Received received;
    private final MemoryTransaction t;
    private final List<Borrower> borrowers = new ArrayList<>();
    private DataAccess own = DataAccess.NOT_SPECIFIED;
    private boolean sliced;

    private Send(Call call, Operation operation) {
        this.call = call;
        this.operation = operation;
        this.type = operation.type();
        this.received = Input.transaction(call);
        this.t = received.transaction();
    }

    static Outcome answer(Call call, Operation operation) {
        return new Send(call, operation).answer();
    }

    private Outcome answer() {
        Rule itself = SendRules.SENDER_IS_CALLER.of(operation);
        Endpoint sender = Broken.known(call.context().endpoint(), itself, t.sender(), MemoryTransaction.SENDER);
        Broken.unless(t.sender() == sender.id(), itself, t.sender(), MemoryTransaction.SENDER);
        CompositeRegion region = region();
        receivers(sender);
        requireGranules(sender, region);
        SenderPages pages = pages(sender, region);
        requireAccess(sender, pages);
        MemoryAttributes attributes = attributes(sender, pages);
        boolean zero = flags(pages);
        Broken.unless(t.handle() == 0, SendRules.handleZero(operation), t.handle(), MemoryTransaction.HANDLE);
        Grant grant = new Grant(
                0,
                type,
                sender.id(),
                Boolean.TRUE.equals(pages.secure()),
                t.tag(),
                attributes,
                pages.writes(),
                zero,
                false,
                pages.physical(),
                borrowers);
        return new Transfer(call, operation, received, sliced).begin(grant, own);
    }

    // ---- what the descriptor says

    private CompositeRegion region() {
        int count = t.endpoints().size();
        if (type == TransactionType.DONATE) {
            Broken.unless(count == 1, SendRules.ONE_RECEIVER, count, MemoryTransaction.COUNT);
        } else {
            Broken.unless(count > 0, SendRules.SOME_BORROWER, count, MemoryTransaction.COUNT);
        }
        CompositeRegion region = t.region();
        if (region == null) {
            throw noRegion();
        }
        received.requireDistinctEndpoints();
        received.requireDisjoint(region, 0);
        return region;
    }

    /** The first entry leads nowhere, or a later one elsewhere. */
    private Broken noRegion() {
        int i = 0;
        while (received.region(0) != 0 && received.region(i) == received.region(0)) {
            i++;
        }
        return new Broken(
                type == TransactionType.DONATE ? SendRules.DONATED_REGION : SendRules.SAME_REGION,
                received.region(i),
                MemoryTransaction.entry(i) + EndpointAccess.REGION);
    }

    private void receivers(Endpoint sender) {
        long at = MemoryTransaction.HEADER - EndpointAccess.SIZE;
        for (EndpointAccess entry : t.endpoints()) {
            at += EndpointAccess.SIZE;
            Broken.unless(!entry.nonRetrieval(), SendRules.accessFlagsZero(operation), 1, at + EndpointAccess.FLAGS);
            if (entry.endpoint() == sender.id()) {
                Broken.unless(type == TransactionType.SHARE, SendRules.OWN_ENTRY, entry.endpoint(), at);
                own = entry.data();
                continue;
            }
            Receiver receiver = Broken.known(
                    Receiver.of(call.state(), entry.endpoint()), SendRules.KNOWN_ENDPOINT, entry.endpoint(), at);
            boolean outwards = sender.secure() && !receiver.secure();
            Broken.unless(!outwards, SendRules.SECURE_STAYS_SECURE.of(operation), receiver.id(), at);
            borrowers.add(Borrower.of(receiver.id(), entry.data()));
        }
        Broken.unless(!borrowers.isEmpty(), SendRules.OWN_ENTRY, sender.id(), at);
    }

    private void requireGranules(Endpoint sender, CompositeRegion region) {
        int shift = call.state().granuleShift(sender.id());
        for (Borrower b : borrowers) {
            shift = Math.max(shift, call.state().granuleShift(b.id()));
        }
        long mask = (1L << shift) - 1;
        int range = 0;
        for (ConstituentRange r : region.ranges()) {
            long size = Integer.toUnsignedLong(r.pages()) << 12;
            Broken.unless(
                    ((r.address() | size) & mask) == 0, SendRules.GRANULE, r.address(), received.address(0, range++));
        }
    }

    /** The region, if the Sender may give it away. */
    private SenderPages pages(Endpoint sender, CompositeRegion region) {
        TranslationRegime regime = call.state().regime(sender.id());
        boolean managed = sender.manager() == Caller.kind(call);
        SenderPages pages = managed && regime != null
                ? SenderPages.translated(regime, region.ranges())
                : SenderPages.ofNormalWorld(region.ranges());
        MemoryLedger ledger = call.state().ledger();
        if (pages == null || pages.secure() == null || !ledger.exists(pages.physical(), pages.secure())) {
            throw new Broken(
                    SendRules.OWNER_EXCLUSIVE.of(operation),
                    region.ranges().getFirst().address(),
                    received.address(0, 0));
        }
        boolean suits = Transfer.begun(call, sender.id(), pages.physical()) != null
                || ledger.exclusive(sender.id(), pages.physical());
        Broken.unless(
                suits
                        && !BufferPages.overlap(call.state().pair(sender.manager(), sender.id()), pages.physical())
                        && !call.state().operations().mapped(pages.physical()),
                SendRules.OWNER_EXCLUSIVE.of(operation),
                region.ranges().getFirst().address(),
                received.address(0, 0));
        return pages;
    }

    private void requireAccess(Endpoint sender, SenderPages pages) {
        boolean several = type == TransactionType.SHARE || borrowers.size() > 1;
        boolean stage1 = sender.component().level().number() == 0;
        long at = MemoryTransaction.HEADER + EndpointAccess.PERMISSIONS - EndpointAccess.SIZE;
        for (EndpointAccess entry : t.endpoints()) {
            at += EndpointAccess.SIZE;
            if (!several && IndependentDevices.is(call.state(), entry.endpoint())) {
                IndependentDevices.requireAccess(type, entry, pages, at);
                continue;
            }
            long found = entry.permissions();
            if (type == TransactionType.DONATE) {
                Broken.unless(entry.data() == DataAccess.NOT_SPECIFIED, SendRules.DATA_NOT_STATED, found, at);
            } else {
                Broken.unless(entry.data() != DataAccess.NOT_SPECIFIED, SendRules.DATA_STATED, found, at);
            }
            boolean within = pages.writes() || entry.data() != DataAccess.READ_WRITE;
            Broken.unless(
                    within, stage1 ? SendRules.DATA_WITHIN_SENDERS_STAGE_1 : SendRules.DATA_WITHIN_SENDERS, found, at);
            Broken.unless(
                    entry.instruction() == InstructionAccess.NOT_SPECIFIED,
                    several ? SendRules.EXECUTION_NOT_STATED_SHARED : SendRules.EXECUTION_NOT_STATED,
                    found,
                    at);
        }
    }

    /** What Receivers may have at most. */
    private MemoryAttributes attributes(Endpoint sender, SenderPages pages) {
        boolean several = type == TransactionType.SHARE || borrowers.size() > 1;
        MemoryAttributes stated = t.attributes();
        boolean device = !several
                && IndependentDevices.is(call.state(), borrowers.getFirst().id());
        if (!several && !device) {
            Broken.unless(
                    stated == MemoryAttributes.NOT_SPECIFIED,
                    SendRules.ATTRIBUTES_NOT_STATED,
                    stated.encode(),
                    MemoryTransaction.ATTRIBUTES);
            return pages.attributes();
        }
        boolean stage1 = sender.component().level().number() == 0;
        Broken.unless(
                stated.within(pages.attributes()),
                device
                        ? IndependentDevices.ATTRIBUTES
                        : stage1 ? SendRules.ATTRIBUTES_WITHIN_SENDERS_STAGE_1 : SendRules.ATTRIBUTES_WITHIN_SENDERS,
                stated.encode(),
                MemoryTransaction.ATTRIBUTES);
        return stated == MemoryAttributes.NOT_SPECIFIED ? pages.attributes() : stated;
    }

    private boolean flags(SenderPages pages) {
        SendFlags flags;
        try {
            flags = SendFlags.decode(t.flags());
        } catch (DescriptorException e) {
            throw Input.broken(e);
        }
        sliced = Slices.wanted(call, flags.timeSlice(), SendRules.NO_SLICES, t.flags(), MemoryTransaction.FLAGS);
        if (flags.zero()) {
            Broken.unless(
                    type != TransactionType.SHARE, SendRules.SHARED_IS_NOT_ZEROED, t.flags(), MemoryTransaction.FLAGS);
            Broken.unless(pages.writes(), SendRules.READ_ONLY_IS_NOT_ZEROED, t.flags(), MemoryTransaction.FLAGS);
        }
        return flags.zero();
    }
}
