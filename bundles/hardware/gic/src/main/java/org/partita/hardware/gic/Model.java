package org.partita.hardware.gic;

import java.util.Arrays;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;

/** The state of a GIC for so many PEs and SPIs, and which interrupt it forwards to a PE. */
final class Model {
    static final int NONE = -1;

    /** GICD_CTLR.EnableGrp0, EnableGrp1NS, EnableGrp1S. */
    static final int ENABLE_GRP0 = 1;

    static final int ENABLE_GRP1_NS = 1 << 1;
    static final int ENABLE_GRP1_S = 1 << 2;
    static final int ENABLES = ENABLE_GRP0 | ENABLE_GRP1_NS | ENABLE_GRP1_S;

    /** GICD_CTLR.ARE_S and ARE_NS: there is affinity routing only. */
    static final int AFFINITY_ROUTING = 1 << 4 | 1 << 5;

    private static final InterruptGroup[] GROUPS = InterruptGroup.values();

    final int spis;
    final Interrupts interrupts;
    final CpuInterface[] interfaces;

    private int enables = ENABLES;

    /** For each group the PE that takes interrupts that any may take. */
    private final int[] taker = new int[GROUPS.length];

    Model(int pes, int spis) {
        this.spis = spis;
        interrupts = new Interrupts(pes, spis);
        interfaces = new CpuInterface[pes];
        for (int pe = 0; pe < pes; pe++) {
            interfaces[pe] = new CpuInterface();
        }
        participants();
    }

    /** @throws IllegalArgumentException if there is no such PE */
    CpuInterface pe(int pe) {
        if (pe < 0 || pe >= interfaces.length) {
            throw new IllegalArgumentException("there is no PE " + pe + "; the platform has " + interfaces.length);
        }
        return interfaces[pe];
    }

    /** GICD_CTLR as Secure software reads it. */
    int control() {
        return enables | AFFINITY_ROUTING;
    }

    void control(int value) {
        enables = value & ENABLES;
    }

    boolean enabled(InterruptGroup group) {
        int bit = switch (group) {
            case GROUP_0 -> ENABLE_GRP0;
            case SECURE_GROUP_1 -> ENABLE_GRP1_S;
            case NONSECURE_GROUP_1 -> ENABLE_GRP1_NS;
        };
        return (enables & bit) != 0;
    }

    /**
     * After each change of group enables at CPU interfaces and of GICR_WAKER: an interrupt that any PE may take goes to the
     * first that is awake and has its group enabled, so that a run can be repeated.
     */
    void participants() {
        Arrays.fill(taker, NONE);
        for (int pe = interfaces.length - 1; pe >= 0; pe--) {
            for (InterruptGroup group : GROUPS) {
                if (interfaces[pe].awake && interfaces[pe].enabled(group)) {
                    taker[group.ordinal()] = pe;
                }
            }
        }
    }

    /**
     * The highest priority pending interrupt of a PE (GICv3 4.8): enabled, its group enabled in the Distributor and the CPU
     * interface, not active. Of equal priority the lowest ID comes first.
     *
     * @return its slot, {@link #NONE} if none
     */
    int highest(int pe) {
        CpuInterface cpu = interfaces[pe];
        if (!cpu.awake) {
            return NONE;
        }
        int best = better(pe, pe, cpu, NONE);
        for (int word = interrupts.pes; word < interrupts.words; word++) {
            best = better(word, pe, cpu, best);
        }
        return best;
    }

    private int better(int word, int pe, CpuInterface cpu, int than) {
        int best = than;
        int candidates = interrupts.pending(word) & interrupts.enabled[word] & ~interrupts.active[word];
        for (; candidates != 0; candidates &= candidates - 1) {
            int slot = word * Interrupts.WORD + Integer.numberOfTrailingZeros(candidates);
            if (best != NONE && interrupts.priority(slot) >= interrupts.priority(best)) {
                continue;
            }
            InterruptGroup group = interrupts.group(slot);
            if (enabled(group) && cpu.enabled(group) && takes(pe, slot, group)) {
                best = slot;
            }
        }
        return best;
    }

    private boolean takes(int pe, int slot, InterruptGroup group) {
        int route = interrupts.route(slot);
        return (route == InterruptLine.ANY_PE ? taker[group.ordinal()] : route) == pe;
    }

    /** The highest priority pending interrupt, if its priority suffices. */
    int signalledSlot(int pe) {
        int slot = highest(pe);
        boolean signals = slot != NONE && interfaces[pe].signals(interrupts.priority(slot), interrupts.group(slot));
        return signals ? slot : NONE;
    }

    int signalled(int pe) {
        int slot = signalledSlot(pe);
        return slot == NONE ? Gic.SPURIOUS : interrupts.intid(slot);
    }
}
