package org.partita.it.memory.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.it.memory.MemoryAbi;

/** Calls of FFA_MEM_DONATE, FFA_MEM_LEND and FFA_MEM_SHARE. */
final class Sends {
    /** One donation in so many has an independent device among its possible Receivers. */
    private static final int FOR_EVER = 100;

    private static final List<TransactionType> TYPES = List.of(TransactionType.values());

    private final Model model;
    private final SplittableRandom random;
    private final Generator generator;

    Sends(Model model, SplittableRandom random, Generator generator) {
        this.model = model;
        this.random = random;
        this.generator = generator;
    }

    Operation.Send next(boolean wrong) {
        TransactionType type = generator.pick(TYPES);
        int caller = generator.pick(model.live());
        boolean readOnly = generator.chance(20);
        boolean mixed = generator.chance(3);
        boolean secure = Model.secure(caller) && generator.chance(70);
        List<ConstituentRange> ranges = generator.ranges(
                caller,
                p -> p.owner == caller
                        && p.in == null
                        && (mixed || p.secure == secure)
                        && (readOnly || p.ownerAccess == DataAccess.READ_WRITE));
        boolean writable = Model.addresses(ranges).stream()
                .map(a -> model.at(caller, a))
                .allMatch(p -> p != null && p.ownerAccess == DataAccess.READ_WRITE);
        List<EndpointAccess> receivers = receivers(type, caller, writable);
        int flags = type != TransactionType.SHARE && writable && generator.chance(20) ? 1 : 0;
        Operation.Send right = new Operation.Send(
                type,
                caller,
                caller,
                0,
                random.nextInt(4),
                attributes(type, caller, ranges, receivers),
                flags,
                ranges,
                receivers);
        return wrong ? wrong(right) : right;
    }

    /** Those who can retrieve, most often. */
    private List<Integer> receiving() {
        return generator.chance(95) ? model.live() : model.endpoints();
    }

    private List<EndpointAccess> receivers(TransactionType type, int caller, boolean writable) {
        List<Integer> ids = new ArrayList<>(receiving().stream()
                .filter(e -> e != caller && (Model.secure(e) || !Model.secure(caller)))
                .toList());
        // what goes to an SP does not come back to the Normal world
        if (type == TransactionType.DONATE && !Model.secure(caller) && generator.chance(80)) {
            ids.removeIf(Model::secure);
        }
        if (ids.isEmpty()) {
            ids.addAll(model.endpoints().stream()
                    .filter(e -> e != caller && (Model.secure(e) || !Model.secure(caller)))
                    .toList());
        }
        devices(type, ids);
        int count = type == TransactionType.DONATE || generator.chance(55) ? 1 : 2 + random.nextInt(2);
        List<EndpointAccess> receivers = new ArrayList<>();
        while (receivers.size() < count && !ids.isEmpty()) {
            int id = ids.remove(/* index */ random.nextInt(ids.size()));
            receivers.add(type == TransactionType.DONATE ? MemoryAbi.receiver(id) : borrower(id, writable));
        }
        if (type == TransactionType.SHARE && generator.chance(20)) {
            receivers.add(random.nextInt(receivers.size() + 1), borrower(caller, writable));
        }
        return receivers;
    }

    /** Nobody gets back what is donated to a device, or only with its proxy. */
    private void devices(TransactionType type, List<Integer> ids) {
        boolean donate = type == TransactionType.DONATE;
        if (generator.chance(donate ? 4 : 40)) {
            ids.add(Model.DEPENDENT);
        }
        if (donate ? random.nextInt(FOR_EVER) == 0 : generator.chance(30)) {
            ids.add(Model.INDEPENDENT);
        }
    }

    private EndpointAccess borrower(int id, boolean writes) {
        return writes && generator.chance(65) ? MemoryAbi.writer(id) : MemoryAbi.reader(id);
    }

    private Operation.Send wrong(Operation.Send s) {
        EndpointAccess first = s.receivers().getFirst();
        int other = generator.otherThan(s.caller());
        return switch (random.nextInt(17)) {
            case 0 ->
                new Operation.Send(
                        s.type(), s.caller(), other, 0, s.tag(), s.attributes(), s.flags(), s.ranges(), s.receivers());
            case 1 -> to(s, List.of(entry(s, generator.otherThan(first.endpoint()))));
            case 2, 3 -> over(s, generator.ranges(s.caller(), p -> p.owner == s.caller()));
            case 4 -> over(s, generator.ranges(s.caller(), p -> p.owner != s.caller()));
            case 5 -> over(s, generator.ranges(other, p -> p.owner == other));
            case 6 -> to(s, List.of(first, entry(s, generator.pick(model.reaching()))));
            case 7 -> to(s, List.of(first, new EndpointAccess(0x7FF0, first.data(), first.instruction(), null)));
            case 8 -> to(s, List.of());
            case 9 ->
                to(
                        s,
                        List.of(new EndpointAccess(
                                first.endpoint(),
                                s.type() == TransactionType.DONATE ? DataAccess.READ_ONLY : DataAccess.NOT_SPECIFIED,
                                first.instruction(),
                                null)));
            case 10 ->
                to(
                        s,
                        List.of(new EndpointAccess(
                                first.endpoint(),
                                first.data(),
                                random.nextBoolean() ? InstructionAccess.EXECUTE_NEVER : InstructionAccess.EXECUTABLE,
                                null)));
            case 11 -> flags(s, s.flags() ^ 1);
            case 12 -> flags(s, s.flags() | 2 << random.nextInt(31));
            case 13 -> overlapping(s);
            case 14, 15 -> stating(s, generator.pick(Attributes.STATED));
            default ->
                new Operation.Send(
                        s.type(),
                        s.caller(),
                        s.caller(),
                        0x11,
                        s.tag(),
                        s.attributes(),
                        s.flags(),
                        s.ranges(),
                        s.receivers());
        };
    }

    /** For several Borrowers, or for a device alone, what the sender has or less (FF-A 5.11.4). */
    private MemoryAttributes attributes(
            TransactionType type, int caller, List<ConstituentRange> ranges, List<EndpointAccess> receivers) {
        boolean stated =
                type == TransactionType.SHARE || receivers.size() > 1 || Transaction.onlyDevice(type, receivers);
        if (!stated || ranges.isEmpty() || generator.chance(60)) {
            return MemoryAttributes.NOT_SPECIFIED;
        }
        List<MemoryAttributes> possible = Attributes.STATED.stream()
                .filter(a -> Model.addresses(ranges).stream()
                        .map(address -> model.at(caller, address))
                        .allMatch(p -> p != null && Attributes.within(a, p.ownerAttributes)))
                .toList();
        return possible.isEmpty() ? MemoryAttributes.NOT_SPECIFIED : generator.pick(possible);
    }

    private static Operation.Send stating(Operation.Send s, MemoryAttributes attributes) {
        return new Operation.Send(
                s.type(),
                s.caller(),
                s.sender(),
                s.handle(),
                s.tag(),
                attributes,
                s.flags(),
                s.ranges(),
                s.receivers());
    }

    private Operation.Send overlapping(Operation.Send s) {
        List<ConstituentRange> ranges = new ArrayList<>(s.ranges());
        if (ranges.isEmpty() || generator.chance(20)) {
            return over(s, List.of());
        }
        ConstituentRange last = ranges.getLast();
        ranges.add(new ConstituentRange(last.address() + (last.pages() - 1L) * Model.PAGE_SIZE, 1));
        return over(s, ranges);
    }

    /** Read-write, whatever the Owner may do. */
    private static EndpointAccess entry(Operation.Send s, int id) {
        return s.type() == TransactionType.DONATE ? MemoryAbi.receiver(id) : MemoryAbi.writer(id);
    }

    private static Operation.Send over(Operation.Send s, List<ConstituentRange> ranges) {
        return new Operation.Send(
                s.type(),
                s.caller(),
                s.sender(),
                s.handle(),
                s.tag(),
                s.attributes(),
                s.flags(),
                ranges,
                s.receivers());
    }

    private static Operation.Send to(Operation.Send s, List<EndpointAccess> receivers) {
        return new Operation.Send(
                s.type(),
                s.caller(),
                s.sender(),
                s.handle(),
                s.tag(),
                s.attributes(),
                s.flags(),
                s.ranges(),
                receivers);
    }

    private static Operation.Send flags(Operation.Send s, int flags) {
        return new Operation.Send(
                s.type(),
                s.caller(),
                s.sender(),
                s.handle(),
                s.tag(),
                s.attributes(),
                flags,
                s.ranges(),
                s.receivers());
    }
}
