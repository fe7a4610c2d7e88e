package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;

/** What a call that succeeds changes. */
class Effects {
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
                borrowers.add(new Borrower(r.endpoint(), r.data() == DataAccess.NOT_SPECIFIED ? most : r.data()));
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
        assertThat(response.sender()).as("Sender").isEqualTo(t.owner());
        assertThat(response.handle()).as("Handle").isEqualTo(t.handle());
        assertThat(response.tag()).as("Tag").isEqualTo(t.tag());
        MemoryAttributes attributes =
                s.attributes() == MemoryAttributes.NOT_SPECIFIED ? t.attributes() : s.attributes();
        assertThat(response.attributes()).as("attributes (FF-A 5.11.4 (3))").isEqualTo(attributes);
        assertThat(response.flags() & ~1).as("type").isEqualTo(t.type().encode() << 3);
        List<EndpointAccess> own = s.entries().stream()
                .filter(e -> Model.answersFor(s.caller(), e.endpoint()))
                .toList();
        assertThat(response.endpoints()).as("for whom it is").hasSameSizeAs(own);
        for (EndpointAccess asked : own) {
            Borrower b = Objects.requireNonNull(t.borrower(asked.endpoint()));
            if (!b.everRetrieved) {
                assertThat(response.flags() & 1).as("zeroed").isEqualTo(t.zeroed() ? 1 : 0);
            }
            retrieved(s, t, b, attributes, asked, Responses.only(response.endpoints(), asked.endpoint()));
        }
        t.zeroAfter |= (s.flags() & 4) != 0;
        if (t.type() == TransactionType.DONATE) {
            donated(t, Objects.requireNonNull(t.borrower(own.getFirst().endpoint())));
        }
        if (s.keepsRx()) {
            model.rxFull().add(s.caller());
        }
    }

    private void retrieved(
            Operation.Retrieve s,
            Transaction t,
            Borrower b,
            MemoryAttributes attributes,
            EndpointAccess asked,
            EndpointAccess own) {
        DataAccess data = asked.data() == DataAccess.NOT_SPECIFIED ? b.allowed : asked.data();
        assertThat(own.data()).as("data access").isEqualTo(data);
        assertThat(own.instruction()).as("instruction access").isNotEqualTo(InstructionAccess.NOT_SPECIFIED);
        boolean executes = asked.instruction() == InstructionAccess.EXECUTABLE;
        assertThat(own.instruction())
                .as("instruction access (FF-A 5.11.3)")
                .isEqualTo(executes ? InstructionAccess.EXECUTABLE : InstructionAccess.EXECUTE_NEVER);
        List<Long> addresses = Responses.addresses(s, own.region(), asked.region());
        List<ConstituentRange> at = Objects.requireNonNull(asked.region() == null ? own.region() : asked.region())
                .ranges();
        if (b.retrieved()) {
            assertThat(at).as("where it is already (FF-A 11.4.2 (3))").isEqualTo(b.at);
        }
        b.at = at;
        b.executes = executes;
        b.attributes = attributes;
        assertThat(addresses).as("pages").hasSameSizeAs(t.pages()).doesNotHaveDuplicates();
        addresses.forEach(a -> assertThat(model.at(b.id, a))
                .as("what was at %x", a)
                .isIn(null, t.pages().get(addresses.indexOf(a))));
        for (int i = 0; i < addresses.size(); i++) {
            t.pages().get(i).movedTo(b.id, addresses.get(i));
        }
        b.times++;
        b.everRetrieved = true;
        b.access = data;
    }

    private void donated(Transaction t, Borrower b) {
        t.pages().forEach(p -> p.owner = b.id);
        for (Page p : t.pages()) {
            p.ownerAccess = b.access;
            p.ownerAttributes = b.attributes;
            p.ownerExecutes = b.executes;
        }
        model.free(t);
    }

    /** What was sent to an independent device is there for it (FF-A 11.1.1.2 item 11). */
    void described(long handle, List<Long> addresses) {
        Transaction t = Objects.requireNonNull(model.transactions().get(handle));
        Borrower b = Objects.requireNonNull(t.borrower(Model.INDEPENDENT));
        assertThat(addresses).as("pages").hasSameSizeAs(t.pages()).doesNotHaveDuplicates();
        for (int i = 0; i < addresses.size(); i++) {
            t.pages().get(i).movedTo(b.id, addresses.get(i));
        }
        b.times = 1;
        b.everRetrieved = true;
        b.access = b.allowed;
        b.attributes = t.attributes();
        if (t.type() == TransactionType.DONATE) {
            donated(t, b);
        }
    }

    void acted(Operation.Act s) {
        if (s.kind() == Operation.Act.Kind.GIVES_BACK) {
            givenBack(Objects.requireNonNull(model.transactions().get(s.handle())));
        } else {
            model.busy = s.kind() == Operation.Act.Kind.USES;
        }
    }

    /** The independent device has it no more, if it did. */
    private void givenBack(Transaction t) {
        Borrower b = t.borrower(Model.INDEPENDENT);
        if (b != null && b.retrieved()) {
            b.times = 0;
            left(t);
        }
    }

    /** A Borrower's relinquishing. Nothing is zeroed while somebody has access (FF-A 5.12.4.1). */
    void relinquished(Operation.Relinquish s) {
        Transaction t = Objects.requireNonNull(model.transactions().get(s.handle()));
        s.endpoints().forEach(id -> Objects.requireNonNull(t.borrower(id)).times--);
        t.zeroAfter |= s.zero();
        left(t);
    }

    /** A Borrower has no access any more. */
    private void left(Transaction t) {
        if (t.orphan) {
            close(t);
        }
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
        endIfOrphan(t);
    }

    /** Nobody retrieves it who does not have it. */
    private static void close(Transaction t) {
        t.borrowers().stream().filter(b -> !b.retrieved()).forEach(b -> b.id = Borrower.NOBODY);
    }

    private void endIfOrphan(Transaction t) {
        if (t.orphan && !t.used()) {
            t.pages().forEach(Page::zero);
            model.free(t);
        }
    }

    /** An endpoint has no access to anything any more; 5.4.1 rules 8 and 9 say who has its memory. */
    void crashed(int id) {
        model.gone(id);
        if (id == Model.PROXY) {
            ended(Model.DEPENDENT);
        }
        ended(id);
    }

    private void ended(int id) {
        lost(id);
        boolean stays = Model.secure(id);
        inherited(id, stays ? id : Model.HYPERVISOR);
        for (Page p : model.pages()) {
            p.kept |= stays && p.owner == id;
        }
    }

    /** What it borrowed. */
    private void lost(int id) {
        for (Transaction t : List.copyOf(model.transactions().values())) {
            Borrower b = t.borrower(id);
            if (b != null) {
                boolean had = b.retrieved();
                b.times = 0;
                b.id = Borrower.NOBODY;
                if (had) {
                    left(t);
                }
            }
        }
    }

    /** What it owned, zeroed; Borrowers keep what they have of it, and nobody retrieves more. */
    private void inherited(int id, int heir) {
        for (Page p : model.pages()) {
            if (p.owner == id) {
                p.owner = heir;
                if (p.in == null) {
                    p.zero();
                }
            }
        }
        for (Transaction t : List.copyOf(model.transactions().values())) {
            if (t.owner() == id) {
                t.owner = heir;
                t.orphan = true;
                close(t);
                endIfOrphan(t);
            }
        }
    }

    /** An endpoint that has crashed is forgotten; then the pages that it has when it is loaded again. */
    List<Page> unloaded(int id) {
        if (id == Model.PROXY) {
            forgotten(Model.DEPENDENT);
        }
        forgotten(id);
        model.pages().stream().filter(p -> p.home == id).forEach(p -> p.home = 0);
        boolean secure = Model.secure(id);
        return model.pages().stream()
                .filter(p -> p.home == 0
                        && p.in == null
                        && p.secure == secure
                        && p.owner == (secure ? Model.SPM : Model.HYPERVISOR))
                .toList();
    }

    private void forgotten(int id) {
        lost(id); // what was sent to it since it crashed
        for (Page p : model.pages()) {
            p.kept &= p.owner != id;
        }
        inheritedByManagers(id);
    }

    /** An SP may have owned Normal memory. */
    private void inheritedByManagers(int id) {
        for (Transaction t : model.transactions().values()) {
            if (t.owner() == id) {
                t.owner = t.pages().getFirst().secure ? Model.SPM : Model.HYPERVISOR;
            }
        }
        for (Page p : model.pages()) {
            if (p.owner == id) {
                p.owner = p.secure ? Model.SPM : Model.HYPERVISOR;
            }
        }
    }

    /** It is there again, with these pages. */
    void loaded(int id, List<Page> pages) {
        for (Page p : pages) {
            p.owner = id;
            p.home = id;
            p.ownerAccess = DataAccess.READ_WRITE;
            p.ownerAttributes = Attributes.AT_BOOT;
            p.ownerExecutes = false;
            p.movedTo(id, p.physical);
        }
        model.live().add(id);
        model.live().sort(null);
    }

    void reclaimed(Operation.Reclaim s) {
        Transaction t = Objects.requireNonNull(model.transactions().get(s.handle()));
        givenBack(t);
        model.free(t);
        if ((s.flags() & 1) != 0) {
            t.pages().forEach(Page::zero);
        }
    }
}
