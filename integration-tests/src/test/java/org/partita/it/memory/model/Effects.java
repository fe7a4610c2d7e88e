package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;

/** What a call that succeeds changes. */
final class Effects {
    private final Model model;

    Effects(Model model) {
        this.model = model;
    }

    /** A send that got this Handle. */
    void sent(Operation.Send s, long handle) {
        assertThat(model.transactions()).as("Handle is free").doesNotContainKey(handle);
        boolean spm = s.receivers().stream().anyMatch(r -> r.endpoint() != s.caller() && Model.secure(r.endpoint()));
        assertThat(handle >= 0).as("the SPM allocates %x (FF-A 5.10.2)", handle).isEqualTo(spm);
        List<Page> pages = new ArrayList<>();
        for (long address : Model.addresses(s.ranges())) {
            pages.add(Objects.requireNonNull(model.at(s.caller(), address)));
        }
        boolean writable = pages.stream().allMatch(p -> p.ownerAccess == DataAccess.READ_WRITE);
        List<Borrower> borrowers = new ArrayList<>();
        DataAccess own = null;
        for (EndpointAccess r : s.receivers()) {
            if (r.endpoint() == s.caller()) {
                own = r.data();
            } else {
                DataAccess most = writable ? DataAccess.READ_WRITE : DataAccess.READ_ONLY;
                borrowers.add(new Borrower(r.endpoint(), s.type() == TransactionType.DONATE ? most : r.data()));
            }
        }
        Transaction t = new Transaction(handle, s, pages, borrowers, own);
        model.transactions().put(handle, t);
        pages.forEach(p -> p.in = t);
        if (t.zeroed()) {
            pages.forEach(Page::zero);
        }
    }

    /** A retrieval that was answered with this descriptor. */
    void retrieved(Operation.Retrieve s, MemoryTransaction response) {
        Transaction t = Objects.requireNonNull(model.transactions().get(s.handle()));
        Borrower b = Objects.requireNonNull(t.borrower(s.caller()));
        assertThat(response.sender()).as("Sender").isEqualTo(t.owner());
        assertThat(response.handle()).as("Handle").isEqualTo(t.handle());
        assertThat(response.tag()).as("Tag").isEqualTo(t.tag());
        assertThat(response.flags() & ~1).as("type").isEqualTo(t.type().encode() << 3);
        if (!b.everRetrieved) {
            assertThat(response.flags() & 1).as("zeroed").isEqualTo(t.zeroed() ? 1 : 0);
        }
        EndpointAccess own = only(response.endpoints(), s.caller());
        EndpointAccess asked = only(s.entries(), s.caller());
        DataAccess data = asked.data() == DataAccess.NOT_SPECIFIED ? b.allowed : asked.data();
        assertThat(own.data()).as("data access").isEqualTo(data);
        assertThat(own.instruction()).as("instruction access").isNotEqualTo(InstructionAccess.NOT_SPECIFIED);
        if (asked.instruction() != InstructionAccess.EXECUTABLE) {
            assertThat(own.instruction()).isEqualTo(InstructionAccess.EXECUTE_NEVER);
        }
        List<Long> addresses = addresses(s, own.region(), asked.region());
        assertThat(addresses).as("pages").hasSameSizeAs(t.pages()).doesNotHaveDuplicates();
        addresses.forEach(a -> assertThat(model.at(s.caller(), a))
                .as("what was at %x", a)
                .isIn(null, t.pages().get(addresses.indexOf(a))));
        for (int i = 0; i < addresses.size(); i++) {
            t.pages().get(i).movedTo(s.caller(), addresses.get(i));
        }
        b.retrieved = true;
        b.everRetrieved = true;
        b.access = data;
        t.zeroAfter |= (s.flags() & 4) != 0;
        if (t.type() == TransactionType.DONATE) {
            t.pages().forEach(p -> p.owner = b.id);
            t.pages().forEach(p -> p.ownerAccess = data);
            model.free(t);
        }
        if (s.keepsRx()) {
            model.rxFull().add(s.caller());
        }
    }

    private static EndpointAccess only(List<EndpointAccess> entries, int id) {
        List<EndpointAccess> found =
                entries.stream().filter(e -> e.endpoint() == id).toList();
        assertThat(found).as("entries of %04x in %s", id, entries).hasSize(1);
        return found.getFirst();
    }

    /** Where the Receiver wanted the pages, or else where the response says that they are. */
    private static List<Long> addresses(
            Operation.Retrieve s, @Nullable CompositeRegion response, @Nullable CompositeRegion wanted) {
        if (wanted != null) {
            assertThat(response).as("region of the response (FF-A 5.12.3.3)").isNull();
            return Model.addresses(wanted.ranges());
        }
        assertThat(response).as("region of the response").isNotNull();
        List<ConstituentRange> ranges = Objects.requireNonNull(response).ranges();
        if ((s.flags() & 1 << 9) != 0) {
            long boundary = (long) Model.PAGE_SIZE << (s.flags() >> 5 & 15);
            assertThat(ranges).as("aligned to %x", boundary).allMatch(r -> r.address() % boundary == 0);
        }
        return Model.addresses(ranges);
    }

    /** A Borrower's relinquishing. Nothing is zeroed while somebody has access (FF-A 5.12.4.1). */
    void relinquished(Operation.Relinquish s) {
        Transaction t = Objects.requireNonNull(model.transactions().get(s.handle()));
        Objects.requireNonNull(t.borrower(s.caller())).retrieved = false;
        t.zeroAfter |= s.zero();
        if (t.used()) {
            return;
        }
        if (t.zeroAfter) {
            t.pages().forEach(Page::zero);
        } else if (t.zeroBefore) {
            // whether a request outlives the zeroing that it led to, the text does not say
            t.pages().forEach(p -> p.perhapsZero = true);
        }
        t.zeroBefore |= t.zeroAfter;
        t.zeroAfter = false;
    }

    void reclaimed(Operation.Reclaim s) {
        Transaction t = Objects.requireNonNull(model.transactions().get(s.handle()));
        model.free(t);
        if ((s.flags() & 1) != 0) {
            t.pages().forEach(Page::zero);
        }
    }
}
