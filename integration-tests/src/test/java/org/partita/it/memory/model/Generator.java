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
    /** Of a thousand steps. */
    private static final int CRASHES = 16;

    private static final int MOST_GONE = 2;
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
            if (model.live().contains(next.caller()) || next instanceof Operation.Reload) {
                return next;
            }
        }
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

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    int otherThan(int endpoint) {
        return pick(model.live().stream().filter(e -> e != endpoint).toList());
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
        Transaction t = transaction(Transaction::used);
        if (t == null || (wrong && chance(20))) {
            t = transaction(x -> true);
        }
        if (t == null) {
            return new Operation.Relinquish(
                    pick(model.live()), invalidHandle(), false, false, List.of(pick(model.live())));
        }
        List<Borrower> having = t.known().stream().filter(b -> b.retrieved).toList();
        Borrower b = pick(having.isEmpty() ? t.known() : having);
        boolean writes = b.access == org.partita.api.descriptor.DataAccess.READ_WRITE;
        boolean zero = t.type() == TransactionType.LEND && writes && chance(25);
        if (!wrong) {
            return new Operation.Relinquish(b.id, t.handle(), zero, false, List.of(b.id));
        }
        return switch (random.nextInt(8)) {
            case 0 -> new Operation.Relinquish(b.id, invalidHandle(), zero, false, List.of(b.id));
            case 1 -> {
                int caller = otherThan(b.id);
                yield new Operation.Relinquish(caller, t.handle(), false, false, List.of(caller));
            }
            case 2 -> new Operation.Relinquish(t.owner(), t.handle(), zero, false, List.of(t.owner()));
            case 3 -> new Operation.Relinquish(b.id, t.handle(), true, false, List.of(b.id));
            case 4 -> new Operation.Relinquish(b.id, t.handle(), zero, true, List.of(b.id));
            case 5 -> new Operation.Relinquish(b.id, t.handle(), zero, false, List.of());
            case 6 -> new Operation.Relinquish(b.id, t.handle(), zero, false, List.of(otherThan(b.id)));
            default -> {
                int caller = pick(t.known()).id;
                yield new Operation.Relinquish(
                        caller, t.handle(), zero, false, Arrays.asList(caller, otherThan(caller)));
            }
        };
    }

    private Operation reclaim(boolean wrong) {
        Transaction t = transaction(x -> !x.used());
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
