package org.partita.hardware.gic;

import static org.partita.api.ffa.ExceptionLevel.EL1;
import static org.partita.api.ffa.ExceptionLevel.EL3;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;
import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.Gic;
import org.partita.api.gic.GicFrame;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;

/** Random operations, each for a GIC and for {@link NaiveGic}, with what they answer. */
final class Steps {
    static final int PES = 3;
    static final int SPIS = 32;

    private static final int[] INTIDS = {0, 1, 7, 15, 16, 27, 29, 31, 32, 33, 34, 40, 62, 63};
    private static final ExceptionLevel[] LEVELS = {EL3, S_EL1, EL1};
    private static final InterruptGroup[] GROUPS = InterruptGroup.values();

    record Step(String words, ToLongFunction<Gic> gic, ToLongFunction<NaiveGic> naive) {}

    private final Random random;
    private final int[] acknowledged = new int[PES];

    Steps(long seed) {
        random = new Random(seed);
    }

    /** So that later steps end interrupts that are active. */
    void answered(Step step, long answer) {
        if (step.words().startsWith("IAR") && answer < 1020) {
            acknowledged[Integer.parseInt(step.words().substring(step.words().length() - 1))] = (int) answer;
        }
    }

    Step next() {
        int pe = random.nextInt(PES);
        int intid = INTIDS[random.nextInt(INTIDS.length)];
        ExceptionLevel by = LEVELS[random.nextInt(LEVELS.length)];
        int done = random.nextInt(4) == 0 ? intid : acknowledged[pe];
        boolean flag = random.nextBoolean();
        return switch (random.nextInt(22)) {
            case 0, 1 -> configure(intid, pe);
            case 2, 3 -> step("pulse " + intid, g -> g.pulse(intid, pe), n -> n.line(intid, pe).latched = true);
            case 4, 5 -> step("level " + intid, g -> g.level(intid, pe, flag), n -> n.wire(intid, pe, flag));
            case 6, 7 -> acknowledge(pe, by, flag);
            case 8, 9 -> end(pe, by, done, flag);
            case 10 -> write(pe, CpuInterfaceRegister.ICC_DIR_EL1, by, done, n -> n.deactivate(pe, by, done));
            case 11 -> mask(pe, by);
            case 12 -> binaryPoint(pe, by, flag);
            case 13 -> groupEnables(pe, by);
            case 14 -> endOfInterruptMode(pe, by, flag);
            case 15 -> distributorControl(by.secure());
            case 16 -> sgi(pe, by, intid % 16);
            case 17 -> waker(pe, by.secure());
            case 18 -> route(by.secure());
            case 19 -> word(pe, by.secure());
            case 20 -> priority(intid, pe, by.secure());
            default -> look(pe, by);
        };
    }

    private Step configure(int intid, int pe) {
        boolean shared = intid >= 32;
        InterruptLine line = new InterruptLine(
                intid,
                shared ? random.nextInt(PES + 1) - 1 : pe,
                GROUPS[random.nextInt(3)],
                random.nextInt(256),
                intid >= 16 && random.nextBoolean(),
                random.nextInt(4) != 0);
        return step("configure " + line, g -> g.configure(line), n -> n.configure(line));
    }

    private static Step acknowledge(int pe, ExceptionLevel by, boolean group1) {
        if (by == EL3 && !group1) {
            return new Step(
                    "IAR0 on " + pe, g -> g.read(pe, CpuInterfaceRegister.ICC_IAR0_EL1, EL3), n -> n.acknowledge0(pe));
        }
        return new Step(
                "IAR1 at " + by + " on " + pe,
                g -> g.read(pe, CpuInterfaceRegister.ICC_IAR1_EL1, by),
                n -> n.acknowledge1(pe, by));
    }

    private static Step end(int pe, ExceptionLevel by, int intid, boolean group1) {
        if (by == EL3 && !group1) {
            return write(pe, CpuInterfaceRegister.ICC_EOIR0_EL1, by, intid, n -> n.end(pe, by, Set.of(GROUP_0), intid));
        }
        Set<InterruptGroup> permitted =
                by == EL3 ? EnumSet.of(SECURE_GROUP_1, NONSECURE_GROUP_1) : Set.of(NaiveGic.group1(by));
        return write(pe, CpuInterfaceRegister.ICC_EOIR1_EL1, by, intid, n -> n.end(pe, by, permitted, intid));
    }

    private Step mask(int pe, ExceptionLevel by) {
        int value = random.nextInt(3) == 0 ? random.nextInt(256) : 0xFF;
        return write(pe, CpuInterfaceRegister.ICC_PMR_EL1, by, value, n -> n.mask(pe, by.secure(), value));
    }

    private Step binaryPoint(int pe, ExceptionLevel by, boolean group1) {
        int value = random.nextInt(8);
        return by == EL3 && !group1
                ? write(pe, CpuInterfaceRegister.ICC_BPR0_EL1, by, value, n -> n.point(pe, GROUP_0, value))
                : write(pe, CpuInterfaceRegister.ICC_BPR1_EL1, by, value, n -> n.point(pe, NaiveGic.group1(by), value));
    }

    private Step groupEnables(int pe, ExceptionLevel by) {
        int value = random.nextInt(4) == 0 ? random.nextInt(4) : 3;
        if (by != EL3) {
            InterruptGroup group = NaiveGic.group1(by);
            return write(pe, CpuInterfaceRegister.ICC_IGRPEN1_EL1, by, value, n -> put(n, pe, group, (value & 1) != 0));
        }
        if (random.nextBoolean()) {
            return write(
                    pe, CpuInterfaceRegister.ICC_IGRPEN0_EL1, by, value, n -> put(n, pe, GROUP_0, (value & 1) != 0));
        }
        return write(pe, CpuInterfaceRegister.ICC_IGRPEN1_EL3, by, value, n -> {
            put(n, pe, NONSECURE_GROUP_1, (value & 1) != 0);
            put(n, pe, SECURE_GROUP_1, (value & 2) != 0);
        });
    }

    private static void put(NaiveGic n, int pe, InterruptGroup group, boolean enabled) {
        set(n.cpus.get(pe).groups, group, enabled);
    }

    private static <T> void set(Set<T> set, T element, boolean in) {
        if (in) {
            set.add(element);
        } else {
            set.remove(element);
        }
    }

    private static Step endOfInterruptMode(int pe, ExceptionLevel by, boolean split) {
        if (by != EL3) {
            return write(
                    pe,
                    CpuInterfaceRegister.ICC_CTLR_EL1,
                    by,
                    split ? 1 << 1 : 0,
                    n -> set(n.cpus.get(pe).split, by, split));
        }
        return write(pe, CpuInterfaceRegister.ICC_CTLR_EL3, by, split ? 1 << 2 | 1 << 4 : 1 << 3, n -> {
            set(n.cpus.get(pe).split, EL3, split);
            set(n.cpus.get(pe).split, S_EL1, !split);
            set(n.cpus.get(pe).split, EL1, split);
        });
    }

    private Step distributorControl(boolean secure) {
        int value = random.nextInt(4) == 0 ? random.nextInt(8) : 7;
        return step("GICD_CTLR " + value, g -> g.write(GicFrame.DISTRIBUTOR, 0, 0, 4, secure, value), n -> {
            set(n.groups, NONSECURE_GROUP_1, (value & 2) != 0);
            if (secure) {
                set(n.groups, GROUP_0, (value & 1) != 0);
                set(n.groups, SECURE_GROUP_1, (value & 4) != 0);
            }
        });
    }

    private Step sgi(int pe, ExceptionLevel by, int intid) {
        boolean others = random.nextBoolean();
        int targets = random.nextInt(1 << PES);
        long value = (long) intid << 24 | targets | (others ? 1L << 40 : 0);
        InterruptGroup own = NaiveGic.group1(by);
        InterruptGroup other = by.secure() ? NONSECURE_GROUP_1 : SECURE_GROUP_1;
        return switch (random.nextInt(3)) {
            case 0 ->
                write(
                        pe,
                        CpuInterfaceRegister.ICC_SGI0R_EL1,
                        by,
                        value,
                        n -> n.sgi(pe, by.secure(), GROUP_0, intid, others, targets));
            case 1 ->
                write(
                        pe,
                        CpuInterfaceRegister.ICC_SGI1R_EL1,
                        by,
                        value,
                        n -> n.sgi(pe, by.secure(), own, intid, others, targets));
            default ->
                write(
                        pe,
                        CpuInterfaceRegister.ICC_ASGI1R_EL1,
                        by,
                        value,
                        n -> n.sgi(pe, by.secure(), other, intid, others, targets));
        };
    }

    private Step waker(int pe, boolean secure) {
        boolean sleep = random.nextInt(3) == 0;
        return step(
                "GICR_WAKER " + pe,
                g -> g.write(GicFrame.REDISTRIBUTOR, pe, 0x14, 4, secure, sleep ? 2 : 0),
                n -> n.cpus.get(pe).asleep = secure ? sleep : n.cpus.get(pe).asleep);
    }

    private Step route(boolean secure) {
        int intid = 32 + random.nextInt(SPIS);
        int to = random.nextInt(PES + 2) - 1;
        long value = to < 0 ? 1L << 31 : to;
        return step(
                "GICD_IROUTER " + intid,
                g -> g.write(GicFrame.DISTRIBUTOR, 0, 0x6000 + Long.BYTES * intid, 8, secure, value),
                n -> {
                    NaiveGic.Line l = n.line(intid, 0);
                    if (to < PES && (secure || l.group == NONSECURE_GROUP_1)) {
                        l.pe = to;
                    }
                });
    }

    private Step word(int pe, boolean secure) {
        boolean shared = random.nextBoolean();
        GicFrame frame = shared ? GicFrame.DISTRIBUTOR : GicFrame.REDISTRIBUTOR_SGI;
        int first = shared ? 32 : 0;
        // few bits, so that not everything changes at once
        int some = random.nextInt();
        int value = some & random.nextInt();
        int kind = random.nextInt(7);
        int offset = (kind == 0 ? 0x80 : 0x80 + kind * 0x80) + (shared ? 4 : 0);
        return step("word " + kind + " from " + first, g -> g.write(frame, pe, offset, 4, secure, value), n -> {
            if (kind == 0) {
                n.each(
                        first,
                        pe,
                        secure,
                        secure ? -1 : 0,
                        l -> l.group = (value >> (l.intid % 32) & 1) != 0
                                ? NONSECURE_GROUP_1
                                : l.group == NONSECURE_GROUP_1 ? GROUP_0 : l.group);
            } else {
                n.each(first, pe, secure, value, l -> change(kind, l));
            }
        });
    }

    private static void change(int kind, NaiveGic.Line l) {
        switch (kind) {
            case 1 -> l.enabled = true;
            case 2 -> l.enabled = false;
            case 3 -> l.latched = true;
            case 4 -> l.latched = false;
            case 5 -> l.active = true;
            default -> l.active = false;
        }
    }

    private Step priority(int intid, int pe, boolean secure) {
        int value = random.nextInt(256);
        GicFrame frame = intid >= 32 ? GicFrame.DISTRIBUTOR : GicFrame.REDISTRIBUTOR_SGI;
        return new Step(
                "priority of " + intid,
                g -> {
                    g.write(frame, pe, 0x400 + intid, 1, secure, value);
                    return g.read(frame, pe, 0x400 + intid, 1, secure);
                },
                n -> {
                    NaiveGic.Line l = n.line(intid, pe);
                    if (secure) {
                        l.priority = value / 8 * 8;
                        return l.priority;
                    }
                    if (l.group != NONSECURE_GROUP_1) {
                        return 0;
                    }
                    l.priority = (0x80 + value / 2) / 8 * 8;
                    return l.priority * 2L - 0x100;
                });
    }

    private Step look(int pe, ExceptionLevel by) {
        return switch (random.nextInt(5)) {
            case 0 ->
                new Step("RPR", g -> g.read(pe, CpuInterfaceRegister.ICC_RPR_EL1, by), n -> n.running(pe, by.secure()));
            case 1 ->
                new Step("PMR", g -> g.read(pe, CpuInterfaceRegister.ICC_PMR_EL1, by), n -> n.mask(pe, by.secure()));
            case 2 ->
                new Step("HPPIR1", g -> g.read(pe, CpuInterfaceRegister.ICC_HPPIR1_EL1, by), n -> n.pending1(pe, by));
            case 3 ->
                new Step(
                        "ISPENDR",
                        g -> g.read(GicFrame.DISTRIBUTOR, 0, 0x204, 4, by.secure()),
                        n -> n.bits(32, 0, by.secure(), NaiveGic.Line::pending));
            default ->
                new Step(
                        "ISACTIVER",
                        g -> g.read(GicFrame.REDISTRIBUTOR_SGI, pe, 0x300, 4, by.secure()),
                        n -> n.bits(0, pe, by.secure(), l -> l.active));
        };
    }

    private static Step write(
            int pe, CpuInterfaceRegister register, ExceptionLevel by, long value, Consumer<NaiveGic> naive) {
        return step(register + " at " + by + " on " + pe + " = " + value, g -> g.write(pe, register, by, value), naive);
    }

    private static Step step(String words, Consumer<Gic> gic, Consumer<NaiveGic> naive) {
        return new Step(
                words,
                g -> {
                    gic.accept(g);
                    return 0;
                },
                n -> {
                    naive.accept(n);
                    return 0;
                });
    }
}
