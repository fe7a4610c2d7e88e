package org.partita.it.memory.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;

/**
 * Chooses a call in view of the model: most often one that should succeed, else one with something wrong. A call depends
 * on the seed of its step and the state only, so steps can be removed from a sequence.
 */
final class Generator {
    private static final int WRONG = 40;
    private static final int SLICED = 20;
    /** Of a thousand steps. */
    private static final int CRASHES = 16;

    /** Of a hundred steps. */
    private static final int ACTS = 3;

    /** Of a thousand steps. */
    private static final int TROUBLES = 25;

    /** Of a thousand steps. */
    private static final int LENGTHY = 2;

    static final int MOST_GONE = 2;
    /** Of a hundred, for each endpoint that has crashed. */
    private static final int RELOADS = 8;

    private final Model model;
    private final SplittableRandom random;

    Generator(Model model, long seed) {
        this.model = model;
        this.random = new SplittableRandom(seed);
    }

    Operation next() {
        for (; ; ) {
            Operation next = any();
            if (model.live().contains(next.caller())
                    || next instanceof Operation.Reload
                    || next instanceof Operation.Act) {
                Operation troubled =
                        random.nextInt(1000) < TROUBLES ? new Troubles(model, random, this).next(next) : null;
                return troubled != null ? troubled : chance(SLICED) ? sliced(next) : next;
            }
        }
    }

    /** In time slices (bit 1 of the flags). */
    static Operation sliced(Operation operation) {
        return switch (operation) {
            case Operation.Send s ->
                new Operation.Send(
                        s.type(),
                        s.caller(),
                        s.sender(),
                        s.handle(),
                        s.tag(),
                        s.attributes(),
                        s.flags() | 2,
                        s.ranges(),
                        s.receivers());
            case Operation.Retrieve s ->
                new Operation.Retrieve(
                        s.caller(),
                        s.sender(),
                        s.handle(),
                        s.tag(),
                        s.attributes(),
                        s.flags() | 2,
                        s.entries(),
                        s.keepsRx());
            case Operation.Relinquish s ->
                new Operation.Relinquish(s.caller(), s.handle(), s.zero(), true, s.endpoints());
            case Operation.Reclaim s -> new Operation.Reclaim(s.caller(), s.handle(), s.flags() | 2);
            default -> operation;
        };
    }

    private Operation any() {
        if (random.nextInt(1000) < CRASHES
                && model.live().size() > model.endpoints().size() - MOST_GONE) {
            List<Integer> vms =
                    model.live().stream().filter(e -> !Model.secure(e)).toList();
            int victim = pick(model.live());
            List<Integer> callers = vms.stream().filter(e -> e != victim).toList();
            if (!callers.isEmpty()) {
                return new Operation.Crash(pick(callers), victim);
            }
        }
        List<Integer> gone = model.endpoints().stream()
                .filter(e -> !model.live().contains(e))
                .toList();
        if (!gone.isEmpty() && random.nextInt(100) < RELOADS * gone.size()) {
            return new Operation.Reload(pick(gone));
        }
        if (random.nextInt(100) < ACTS) {
            return act();
        }
        if (random.nextInt(1000) < LENGTHY) {
            List<Integer> ready = model.live().stream()
                    .filter(e -> !model.rxFull().contains(e))
                    .toList();
            int caller = pick(model.live());
            List<Integer> receivers = ready.stream()
                    .filter(e -> e != caller && (Model.secure(e) || !Model.secure(caller)))
                    .toList();
            if (!receivers.isEmpty()) {
                return new Operation.Lengthy(caller, pick(receivers));
            }
        }
        int kind = random.nextInt(100);
        List<Integer> full = model.rxFull().stream().sorted().toList();
        if (!full.isEmpty() && kind < 10) {
            return new Operation.Release(pick(full));
        }
        if (kind < 42) {
            return new Sends(model, random, this).next(chance(WRONG));
        }
        if (kind < 66) {
            return new Retrieves(model, random, this).next(chance(WRONG));
        }
        return kind < 83 ? relinquish(chance(WRONG)) : reclaim(chance(WRONG));
    }

    /** The device uses its memory a third of the time. */
    private Operation act() {
        Transaction t = transaction(x -> {
            Borrower device = x.borrower(Model.INDEPENDENT);
            return device != null && device.retrieved();
        });
        if (t != null && random.nextBoolean()) {
            return new Operation.Act(Operation.Act.Kind.GIVES_BACK, t.handle());
        }
        return new Operation.Act(chance(33) ? Operation.Act.Kind.USES : Operation.Act.Kind.RESTS, 0);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    int otherThan(int endpoint) {
        return pick(model.live().stream().filter(e -> e != endpoint).toList());
    }

    int anyOther(int endpoint) {
        return pick(model.reaching().stream().filter(e -> e != endpoint).toList());
    }

    /** One of the transactions that fit, or null. */
    @Nullable
    Transaction transaction(Predicate<Transaction> fits) {
        List<Transaction> all = model.transactions().values().stream()
                .filter(t -> fits.test(t) && !t.known().isEmpty())
                .toList();
        return all.isEmpty() ? null : pick(all);
    }

    /** A Handle that is not valid now. */
    long invalidHandle() {
        if (!model.past().isEmpty() && chance(70)) {
            long handle = pick(model.past()).handle();
            return model.transactions().containsKey(handle) ? ~0L : handle;
        }
        return random.nextBoolean() ? 0x7FFF_0000_DEADL : 0x8FFF_0000_0000_DEADL;
    }

    /** One to three ranges of one to three pages whose first page fits, and whose others do if possible. */
    List<ConstituentRange> ranges(int endpoint, Predicate<Page> fits) {
        List<ConstituentRange> ranges = new ArrayList<>();
        List<Page> taken = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            List<Page> free = model.pages().stream()
                    .filter(p -> fits.test(p) && !taken.contains(p) && p.address(endpoint) != null)
                    .toList();
            if (free.isEmpty()) {
                break;
            }
            Page first = pick(free);
            long address = java.util.Objects.requireNonNull(first.address(endpoint));
            int length = 0;
            int most = 1 + random.nextInt(3);
            Page next = first;
            while (next != null && length < most && !taken.contains(next) && (length == 0 || fits.test(next))) {
                taken.add(next);
                length++;
                next = model.at(endpoint, address + (long) length * Model.PAGE_SIZE);
            }
            ranges.add(new ConstituentRange(address, length));
        }
        return ranges;
    }

    private Operation relinquish(boolean wrong) {
        Transaction t = transaction(Transaction::usedByCallers);
        if (t == null || (wrong && chance(20))) {
            t = transaction(x -> !x.calling().isEmpty());
        }
        if (t == null) {
            return new Operation.Relinquish(
                    pick(model.live()), invalidHandle(), false, false, List.of(pick(model.live())));
        }
        List<Borrower> having = t.calling().stream().filter(b -> b.retrieved()).toList();
        Borrower b = pick(having.isEmpty() ? t.calling() : having);
        int agent = Model.agent(b.id);
        List<Integer> together = having.stream()
                .filter(o -> Model.agent(o.id) == agent)
                .map(o -> o.id)
                .toList();
        List<Integer> ids = together.size() > 1 && chance(60) ? together : List.of(b.id);
        boolean writes = b.access == org.partita.api.descriptor.DataAccess.READ_WRITE;
        boolean zero = t.type() == TransactionType.LEND && writes && chance(25);
        if (!wrong) {
            boolean all = ids.size() == 1;
            return new Operation.Relinquish(agent, t.handle(), zero && all, false, ids);
        }
        return switch (random.nextInt(8)) {
            case 0 -> new Operation.Relinquish(agent, invalidHandle(), zero, false, List.of(b.id));
            case 1 -> {
                int caller = otherThan(b.id);
                yield new Operation.Relinquish(caller, t.handle(), false, false, List.of(caller));
            }
            case 2 -> new Operation.Relinquish(t.owner(), t.handle(), zero, false, List.of(t.owner()));
            case 3 -> new Operation.Relinquish(agent, t.handle(), true, false, List.of(b.id));
            case 4 -> new Operation.Relinquish(agent, t.handle(), zero, false, List.of(b.id, b.id));
            case 5 -> new Operation.Relinquish(agent, t.handle(), zero, false, List.of());
            case 6 -> new Operation.Relinquish(agent, t.handle(), zero, false, List.of(anyOther(b.id)));
            default -> {
                int caller = Model.agent(pick(t.calling()).id);
                yield new Operation.Relinquish(
                        caller, t.handle(), zero, false, Arrays.asList(caller, anyOther(caller)));
            }
        };
    }

    private Operation reclaim(boolean wrong) {
        Transaction t = transaction(x -> !x.usedByCallers() && !(model.busy && x.used()));
        if (t == null || (wrong && chance(40))) {
            t = transaction(x -> true);
        }
        if (t == null) {
            return new Operation.Reclaim(pick(model.live()), invalidHandle(), 0);
        }
        boolean zero = t.ownAccess() == null && t.ownerWrites() && chance(25);
        if (!wrong) {
            return new Operation.Reclaim(t.owner(), t.handle(), zero ? 1 : 0);
        }
        int flags = zero ? 1 : 0;
        return switch (random.nextInt(6)) {
            case 0 -> new Operation.Reclaim(t.owner(), invalidHandle(), flags);
            case 1 -> new Operation.Reclaim(otherThan(t.owner()), t.handle(), 0);
            case 2 -> new Operation.Reclaim(pick(t.known()).id, t.handle(), 0);
            case 3 -> new Operation.Reclaim(t.owner(), t.handle(), flags | 2 << random.nextInt(31));
            case 4 -> new Operation.Reclaim(t.owner(), t.handle(), t.ownAccess() == null ? 1 : 0);
            default -> new Operation.Reclaim(t.owner(), Long.rotateLeft(t.handle(), 32) ^ 1L << 62, flags);
        };
    }
}
