package org.partita.benchmarks.prototype;

import org.partita.api.ffa.Registers;

/** A partition that answers direct requests: reads x3 to x7 and leaves the response there. */
public interface Receiver {
    void directRequest(Registers registers);

    /** Returns x3 to x7. */
    final class Same implements Receiver {
        @Override
        public void directRequest(Registers r) {}
    }

    /** Adds x4 to x3. */
    final class Sum implements Receiver {
        @Override
        public void directRequest(Registers r) {
            r.x3 += r.x4;
        }
    }

    /** Inverts x3 and x7. */
    final class Inverse implements Receiver {
        @Override
        public void directRequest(Registers r) {
            r.x3 = ~r.x3;
            r.x7 = ~r.x7;
        }
    }
}
