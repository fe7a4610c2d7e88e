package org.partita.it.memory.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.it.memory.MemoryAbi;

/** Calls of FFA_MEM_RETRIEVE_REQ. */
final class Retrieves {
    private static final int HINT_VALID = 1 << 9;
    /** Where no endpoint has anything when it boots. */
    private static final long FREE = 0x4000_0000L;

    private final Model model;
    private final SplittableRandom random;
    private final Generator generator;

    Retrieves(Model model, SplittableRandom random, Generator generator) {
        this.model = model;
        this.random = random;
        this.generator = generator;
    }

    Operation.Retrieve next(boolean wrong) {
        boolean again = generator.chance(15);
        Transaction t = generator.transaction(x -> waiting(x, again) != null);
        if (t == null || (wrong && generator.chance(20))) {
            t = generator.transaction(x -> !x.calling().isEmpty());
        }
        if (t == null) {
            int caller = generator.pick(model.live());
            return new Operation.Retrieve(
                    caller,
                    generator.otherThan(caller),
                    generator.invalidHandle(),
                    0,
                    MemoryAttributes.NOT_SPECIFIED,
                    0,
                    List.of(MemoryAbi.receiver(caller)),
                    false);
        }
        Borrower first = waiting(t, again);
        Borrower b = first == null ? generator.pick(t.calling()) : first;
        Operation.Retrieve right = right(t, b);
        return wrong ? wrong(right, t, b) : right;
    }

    /** A Borrower that has not retrieved as often as it may and can take a response. */
    private @Nullable Borrower waiting(Transaction t, boolean again) {
        List<Borrower> all = t.calling().stream()
                .filter(b -> (again ? b.retrieved() && b.times < model.outstanding : !b.retrieved())
                        && !model.rxFull().contains(Model.agent(b.id))
                        && model.live().contains(Model.agent(b.id)))
                .toList();
        return all.isEmpty() ? null : all.getLast();
    }

    private Operation.Retrieve right(Transaction t, Borrower b) {
        boolean writes = b.allowed == DataAccess.READ_WRITE;
        DataAccess data = generator.chance(30)
                ? DataAccess.NOT_SPECIFIED
                : writes && generator.chance(75) ? DataAccess.READ_WRITE : DataAccess.READ_ONLY;
        MemoryAttributes attributes = attributes(t);
        InstructionAccess instruction = instruction(t, b, data, attributes);
        List<EndpointAccess> entries = new ArrayList<>();
        CompositeRegion region = !generator.chance(20)
                ? null
                : b.retrieved()
                        ? CompositeRegion.of(b.at)
                        : places(b.id, t.pages().size());
        entries.add(new EndpointAccess(b.id, data, instruction, region));
        int agent = Model.agent(b.id);
        Borrower second = generator.chance(70) ? alsoFor(t, b) : null;
        if (second != null) {
            InstructionAccess stated =
                    instruction == InstructionAccess.EXECUTABLE ? InstructionAccess.NOT_SPECIFIED : instruction;
            entries.add(new EndpointAccess(second.id, second.allowed, stated, null));
        }
        if (generator.chance(40)) {
            t.known().stream()
                    .filter(o -> !Model.answersFor(agent, o.id))
                    .forEach(o -> entries.add(other(o.id, o.allowed)));
        }
        if (random.nextBoolean()) {
            entries.addFirst(entries.removeLast());
        }
        boolean zeroAfter = t.type() == TransactionType.LEND
                && writes
                && data != DataAccess.READ_ONLY
                && second == null
                && generator.chance(20);
        boolean zeroed = t.zeroed() && !b.everRetrieved && second == null && t.ownerWrites() && random.nextBoolean();
        int hint = region == null && generator.chance(b.retrieved() ? 5 : 15) ? HINT_VALID | random.nextInt(5) << 5 : 0;
        int type = random.nextBoolean() ? t.type().encode() << 3 : 0;
        return new Operation.Retrieve(
                agent,
                t.owner(),
                t.handle(),
                t.tag(),
                attributes,
                hint | type | (zeroAfter ? 4 : 0) | (zeroed ? 1 : 0),
                entries,
                generator.chance(8));
    }

    private MemoryAttributes attributes(Transaction t) {
        return generator.chance(65)
                ? MemoryAttributes.NOT_SPECIFIED
                : generator.pick(Attributes.STATED.stream()
                        .filter(a -> Attributes.within(a, t.attributes()))
                        .toList());
    }

    private InstructionAccess instruction(Transaction t, Borrower b, DataAccess data, MemoryAttributes attributes) {
        if (t.neverExecutable() || random.nextBoolean()) {
            return InstructionAccess.NOT_SPECIFIED;
        }
        boolean device = Attributes.device(attributes == MemoryAttributes.NOT_SPECIFIED ? t.attributes() : attributes);
        boolean possible = data == DataAccess.READ_ONLY && !device && b.id != Model.DEPENDENT;
        return possible && random.nextBoolean() ? InstructionAccess.EXECUTABLE : InstructionAccess.EXECUTE_NEVER;
    }

    /** A proxy endpoint and its device can have it together. */
    private static @Nullable Borrower alsoFor(Transaction t, Borrower b) {
        return t.known().stream()
                .filter(o -> o != b && !o.retrieved() && Model.agent(o.id) == Model.agent(b.id))
                .findFirst()
                .orElse(null);
    }

    /** Addresses of the Receiver's choice for that many pages, most often where it has nothing yet. */
    private CompositeRegion places(int endpoint, int pages) {
        List<ConstituentRange> ranges = new ArrayList<>();
        long next = generator.chance(65) || Model.DEVICES.contains(endpoint)
                ? FREE
                : model.parties().at(endpoint).heap();
        for (int left = pages; left > 0; ) {
            int length = 1 + random.nextInt(left);
            next += (long) random.nextInt(20) * Model.PAGE_SIZE;
            ranges.add(random.nextInt(ranges.size() + 1), new ConstituentRange(next, length));
            next += (long) length * Model.PAGE_SIZE;
            left -= length;
        }
        return CompositeRegion.of(ranges);
    }

    /** One page more, one less, or one twice. */
    private CompositeRegion wrongPlaces(int endpoint, int pages) {
        if (pages > 1 && random.nextBoolean()) {
            ConstituentRange rest = new ConstituentRange(FREE, pages - 1);
            return random.nextBoolean()
                    ? CompositeRegion.of(List.of(rest))
                    : CompositeRegion.of(List.of(rest, new ConstituentRange(FREE, 1)));
        }
        return places(endpoint, pages + 1);
    }

    private static EndpointAccess other(int id, DataAccess data) {
        return new EndpointAccess(id, data, InstructionAccess.NOT_SPECIFIED, true, null);
    }

    private Operation.Retrieve wrong(Operation.Retrieve s, Transaction t, Borrower b) {
        int wrongType = 1 + (t.type().encode() + random.nextInt(2)) % 3;
        boolean donate = t.type() == TransactionType.DONATE;
        return switch (random.nextInt(22)) {
            case 0 ->
                new Operation.Retrieve(
                        s.caller(),
                        generator.otherThan(s.sender()),
                        s.handle(),
                        s.tag(),
                        s.attributes(),
                        s.flags(),
                        s.entries(),
                        false);
            case 1 ->
                new Operation.Retrieve(
                        s.caller(),
                        s.sender(),
                        generator.invalidHandle(),
                        s.tag(),
                        s.attributes(),
                        s.flags(),
                        s.entries(),
                        false);
            case 2 ->
                new Operation.Retrieve(
                        s.caller(),
                        s.sender(),
                        s.handle(),
                        s.tag() ^ 1L << random.nextInt(64),
                        s.attributes(),
                        s.flags(),
                        s.entries(),
                        false);
            case 3 -> flags(s, (s.flags() & 7) | wrongType << 3);
            case 4 -> {
                int caller = generator.otherThan(s.caller());
                yield new Operation.Retrieve(
                        caller,
                        s.sender(),
                        s.handle(),
                        s.tag(),
                        s.attributes(),
                        0,
                        List.of(MemoryAbi.receiver(caller)),
                        false);
            }
            case 5, 6 -> entries(s, List.of(MemoryAbi.writer(b.id)));
            case 7 -> flags(s, s.flags() | 1);
            case 8 -> flags(s, donate ? s.flags() | 2 : s.flags() | 4);
            case 9 -> flags(s, s.flags() | 2 | (random.nextBoolean() ? 0 : 1 << (10 + random.nextInt(22))));
            case 10 -> entries(s, List.of(MemoryAbi.receiver(generator.anyOther(b.id))));
            case 11 ->
                entries(s, List.of(MemoryAbi.receiver(b.id), other(generator.anyOther(b.id), DataAccess.READ_ONLY)));
            case 12 -> entries(s, List.of(other(b.id, DataAccess.NOT_SPECIFIED)));
            case 13 ->
                entries(
                        s,
                        List.of(new EndpointAccess(b.id, DataAccess.READ_WRITE, InstructionAccess.EXECUTABLE, null)));
            case 14 -> entries(s, List.of(MemoryAbi.receiver(b.id), MemoryAbi.receiver(generator.anyOther(b.id))));
            case 15 ->
                entries(
                        s,
                        List.of(MemoryAbi.receiver(b.id)
                                .withRegion(wrongPlaces(b.id, t.pages().size()))));
            case 16 -> flags(s, (s.flags() & ~HINT_VALID) | (1 + random.nextInt(15)) << 5);
            case 17 ->
                flags(
                        entries(
                                s,
                                List.of(MemoryAbi.receiver(b.id)
                                        .withRegion(places(b.id, t.pages().size())))),
                        s.flags() | HINT_VALID);
            case 18 -> {
                CompositeRegion region = places(b.id, t.pages().size());
                yield entries(
                        s,
                        List.of(
                                MemoryAbi.receiver(b.id),
                                other(generator.otherThan(b.id), DataAccess.NOT_SPECIFIED)
                                        .withRegion(region)));
            }
            case 19, 20 ->
                new Operation.Retrieve(
                        s.caller(),
                        s.sender(),
                        s.handle(),
                        s.tag(),
                        generator.pick(Attributes.STATED),
                        s.flags(),
                        s.entries(),
                        false);
            default -> again(s);
        };
    }

    /** What somebody has retrieved already, or for somebody whose RX buffer is full. */
    private Operation.Retrieve again(Operation.Retrieve s) {
        List<Integer> full = model.rxFull().stream().sorted().toList();
        boolean busy = !full.isEmpty() && random.nextBoolean();
        Transaction t = generator.transaction(x -> x.calling().stream().anyMatch(o -> again(o, busy, full)));
        if (t == null) {
            return s;
        }
        Borrower b = t.calling().stream()
                .filter(o -> again(o, busy, full))
                .findFirst()
                .orElseThrow();
        return new Operation.Retrieve(
                Model.agent(b.id),
                t.owner(),
                t.handle(),
                t.tag(),
                MemoryAttributes.NOT_SPECIFIED,
                0,
                List.of(MemoryAbi.receiver(b.id)),
                false);
    }

    private static boolean again(Borrower b, boolean busy, List<Integer> full) {
        return busy ? !b.retrieved() && full.contains(Model.agent(b.id)) : b.retrieved();
    }

    private static Operation.Retrieve flags(Operation.Retrieve s, int flags) {
        return new Operation.Retrieve(
                s.caller(), s.sender(), s.handle(), s.tag(), s.attributes(), flags, s.entries(), s.keepsRx());
    }

    private static Operation.Retrieve entries(Operation.Retrieve s, List<EndpointAccess> entries) {
        return new Operation.Retrieve(
                s.caller(), s.sender(), s.handle(), s.tag(), s.attributes(), s.flags(), entries, s.keepsRx());
    }
}
