package org.partita.hardware.gic;

import org.partita.api.gic.InterruptLine;
import org.partita.hardware.gic.Register.Field;

/**
 * The registers that have a field for each interrupt. To Non-secure software the fields of Group 0 and Secure Group 1
 * interrupts read as zero, and it can't write them (GICv3 4.6): NSACR is zero.
 */
final class InterruptRegisters {
    private static final int HALF = 16;
    private static final long LOW = 0xFFFF_FFFFL;

    private final Interrupts interrupts;

    InterruptRegisters(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    /**
     * Reads.
     *
     * @param pe whose Redistributor, -1 for the Distributor
     * @param at bytes from the first register of its kind
     */
    long read(Field field, int pe, int at, int bytes, boolean secure) {
        return switch (field) {
            case PRIORITY -> priorities(pe, at, bytes, secure);
            case CONFIGURATION -> configuration(word(pe, at / 8), at / 4 % 2 * HALF, secure);
            case ROUTING -> routing(at / 8, secure) >>> (at % 8 * 8) & (bytes == 4 ? LOW : -1L);
            default -> bits(field, word(pe, at / 4), secure) & LOW;
        };
    }

    void write(Field field, int pe, int at, int bytes, boolean secure, long value) {
        switch (field) {
            case PRIORITY -> writePriorities(pe, at, bytes, secure, value);
            case CONFIGURATION -> writeConfiguration(word(pe, at / 8), at / 4 % 2 * HALF, secure, (int) value);
            case ROUTING -> writeRouting(at / 8, at % 8, bytes, secure, value);
            default -> writeBits(field, word(pe, at / 4), secure, (int) value);
        }
    }

    /** The word that a register with one bit an interrupt stands for, -1 if none. */
    private int word(int pe, int index) {
        if (pe >= 0) {
            return pe;
        }
        int word = interrupts.pes + index - 1;
        return index == 0 || word >= interrupts.words ? -1 : word;
    }

    /** The slot of an interrupt in a register of the Distributor or a Redistributor, -1 if there is none for this access. */
    private int slot(int pe, int intid, boolean secure) {
        if (!interrupts.implemented(intid) || InterruptLine.isPrivate(intid) != pe >= 0) {
            return -1;
        }
        int slot = interrupts.slot(intid, pe);
        return secure || Interrupts.is(interrupts.nonSecure, slot) ? slot : -1;
    }

    private int accessible(int word, boolean secure) {
        return interrupts.implementedIn(word) & (secure ? -1 : interrupts.nonSecure[word]);
    }

    // ---- one bit an interrupt

    private int bits(Field field, int word, boolean secure) {
        if (word < 0) {
            return 0;
        }
        int bits = switch (field) {
            case GROUP -> secure ? interrupts.nonSecure[word] : 0;
            case GROUP_MODIFIER -> secure ? interrupts.modifier[word] : 0;
            case SET_ENABLE, CLEAR_ENABLE -> interrupts.enabled[word];
            case SET_PENDING, CLEAR_PENDING -> interrupts.pending(word);
            case SET_ACTIVE, CLEAR_ACTIVE -> interrupts.active[word];
            case PRIORITY, CONFIGURATION, ROUTING -> throw new IllegalStateException(field.name());
        };
        return bits & accessible(word, secure);
    }

    private void writeBits(Field field, int word, boolean secure, int value) {
        if (word < 0) {
            return;
        }
        int ones = value & accessible(word, secure);
        switch (field) {
            case GROUP -> writeGroup(word, secure, ones);
            case GROUP_MODIFIER -> {
                if (secure) {
                    interrupts.modifier[word] = ones & ~interrupts.nonSecure[word];
                }
            }
            case SET_ENABLE -> interrupts.enabled[word] |= ones;
            case CLEAR_ENABLE -> interrupts.enabled[word] &= ~ones;
            case SET_PENDING -> interrupts.latched[word] |= ones;
            case CLEAR_PENDING -> interrupts.latched[word] &= ~ones;
            case SET_ACTIVE -> interrupts.active[word] |= ones;
            case CLEAR_ACTIVE -> {
                for (; ones != 0; ones &= ones - 1) {
                    interrupts.deactivate(word * Interrupts.WORD + Integer.numberOfTrailingZeros(ones));
                }
            }
            case PRIORITY, CONFIGURATION, ROUTING -> throw new IllegalStateException(field.name());
        }
    }

    private void writeGroup(int word, boolean secure, int ones) {
        if (secure) {
            interrupts.nonSecure[word] = ones;
            interrupts.modifier[word] &= ~ones;
        }
    }

    // ---- 8 bits an interrupt

    private long priorities(int pe, int at, int bytes, boolean secure) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            int slot = slot(pe, at + i, secure);
            int priority = slot < 0 ? 0 : interrupts.priority(slot);
            value = value << Byte.SIZE | (secure ? priority : Priorities.nonSecureView(priority));
        }
        return value;
    }

    private void writePriorities(int pe, int at, int bytes, boolean secure, long value) {
        for (int i = 0; i < bytes; i++) {
            int slot = slot(pe, at + i, secure);
            long written = value >> (i * Byte.SIZE) & 0xFF;
            if (slot >= 0) {
                interrupts.priority(slot, secure ? (int) written : Priorities.ofNonSecure(written));
            }
        }
    }

    // ---- 2 bits an interrupt: the upper says that it is edge-triggered, the lower is reserved

    private long configuration(int word, int first, boolean secure) {
        if (word < 0) {
            return 0;
        }
        int edges = interrupts.edge[word] & accessible(word, secure);
        return Integer.toUnsignedLong(Integer.expand(edges >>> first & 0xFFFF, 0xAAAA_AAAA));
    }

    private void writeConfiguration(int word, int first, boolean secure, int value) {
        if (word < 0) {
            return;
        }
        int written = accessible(word, secure) & 0xFFFF << first;
        if (word < interrupts.pes) {
            written &= ~Interrupts.SGIS;
        }
        int edges = Integer.compress(value, 0xAAAA_AAAA) << first;
        interrupts.edge[word] = (interrupts.edge[word] & ~written) | (edges & written);
    }

    // ---- 64 bits an interrupt

    private long routing(int intid, boolean secure) {
        int slot = slot(-1, intid, secure);
        return slot < 0 ? 0 : Affinity.router(interrupts.route(slot));
    }

    /** An affinity that no PE has is not taken: the register keeps what it has. */
    private void writeRouting(int intid, int byteOffset, int bytes, boolean secure, long value) {
        int slot = slot(-1, intid, secure);
        if (slot < 0) {
            return;
        }
        long router = value;
        if (bytes == 4) {
            long kept = routing(intid, true);
            router = byteOffset == 0 ? (kept & ~LOW) | (value & LOW) : (kept & LOW) | value << Integer.SIZE;
        }
        int pe = Affinity.routed(router, interrupts.pes);
        if (pe != Affinity.NOBODY) {
            interrupts.route(slot, pe);
        }
    }
}
