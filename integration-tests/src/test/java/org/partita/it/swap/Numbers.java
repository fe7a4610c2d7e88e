package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The numbers of what one side has seen, which have to be 1, 2, 3 and so on: one that is lost or comes twice names itself. */
final class Numbers {
    private final String what;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile long last;

    Numbers(String what) {
        this.what = what;
    }

    /** One more; from one thread at a time. */
    void see(long number) {
        if (number != last + 1) {
            wrong.add("%d after %d".formatted(number, last));
        }
        last = number;
    }

    /** The last one, 0 before the first: how many there were. */
    long last() {
        return last;
    }

    /** @param count how many there have to be */
    void judge(long count) {
        assertThat(wrong).as(what).isEmpty();
        assertThat(last).as(what).isEqualTo(count);
    }

    @Override
    public String toString() {
        return what + " " + last + wrong;
    }
}
