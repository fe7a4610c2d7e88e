package org.partita.core.execution;

import java.util.HashMap;
import java.util.Map;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.ffm.manifest.FfmInterrupt;
import org.partita.api.ffm.partition.FirstLevelHandler;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.core.spm.Resident;
import org.partita.core.wiring.RoleTable;

/**
 * Interrupts of FF-M partitions: whoever owns the PE takes them, and they become signals. A second-level one is disabled until its partition
 * says psa_eoi; for a first-level one a function of the partition runs at once, on the stack of whoever was interrupted.
 */
final class SpmInterrupts {
    /** In the upper half of the priorities, which are those of Secure interrupts; all alike. */
    private static final int PRIORITY = 0x40;

    /** An interrupt of a partition; its owner changes it by calls, the SPM when it comes: whoever owns the PE. */
    private static final class Line {
        final Resident partition;
        final FfmInterrupt manifest;
        boolean enabled;

        Line(Resident partition, FfmInterrupt manifest) {
            this.partition = partition;
            this.manifest = manifest;
        }
    }

    private final Hub hub;
    private final Interrupts controller;
    private final Faults faults;
    private final SpmSociety society;
    private final SpmProtection protection;
    private final Map<Integer, Line> lines = new HashMap<>();

    SpmInterrupts(Hub hub, Interrupts controller, Faults faults, SpmSociety society, SpmProtection protection) {
        this.hub = hub;
        this.controller = controller;
        this.faults = faults;
        this.society = society;
        this.protection = protection;
    }

    // ---- the partitions' interrupts

    /** Interrupts of a partition that is loaded: before anything runs, or again. Those of FF-M 1.0 partitions are enabled. */
    void load(Resident r) {
        boolean enabled = r.manifest().version().interruptsStartEnabled();
        guarded(SpmSociety.of(r), () -> {
            for (FfmInterrupt i : r.manifest().interrupts()) {
                Line line = lines.computeIfAbsent(i.source(), s -> new Line(r, i));
                controller.clear(set(line, enabled));
            }
        });
    }

    /** A partition has ended: nothing is told to it any more. */
    void unload(Resident r) {
        if (r.manifest().interrupts().isEmpty()) {
            return;
        }
        guarded(SpmSociety.of(r), () -> {
            for (FfmInterrupt i : r.manifest().interrupts()) {
                Line line = lines.get(i.source());
                if (line != null && line.enabled) {
                    controller.clear(set(line, false));
                }
            }
        });
    }

    /** What the interrupt controller throws is its own fault: whoever owns the PE goes on. */
    private void guarded(SpmComponent by, Runnable uses) {
        try {
            uses.run();
        } catch (RuntimeException | Error e) {
            // or whoever gives the PE away would look again at once, for ever
            hub.pe(0).attention = false;
            faults.providerFailed(by.context, hub.wiring().bound(RoleTable.GIC), e);
        }
    }

    /** Enables or disables the interrupt of a signal; whether it was enabled. */
    boolean enable(Resident r, int signal, boolean enable) {
        Line line = line(r, signal);
        boolean was = line.enabled;
        if (was != enable) {
            InterruptLine _ = set(line, enable);
        }
        return was;
    }

    /** The partition has handled the interrupt of a signal. */
    void handled(Resident r, int signal) {
        Line line = line(r, signal);
        controller.clear(set(line, true));
    }

    private Line line(Resident r, int signal) {
        for (Line line : lines.values()) {
            if (line.partition == r && line.manifest.signal() == signal) {
                return line;
            }
        }
        throw new IllegalArgumentException(
                "partition " + r + " has no interrupt with signal 0x" + Integer.toHexString(signal));
    }

    private InterruptLine set(Line line, boolean enabled) {
        int intid = line.manifest.source();
        line.enabled = enabled;
        int pe = InterruptLine.isPrivate(intid) ? 0 : InterruptLine.ANY_PE;
        InterruptLine now = new InterruptLine(intid, pe, InterruptGroup.SECURE_GROUP_1, PRIORITY, false, enabled);
        controller.configure(line.partition.id(), now);
        return now;
    }

    // ---- when they come

    /** Takes what is signalled to the PE; by whoever owns it, with no provider on the stack. */
    void take(SpmComponent by, Pe pe) {
        pe.attention = false;
        guarded(by, () -> {
            if (!takeAll(by, pe)) {
                throw new IllegalStateException("an interrupt is signalled, and none can be acknowledged");
            }
        });
    }

    private boolean takeAll(SpmComponent by, Pe pe) {
        for (int intid = controller.signalled(pe.index);
                intid != PhysicalInterrupts.SPURIOUS;
                intid = controller.signalled(pe.index)) {
            int taken = controller.acknowledge(pe.index, controller.group(intid, pe.index));
            if (taken == PhysicalInterrupts.SPURIOUS) {
                return controller.signalled(pe.index) == PhysicalInterrupts.SPURIOUS;
            }
            Line line = lines.get(taken);
            if (line == null || line.partition.ended()) {
                controller.disable(pe.index, taken, null);
            } else if (line.manifest.firstLevel()) {
                handle(by, line, pe);
            } else {
                InterruptLine _ = set(line, false);
                line.partition.assertSignals(line.manifest.signal());
            }
            controller.deactivate(pe.index, taken);
        }
        return true;
    }

    /** Runs the FLIH function of a partition in its own context: with its memory and its protection. */
    private void handle(SpmComponent by, Line line, Pe pe) {
        SpmComponent p = SpmSociety.of(line.partition);
        SpmCode code = p.code;
        if (code == null || !(code.code() instanceof FirstLevelHandler handler)) {
            return;
        }
        p.firstLevel = true;
        p.context.pe = pe;
        pe.owner(p.context);
        protection.enter(p, pe);
        boolean tell = false;
        try {
            tell = handler.handle(p.api.memory(), line.manifest.signal());
        } catch (ContextStopped e) {
            // it has ended, and who waits for it was told
        } catch (Throwable e) {
            society.end(p, "threw an exception in its first-level interrupt handling", e);
        } finally {
            p.firstLevel = false;
            pe.owner(by.context);
            protection.enter(by, pe);
        }
        if (tell && !line.partition.ended()) {
            line.partition.assertSignals(line.manifest.signal());
        }
    }
}
