package org.partita.partition.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.partition.MemoryView;

/** The interrupts and what is counted of them. Each word has one writer, but for the last signal's: handler or thread. */
final class Interrupts {
    static final int WORDS = 4;

    /** Signals: bit 31 for the first interrupt of the manifest, bit 30 for the next. */
    static final int WATCHDOG = 1 << 31;

    static final int TICKER = 1 << 30;
    static final int SIGNALS = WATCHDOG | TICKER;

    /** Bytes of the statistics. */
    static final int STATISTICS = 16;

    private static final int TICKS = Counters.WORDS;
    private static final int PERIODS = TICKS + 1;
    private static final int WARNINGS = TICKS + 2;
    private static final int LAST = TICKS + 3;
    private static final int TICKS_OF_A_PERIOD = 4;

    /** Where the words are: the first-level function is told nothing but the memory. */
    private long base;

    /** Lets interrupts come; they are disabled when a partition is loaded. */
    void begin(SfnPsa psa) {
        base = Words.of(psa).base();
        psa.irqEnable(WATCHDOG);
        psa.irqEnable(TICKER);
    }

    /** The first-level function: only the ticker has one. */
    boolean tick(MemoryView memory) {
        Words words = new Words(memory, base);
        words.set(LAST, TICKER);
        return words.increment(TICKS) % TICKS_OF_A_PERIOD == 0;
    }

    /** The thread's part; whether there was one of these signals. */
    boolean handle(SfnPsa psa, int signals) {
        Words words = Words.of(psa);
        if ((signals & WATCHDOG) != 0) {
            words.increment(WARNINGS);
            words.set(LAST, WATCHDOG);
            psa.eoi(WATCHDOG);
        }
        if ((signals & TICKER) != 0) {
            psa.resetSignal(TICKER);
            words.increment(PERIODS);
        }
        return (signals & SIGNALS) != 0;
    }

    static byte[] statistics(Words words) {
        ByteBuffer bytes = ByteBuffer.allocate(STATISTICS).order(ByteOrder.LITTLE_ENDIAN);
        for (int word = TICKS; word <= LAST; word++) {
            bytes.putInt((int) words.get(word));
        }
        return bytes.array();
    }
}
