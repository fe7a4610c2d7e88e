package org.partita.hardware.gic;

import java.util.Arrays;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;

/**
 * What the Distributor and the Redistributors know of each interrupt: 32 interrupts are a word of bits, SGIs and PPIs of PE n
 * word n, SPIs the words after those. A slot is the number of a word times 32 plus that of a bit.
 */
final class Interrupts {
    static final int WORD = 32;

    /** SGIs are always edge-triggered. */
    static final int SGIS = 0xFFFF;

    final int pes;
    final int words;

    /** IGROUPR. */
    final int[] nonSecure;

    /** IGRPMODR: of Non-secure Group 1 always 0, so that the reserved combination of both is not kept. */
    final int[] modifier;

    final int[] enabled;

    /** Pending by an edge or by software, until acknowledged. */
    final int[] latched;

    final int[] active;
    final int[] asserted;
    final int[] edge;

    private final int end;
    private final byte[] priority;
    private final short[] route;
    private final short[] activeOn;

    Interrupts(int pes, int spis) {
        this.pes = pes;
        words = pes + (spis + WORD - 1) / WORD;
        end = InterruptLine.FIRST_SPI + spis;
        nonSecure = new int[words];
        modifier = new int[words];
        enabled = new int[words];
        latched = new int[words];
        active = new int[words];
        asserted = new int[words];
        edge = new int[words];
        Arrays.fill(edge, 0, pes, SGIS);
        priority = new byte[words * WORD];
        route = new short[words * WORD];
        activeOn = new short[words * WORD];
        Arrays.fill(activeOn, (short) -1);
    }

    // ---- which there are

    boolean implemented(int intid) {
        return intid >= 0 && intid < end;
    }

    /** First interrupt ID that there is not. */
    int end() {
        return end;
    }

    /** @throws IllegalArgumentException if there is no such interrupt, or it is private to a PE that there is not */
    int slot(int intid, int pe) {
        if (!implemented(intid)) {
            throw new IllegalArgumentException("there is no interrupt " + intid + "; the last is " + (end - 1)
                    + ": see " + GicConfiguration.PID + " spis");
        }
        if (!InterruptLine.isPrivate(intid)) {
            return (pes - 1) * WORD + intid;
        }
        if (pe < 0 || pe >= pes) {
            throw new IllegalArgumentException(
                    "interrupt " + intid + ": there is no PE " + pe + "; the platform has " + pes);
        }
        return pe * WORD + intid;
    }

    int intid(int slot) {
        return isPrivate(slot) ? slot % WORD : slot - (pes - 1) * WORD;
    }

    boolean isPrivate(int slot) {
        return slot < pes * WORD;
    }

    /** The bits of a word that stand for interrupts: those with the special IDs from 1020 do not. */
    int implementedIn(int word) {
        int first = (word - pes + 1) * WORD;
        return word < pes || end - first >= WORD ? -1 : (1 << (end - first)) - 1;
    }

    // ---- words

    /** Pending by an edge, by software, or by the wire of a level-sensitive interrupt. */
    int pending(int word) {
        return latched[word] | (~edge[word] & asserted[word]);
    }

    /** The interrupts of a group. */
    int of(InterruptGroup group, int word) {
        return switch (group) {
            case GROUP_0 -> ~nonSecure[word] & ~modifier[word];
            case SECURE_GROUP_1 -> ~nonSecure[word] & modifier[word];
            case NONSECURE_GROUP_1 -> nonSecure[word];
        };
    }

    // ---- one interrupt

    static boolean is(int[] bits, int slot) {
        return (bits[slot / WORD] >>> (slot % WORD) & 1) != 0;
    }

    static void set(int[] bits, int slot, boolean value) {
        int bit = 1 << (slot % WORD);
        bits[slot / WORD] = value ? bits[slot / WORD] | bit : bits[slot / WORD] & ~bit;
    }

    InterruptGroup group(int slot) {
        if (is(nonSecure, slot)) {
            return InterruptGroup.NONSECURE_GROUP_1;
        }
        return is(modifier, slot) ? InterruptGroup.SECURE_GROUP_1 : InterruptGroup.GROUP_0;
    }

    int priority(int slot) {
        return Byte.toUnsignedInt(priority[slot]);
    }

    void priority(int slot, int value) {
        priority[slot] = (byte) (value & Priorities.IMPLEMENTED);
    }

    /** The PE that takes an SPI, {@link InterruptLine#ANY_PE} if any may; of an SGI or PPI its PE. */
    int route(int slot) {
        return isPrivate(slot) ? slot / WORD : route[slot];
    }

    void route(int slot, int pe) {
        route[slot] = (short) pe;
    }

    /** As {@link #pending}, of one interrupt. */
    boolean isPending(int slot) {
        return (pending(slot / WORD) >>> (slot % WORD) & 1) != 0;
    }

    /** The PE on which it is active, -1 if none or nobody knows: software wrote GICD_ISACTIVER. */
    int activeOn(int slot) {
        return activeOn[slot];
    }

    /** The wire: of an edge-triggered interrupt its rise is latched. */
    void level(int slot, boolean high) {
        if (high && !is(asserted, slot) && is(edge, slot)) {
            set(latched, slot, true);
        }
        set(asserted, slot, high);
    }

    /** A PE acknowledges: what was latched is active now; a wire that is still asserted leaves it pending too. */
    void activate(int slot, int pe) {
        set(latched, slot, false);
        set(active, slot, true);
        activeOn[slot] = (short) pe;
    }

    void deactivate(int slot) {
        set(active, slot, false);
        activeOn[slot] = -1;
    }

    // ---- as firmware sets it up

    InterruptLine line(int slot) {
        return new InterruptLine(
                intid(slot), route(slot), group(slot), priority(slot), !is(edge, slot), is(enabled, slot));
    }

    /** Whether it is as after reset: not set up, and idle. */
    boolean isReset(int slot) {
        boolean sgi = isPrivate(slot) && (SGIS >>> (slot % WORD) & 1) != 0;
        return group(slot) == InterruptGroup.GROUP_0
                && priority[slot] == 0
                && is(edge, slot) == sgi
                && (isPrivate(slot) || route[slot] == 0)
                && !is(enabled, slot)
                && !is(latched, slot)
                && !is(active, slot)
                && !is(asserted, slot);
    }

    /** @throws IllegalArgumentException naming the interrupt and the rule that is broken; then nothing has changed */
    void configure(InterruptLine line) {
        int intid = line.intid();
        int slot = slot(intid, line.pe());
        require(
                line.priority() >= 0 && line.priority() <= Priorities.IDLE,
                intid,
                "priorities are 0 to 255, not " + line.priority());
        if (isPrivate(slot)) {
            require(!line.level() || (SGIS >>> intid & 1) == 0, intid, "SGIs are edge-triggered");
        } else {
            require(
                    line.pe() >= InterruptLine.ANY_PE && line.pe() < pes,
                    intid,
                    "there is no PE " + line.pe() + " to route it to; the platform has " + pes);
            route(slot, line.pe());
        }
        set(nonSecure, slot, line.group() == InterruptGroup.NONSECURE_GROUP_1);
        set(modifier, slot, line.group() == InterruptGroup.SECURE_GROUP_1);
        set(edge, slot, !line.level());
        set(enabled, slot, line.enabled());
        priority(slot, line.priority());
    }

    private static void require(boolean holds, int intid, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("interrupt " + intid + ": " + rule);
        }
    }
}
