package org.partita.hardware.gic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.partita.api.gic.GicState;
import org.partita.api.gic.GicState.InterfaceState;
import org.partita.api.gic.GicState.InterruptState;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;

/** What a GIC hands to its successor, and how that takes it: all or nothing. */
final class HandOver {
    static final int VERSION = 1;

    private static final InterruptGroup[] GROUPS = InterruptGroup.values();
    private static final int THREE_BITS = 7;
    private static final int LEVELS = 32;

    private HandOver() {}

    // ---- export

    static GicState export(Model model) {
        List<InterfaceState> interfaces = new ArrayList<>();
        for (int pe = 0; pe < model.interfaces.length; pe++) {
            interfaces.add(export(pe, model.interfaces[pe]));
        }
        Interrupts all = model.interrupts;
        List<InterruptState> interrupts = new ArrayList<>();
        inUse(
                all,
                slot -> interrupts.add(new InterruptState(
                        all.line(slot),
                        Interrupts.is(all.latched, slot),
                        Interrupts.is(all.active, slot),
                        Interrupts.is(all.asserted, slot),
                        all.activeOn(slot))));
        return new GicState(GicState.SCHEMA, VERSION, model.control(), interrupts, interfaces);
    }

    /** The slots whose interrupts are not as after reset, in order of ID and PE. */
    static void inUse(Interrupts all, IntConsumer consumer) {
        for (int intid = 0; intid < all.end(); intid++) {
            int pes = InterruptLine.isPrivate(intid) ? all.pes : 1;
            for (int pe = 0; pe < pes; pe++) {
                int slot = all.slot(intid, pe);
                if (!all.isReset(slot)) {
                    consumer.accept(slot);
                }
            }
        }
    }

    private static InterfaceState export(int pe, CpuInterface cpu) {
        List<Integer> binaryPoints = new ArrayList<>();
        List<Integer> active = new ArrayList<>();
        for (InterruptGroup group : GROUPS) {
            binaryPoints.add(cpu.binaryPoint(group));
        }
        for (int level = 0; level < LEVELS; level++) {
            for (InterruptGroup group : GROUPS) {
                if ((cpu.activePriorities(group) >>> level & 1) != 0) {
                    active.add(group.ordinal() << Byte.SIZE | level << Priorities.SHIFT);
                }
            }
        }
        return new InterfaceState(
                pe, cpu.priorityMask, binaryPoints, cpu.enabledGroups, cpu.endOfInterruptModes, cpu.awake, active);
    }

    // ---- import

    /** @throws IllegalArgumentException naming what this GIC does not take */
    static Model take(GicState state, int pes, int spis) {
        if (!GicState.SCHEMA.equals(state.schema()) || state.version() != VERSION) {
            throw new IllegalArgumentException("state of schema " + state.schema() + " version " + state.version()
                    + " is not understood; this GIC takes " + GicState.SCHEMA + " version " + VERSION);
        }
        Model model = new Model(pes, spis);
        require(
                (state.control() & ~Model.ENABLES) == Model.AFFINITY_ROUTING,
                "GICD_CTLR %#x: other bits than group enables are 0x30, affinity routing",
                state.control());
        model.control(state.control());
        Set<Integer> slots = new HashSet<>();
        for (InterruptState i : state.interrupts()) {
            int slot = take(i, model.interrupts);
            require(
                    slots.add(slot),
                    "interrupt %d of PE %d is there twice",
                    i.line().intid(),
                    i.line().pe());
        }
        Set<Integer> taken = new HashSet<>();
        for (InterfaceState i : state.interfaces()) {
            take(i, model.pe(i.pe()));
            require(taken.add(i.pe()), "the CPU interface of PE %d is there twice", i.pe());
        }
        require(taken.size() == pes, "CPU interfaces of %d PEs, but the platform has %d", taken.size(), pes);
        model.participants();
        return model;
    }

    private static int take(InterruptState i, Interrupts interrupts) {
        InterruptLine line = i.line();
        interrupts.configure(line);
        int slot = interrupts.slot(line.intid(), line.pe());
        require(
                interrupts.priority(slot) == line.priority(),
                "interrupt %d: priority %#x has bits that are not implemented; the upper 5 are",
                line.intid(),
                line.priority());
        boolean possible = i.activeOn() == -1
                || (i.active()
                        && i.activeOn() >= 0
                        && i.activeOn() < interrupts.pes
                        && (!interrupts.isPrivate(slot) || i.activeOn() == line.pe()));
        require(possible, "interrupt %d can't be active on PE %d", line.intid(), i.activeOn());
        if (i.active()) {
            interrupts.activate(slot, i.activeOn());
        }
        Interrupts.set(interrupts.latched, slot, i.latched());
        Interrupts.set(interrupts.asserted, slot, i.asserted());
        return slot;
    }

    private static void take(InterfaceState i, CpuInterface cpu) {
        require(
                (i.priorityMask() & ~Priorities.IMPLEMENTED) == 0,
                "PE %d: priority mask %#x has bits that are not implemented; the upper 5 of 8 are",
                i.pe(),
                i.priorityMask());
        require((i.enabledGroups() & ~THREE_BITS) == 0, "PE %d: enabled groups %#x", i.pe(), i.enabledGroups());
        require(
                (i.endOfInterruptModes() & ~THREE_BITS) == 0,
                "PE %d: end of interrupt modes %#x",
                i.pe(),
                i.endOfInterruptModes());
        require(
                i.binaryPoints().size() == GROUPS.length,
                "PE %d: %d binary points instead of 3",
                i.pe(),
                i.binaryPoints().size());
        for (InterruptGroup group : GROUPS) {
            int point = i.binaryPoints().get(group.ordinal());
            cpu.binaryPoint(group, point);
            require(
                    cpu.binaryPoint(group) == point,
                    "PE %d: binary point %d of %s is not %d to 7",
                    i.pe(),
                    point,
                    group,
                    CpuInterface.leastBinaryPoint(group));
        }
        cpu.priorityMask = i.priorityMask();
        cpu.enabledGroups = i.enabledGroups();
        cpu.endOfInterruptModes = i.endOfInterruptModes();
        cpu.awake = i.awake();
        i.activePriorities().forEach(active -> activate(i.pe(), cpu, active));
    }

    private static void activate(int pe, CpuInterface cpu, int active) {
        int ordinal = active >> Byte.SIZE;
        int priority = active & Priorities.IDLE;
        require(
                ordinal >= 0 && ordinal < GROUPS.length && (priority & ~Priorities.IMPLEMENTED) == 0,
                "PE %d: active priority %#x is no group and priority",
                pe,
                active);
        int level = 1 << (priority >> Priorities.SHIFT);
        int before = cpu.activePriorities(GROUPS[ordinal]);
        require((before & level) == 0, "PE %d: active priority %#x is there twice", pe, active);
        cpu.activePriorities(GROUPS[ordinal], before | level);
    }

    private static void require(boolean holds, String words, Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException("the state of the GIC is not possible: " + words.formatted(arguments));
        }
    }
}
