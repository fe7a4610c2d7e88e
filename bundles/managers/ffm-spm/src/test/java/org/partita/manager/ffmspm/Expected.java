package org.partita.manager.ffmspm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.lib.fixture.psa.PsaCallModel;

/** How a call may end, and which accesses the SPM may make for it. */
final class Expected {
    static final int PROGRAMMER_ERROR = -129;
    static final int CONNECTION_REFUSED = -130;
    static final int CONNECTION_BUSY = -131;
    static final int NOT_PERMITTED = -133;
    static final int NOT_SUPPORTED = -134;

    /** What a call comes to that is not refused. */
    enum End {
        VALUE,
        MESSAGE,
        ANSWER,
        WAIT
    }

    private record Range(long address, long length) {
        boolean has(long begin, long bytes) {
            return begin >= address && bytes <= length && begin - address <= length - bytes;
        }
    }

    private final Actor by;
    private final Set<Integer> refusals = new TreeSet<>();
    private final Set<Integer> possible = new TreeSet<>();
    private final Map<Long, Integer> words = new HashMap<>();
    private final List<Range> reads = new ArrayList<>();
    private final List<Range> writes = new ArrayList<>();
    private End end = End.VALUE;
    private int value;
    private @Nullable ReferenceConnection message;
    private Consumer<PsaCallModel> effect = call -> {};

    Expected(Actor by) {
        this.by = by;
    }

    /** A rule is broken that has this status. */
    Expected refused(int status) {
        refusals.add(status);
        return this;
    }

    Expected refusedIf(boolean broken, int status) {
        return broken ? refused(status) : this;
    }

    /** FF-M leaves it open, or what the client does meanwhile decides, whether a rule is broken. */
    Expected perhaps(int status) {
        possible.add(status);
        return this;
    }

    boolean refused() {
        return !refusals.isEmpty();
    }

    Expected value(long x0) {
        value = (int) x0;
        return this;
    }

    /** A message is sent, or answered. */
    Expected ends(End how, @Nullable ReferenceConnection with) {
        end = how;
        message = with;
        return this;
    }

    /** What changes if the call is not refused. */
    Expected then(Consumer<PsaCallModel> change) {
        effect = change;
        return this;
    }

    /** The SPM may read a word once for each time that this is called, also of a call that it refuses. */
    void mayRead(long word) {
        words.merge(word, 1, Integer::sum);
    }

    Expected reads(long address, long length) {
        reads.add(new Range(address, length));
        return this;
    }

    Expected writes(long address, long length) {
        writes.add(new Range(address, length));
        return this;
    }

    End end() {
        return end;
    }

    /** Of the caller, or, if a message is answered, of its client. */
    int value() {
        return value;
    }

    @Nullable
    ReferenceConnection message() {
        return message;
    }

    /** Compares with what has come. True if the call was not refused; its effects are those of the reference then. */
    boolean judge(PsaCallModel call, List<SpmAccess> accesses) {
        boolean refusal = !call.refusal().isEmpty();
        int result = call.result();
        if (refusal) {
            require(
                    refusals.contains(result) || possible.contains(result),
                    () -> call.refusal() + ": statuses of rules that are broken are " + refusals + " " + possible);
            boolean fatal = result == PROGRAMMER_ERROR || result == CONNECTION_REFUSED;
            require(call.panicked() == (by.secure() && fatal), () -> call.refusal() + " panics: " + call.panicked());
        } else {
            require(refusals.isEmpty(), () -> "the call is not refused: it ought to be with " + refusals);
            require(!call.panicked(), () -> "the caller panics and is not refused");
        }
        judgeAccesses(accesses, refusal);
        if (!refusal) {
            effect.accept(call);
            require(end != End.VALUE || result == value, () -> "the result is " + result + ", not " + value);
        }
        return !refusal;
    }

    private void judgeAccesses(List<SpmAccess> accesses, boolean refusal) {
        Map<Long, Integer> left = new HashMap<>(words);
        for (SpmAccess a : accesses) {
            int times = a.write() || a.length() != Integer.BYTES ? 0 : left.getOrDefault(a.address(), 0);
            if (times > 0) {
                left.put(a.address(), times - 1);
            } else {
                require(!refusal && permitted(a), () -> a + ": the SPM may not, or not once more");
            }
        }
        require(refusal || left.values().stream().allMatch(n -> n == 0), () -> "descriptors were not read: " + left);
    }

    private boolean permitted(SpmAccess a) {
        for (Range r : a.write() ? writes : reads) {
            if (r.has(a.address(), a.length())) {
                return true;
            }
        }
        return false;
    }

    /** Without AssertJ's descriptions, which would take most of the time. */
    private static void require(boolean is, Supplier<String> otherwise) {
        if (!is) {
            throw new AssertionError(otherwise.get());
        }
    }
}
