package org.partita.it.memory.model;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.Status;

/**
 * The codes of everything that stands against a call. The lists of Relayer responsibilities do not bind to an order, so
 * with several violations each one's code is right; without any the call succeeds.
 */
final class Refusals {
    private final Model model;
    private final Set<Status> codes = EnumSet.noneOf(Status.class);

    private Refusals(Model model) {
        this.model = model;
    }

    static Set<Status> of(Model model, Operation operation) {
        Refusals r = new Refusals(model);
        switch (operation) {
            case Operation.Send s -> r.send(s);
            case Operation.Retrieve s -> r.retrieve(s);
            case Operation.Relinquish s -> r.relinquish(s);
            case Operation.Reclaim s -> r.reclaim(s);
            case Operation.Release s -> r.denied(!model.rxFull().contains(s.caller()));
            case Operation.Crash s -> r.add(true, Status.ABORTED);
            case Operation.Reload s -> {}
            case Operation.Act s -> {}
            case Operation.Lengthy s -> {}
            case Operation.Unmapped s -> r.add(true, Status.ABORTED);
            case Operation.Crowded s -> r.add(true, Status.NO_MEMORY);
            case Operation.Orphaned s -> r.add(true, Status.ABORTED);
        }
        return r.codes;
    }

    private void denied(boolean violated) {
        add(violated, Status.DENIED);
    }

    private void invalid(boolean violated) {
        add(violated, Status.INVALID_PARAMETERS);
    }

    private void add(boolean violated, Status status) {
        if (violated) {
            codes.add(status);
        }
    }

    private void send(Operation.Send s) {
        denied(s.sender() != s.caller()); // 11.x.1.2 (2)
        List<Long> addresses = Model.addresses(s.ranges());
        invalid(addresses.isEmpty() || new HashSet<>(addresses).size() < addresses.size()); // 5.12.3.1
        boolean writable = true;
        Set<Boolean> worlds = new HashSet<>();
        for (long address : addresses) {
            Page p = model.at(s.caller(), address);
            denied(p == null || p.owner != s.caller() || p.in != null); // 11.x.1.2 (2), (4)
            if (p != null) {
                worlds.add(p.secure);
            }
            writable &= p != null && (p.owner != s.caller() || p.ownerAccess == DataAccess.READ_WRITE);
        }
        if (worlds.size() > 1) { // 5.4.1 (2), (3): a region is normal or Secure memory; no code for one that is both
            denied(true);
            invalid(true);
        }
        invalid((s.flags() & ~3) != 0); // Table 5.20
        boolean zero = (s.flags() & 1) != 0;
        invalid(zero && s.type() == TransactionType.SHARE);
        denied(zero && !writable);
        invalid(s.handle() != 0); // 5.12.1
        receivers(s, writable);
        attributes(s);
    }

    /** 5.11.4: the Lender's for several, the Owner's for an independent device, the Receiver's own otherwise. */
    private void attributes(Operation.Send s) {
        if (s.attributes() == MemoryAttributes.NOT_SPECIFIED) {
            return;
        }
        boolean several = s.type() == TransactionType.SHARE || s.receivers().size() > 1;
        if (several || Transaction.onlyDevice(s.type(), s.receivers())) {
            denied(Model.addresses(s.ranges()).stream()
                    .map(a -> model.at(s.caller(), a))
                    .anyMatch(p -> p != null
                            && p.owner == s.caller()
                            && !Attributes.within(s.attributes(), p.ownerAttributes)));
        } else {
            invalid(true);
        }
    }

    private void receivers(Operation.Send s, boolean writable) {
        boolean donate = s.type() == TransactionType.DONATE;
        Set<Integer> ids = new HashSet<>();
        int borrowers = 0;
        boolean device = Transaction.onlyDevice(s.type(), s.receivers());
        for (EndpointAccess r : s.receivers()) {
            boolean self = r.endpoint() == s.caller();
            borrowers += self ? 0 : 1;
            invalid(!ids.add(r.endpoint()) || !model.receivers().contains(r.endpoint())); // 5.11, 5.12.3.3
            if (self && s.type() != TransactionType.SHARE) {
                invalid(true);
                denied(true); // the Owner is in no state to receive; the text has no code for it
            }
            denied(Model.secure(s.caller()) && !Model.secure(r.endpoint())); // 11.x.1.2 (3)
            if (device) {
                invalid(!donate && r.data() == DataAccess.NOT_SPECIFIED);
                denied(r.instruction() == InstructionAccess.EXECUTABLE); // 5.11.3: devices execute nothing
            } else {
                invalid(donate != (r.data() == DataAccess.NOT_SPECIFIED)); // 5.11.2
                invalid(r.instruction() != InstructionAccess.NOT_SPECIFIED); // 5.11.3
            }
            denied(r.data() == DataAccess.READ_WRITE && !writable); // 5.11.2 (1)
            invalid(r.nonRetrieval()); // 5.11.1
        }
        invalid(borrowers == 0 || (donate && s.receivers().size() != 1)); // 5.12.3.1
    }

    private void retrieve(Operation.Retrieve s) {
        add(model.rxFull().contains(s.caller()), Status.BUSY); // 11.4.1.2 (9)
        Transaction t = model.transactions().get(s.handle());
        List<EndpointAccess> mine = s.entries().stream()
                .filter(e -> Model.answersFor(s.caller(), e.endpoint()))
                .toList();
        invalid(t == null || mine.isEmpty()); // 5.12.1, 5.12.3.2
        boolean hint = (s.flags() & 1 << 9) != 0;
        invalid((s.flags() & ~0b11_1111_1111) != 0 || (!hint && (s.flags() >> 5 & 15) != 0)); // Table 5.21
        invalid(hint && mine.stream().anyMatch(e -> e.region() != null));
        if (t == null) {
            return;
        }
        if (s.sender() != t.owner()) {
            denied(true); // 11.4.1.2 (2)
            invalid(true); // 5.12.1
        }
        invalid(s.tag() != t.tag()); // 5.12.2
        denied(s.attributes() != MemoryAttributes.NOT_SPECIFIED
                && !Attributes.within(s.attributes(), t.attributes())); // 5.11.4
        int type = s.flags() >> 3 & 3;
        invalid(type != 0 && type != t.type().encode());
        for (EndpointAccess own : mine) {
            Borrower b = t.borrower(own.endpoint());
            if (b == null) {
                invalid(true);
                // what is wrong with the flags is wrong for somebody who is no Receiver too
                denied((s.flags() & 4) != 0 && (own.data() == DataAccess.READ_ONLY || !t.ownerWrites()));
                denied((s.flags() & 1) != 0 && (!t.ownerWrites() || !t.zeroed()));
            } else {
                denied(b.times >= model.outstanding); // 11.4.2
                permissions(s, t, b, own);
                zeroing(s, t, b, own);
                places(b, t, own.region());
                denied(hint && b.retrieved() && !Responses.aligned(s, b.at)); // Table 5.21
            }
        }
        for (EndpointAccess e : s.entries()) {
            if (!mine.contains(e)) {
                other(t, e);
            }
        }
        invalid(s.entries().stream().map(EndpointAccess::endpoint).distinct().count()
                < s.entries().size());
    }

    /** 5.12.3.2, 5.12.3.3; the text has no code for addresses that stand for something already. */
    private void places(Borrower b, Transaction t, @Nullable CompositeRegion region) {
        if (region != null) {
            List<Long> addresses = Model.addresses(region.ranges());
            invalid(addresses.size() != t.pages().size());
            invalid(new HashSet<>(addresses).size() < addresses.size());
            if (b.retrieved()) {
                invalid(!region.ranges().equals(b.at)); // 11.4.2 (3)
                return;
            }
            boolean occupied = addresses.stream().anyMatch(a -> model.occupied(b.id, a));
            denied(occupied);
            invalid(occupied);
        }
    }

    private void permissions(Operation.Retrieve s, Transaction t, Borrower b, EndpointAccess own) {
        denied(own.data() == DataAccess.READ_WRITE && b.allowed != DataAccess.READ_WRITE); // 5.11.2
        invalid(own.nonRetrieval()); // Table 5.17
        if (t.neverExecutable()) {
            invalid(own.instruction() != InstructionAccess.NOT_SPECIFIED); // 5.11.3 (1)
        } else {
            MemoryAttributes attributes =
                    s.attributes() == MemoryAttributes.NOT_SPECIFIED ? t.attributes() : s.attributes();
            // 5.4: no component has read-write and execute; 5.11.3: neither devices nor Device memory
            denied(own.instruction() == InstructionAccess.EXECUTABLE
                    && (wanted(own, b) == DataAccess.READ_WRITE
                            || b.id == Model.DEPENDENT
                            || Attributes.device(attributes)));
        }
    }

    private static DataAccess wanted(EndpointAccess own, Borrower b) {
        return own.data() == DataAccess.NOT_SPECIFIED ? b.allowed : own.data();
    }

    private void zeroing(Operation.Retrieve s, Transaction t, Borrower b, EndpointAccess own) {
        boolean share = t.type() == TransactionType.SHARE;
        if ((s.flags() & 1) != 0) {
            invalid(share || b.everRetrieved);
            denied(!t.ownerWrites() || !t.zeroed());
        }
        if ((s.flags() & 4) != 0) {
            invalid(share);
            denied(wanted(own, b) != DataAccess.READ_WRITE);
        }
    }

    /** 5.12.3.3: known to the Sender, with its permissions; 5.11.1: nothing is retrieved for it. */
    private void other(Transaction t, EndpointAccess e) {
        Borrower b = t.borrower(e.endpoint());
        invalid(b == null || !e.nonRetrieval() || e.region() != null); // 5.12.3.2
        invalid(e.instruction() != InstructionAccess.NOT_SPECIFIED && t.neverExecutable());
        denied(b != null && e.data() != DataAccess.NOT_SPECIFIED && e.data() != b.allowed); // 5.11.2
    }

    private void relinquish(Operation.Relinquish s) {
        Transaction t = model.transactions().get(s.handle());
        invalid(t == null || t.known().stream().noneMatch(b -> Model.answersFor(s.caller(), b.id))); // 11.6.1.2 (1)
        invalid(s.endpoints().isEmpty()
                || new HashSet<>(s.endpoints()).size() < s.endpoints().size()); // (2), (3)
        for (int id : s.endpoints()) {
            Borrower b = t == null ? null : t.borrower(id);
            invalid(b == null || !Model.answersFor(s.caller(), id)); // (1), (3)
            if (t != null && b != null) {
                denied(!b.retrieved()); // (4)
                denied(s.zero() && (b.retrieved() ? b.access : b.allowed) != DataAccess.READ_WRITE);
            }
        }
        if (t != null) {
            invalid(t.type() == TransactionType.DONATE); // neither lent nor shared
            invalid(s.zero() && t.type() == TransactionType.SHARE);
        }
    }

    private void reclaim(Operation.Reclaim s) {
        Transaction t = model.transactions().get(s.handle());
        invalid(t == null || t.owner() != s.caller()); // 11.7.1.2 (1)
        invalid((s.flags() & ~3) != 0); // (2)
        if (t != null) {
            denied(t.usedByCallers() || (model.busy && t.used())); // (3)
            denied((s.flags() & 1) != 0 && !t.ownerWrites()); // Table 11.31
        }
    }
}
