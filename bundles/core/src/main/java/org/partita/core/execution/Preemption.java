package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Component;
import org.partita.api.call.Delivery;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RunState;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.manifest.RunTimeModel;
import org.partita.core.wiring.Wiring;

/**
 * Takes physical interrupts at the preemption points of a context, or on a PE that nobody runs on: a PE takes one to the manager that
 * its group and the Security state say, which decides what becomes of the context (FF-A 4.5.3, 9.4.1).
 */
final class Preemption {
    /** Most interrupts that are taken at one preemption point: then the context goes on a step, however many there are. */
    private static final int BURST = 64;

    private final Trampoline trampoline;
    private final Hub hub;
    private final Cycles cycles;

    Preemption(Trampoline trampoline, Cycles cycles) {
        this.trampoline = trampoline;
        this.hub = trampoline.hub();
        this.cycles = cycles;
    }

    /**
     * Takes what is signalled to the PE of a running context. Comes back when the context may go on, on whatever PE then.
     *
     * @return whether something was taken
     */
    boolean attend(Context context) {
        Interrupts interrupts = hub.interrupts();
        boolean taken = false;
        for (int i = 0; interrupts != null && i < BURST; i++) {
            Pe pe = trampoline.pe(context);
            if (!pe.attention) {
                break;
            }
            pe.attention = false;
            int intid = interrupts.signalled(pe.index);
            ExecutionContext late = intid == PhysicalInterrupts.SPURIOUS ? interrupts.overdue(pe.index) : null;
            if (late != null) {
                intid = late.virtual().next();
            }
            boolean asked = pe.asked && !interrupts.nonSecureMasked(pe.index);
            if (intid == PhysicalInterrupts.SPURIOUS && !asked) {
                break;
            }
            InterruptGroup group = group(interrupts, pe, intid, late);
            if (deferred(context, pe, group, intid)) {
                pe.attention = true;
                break;
            }
            interrupts.take(pe.index, late == null ? group : null);
            long done = interrupts.done(pe.index);
            boolean moved = true;
            if (group == InterruptGroup.NONSECURE_GROUP_1
                    && !context.call.state().hypervisorPresent()
                    && !secure(context)) {
                interrupts.asked(pe.index);
                kernel(interrupts, pe, group);
            } else {
                moved = interrupt(context, pe, taker(context, group));
            }
            if (!moved && done == interrupts.done(pe.index)) {
                // nobody here does anything about it: whoever is next on this PE, or the next wiring, may
                pe.attention = true;
                break;
            }
            taken = true;
        }
        return taken;
    }

    /** Of nothing that is signalled: the Normal world's manager has asked for the PE by an interrupt of its own. */
    private static InterruptGroup group(Interrupts interrupts, Pe pe, int intid, @Nullable ExecutionContext late) {
        if (late != null) {
            return InterruptGroup.SECURE_GROUP_1;
        }
        return intid == PhysicalInterrupts.SPURIOUS
                ? InterruptGroup.NONSECURE_GROUP_1
                : interrupts.group(intid, pe.index);
    }

    /** Where a PE takes an interrupt of a group to (GICv3 4.6, SCR_EL3 and HCR_EL2 as firmware and Hypervisor set them). */
    private static Component taker(Context context, InterruptGroup group) {
        PlatformState state = context.call.state();
        ManagerKind kind = ManagerKind.SPMD;
        if (secure(context) && group != InterruptGroup.GROUP_0) {
            kind = ManagerKind.SPMC;
        } else if (group == InterruptGroup.NONSECURE_GROUP_1) {
            kind = ManagerKind.HYPERVISOR;
        }
        Component c = state.component(kind);
        if (c == null) {
            throw new IllegalStateException("no " + kind.title() + " on this platform");
        }
        return c;
    }

    /** A PE that nobody runs on is in the Normal world. */
    private static boolean secure(Context context) {
        Endpoint e = context.endpoint();
        return e != null && e.secure();
    }

    /**
     * Whether the PE has to wait with an interrupt: for a context that is still initialized; for a service that runs to completion, with
     * a Non-secure one, or a Secure one that is no more urgent than the service's own (FF-A Table 3.1, 12.1.1.1); with a Non-secure one
     * where nobody of the Normal world could get the PE back now.
     */
    private boolean deferred(Context context, Pe pe, InterruptGroup group, int intid) {
        Endpoint e = context.endpoint();
        if (e == null) {
            return false;
        }
        if (context.state() == RunState.CREATED) {
            return true;
        }
        if (!e.secure() || group == InterruptGroup.GROUP_0) {
            return false;
        }
        boolean completes =
                e.component().level().number() == 0 && e.manifest().runTimeModel() == RunTimeModel.RUN_TO_COMPLETION;
        Interrupts interrupts = hub.interrupts();
        if (group == InterruptGroup.SECURE_GROUP_1) {
            return completes && interrupts != null && !interrupts.outranks(intid, pe.index, e);
        }
        return completes || !unwinds(context);
    }

    /**
     * Whether a context in the Normal world waits for these cycles, and no callback context of the Secure world between. One that
     * handles a Secure interrupt in somebody's place does so to its end: nobody could resume it, nor whom it has interrupted.
     */
    private static boolean unwinds(Context context) {
        Context lender = context.lender;
        while (lender != null && secure(lender)) {
            if (lender.interrupted || lender.runner == null || lender.runner instanceof CallbackRunner) {
                return false;
            }
            lender = lender.lender;
        }
        return lender != null && !lender.interrupted;
    }

    /** An OS kernel takes its interrupts itself, without a manager between: the model's CPU interface is its own. */
    private void kernel(Interrupts interrupts, Pe pe, InterruptGroup group) {
        int intid = interrupts.acknowledge(pe.index, group);
        if (intid == PhysicalInterrupts.SPURIOUS) {
            return;
        }
        Endpoint owner = interrupts.owner(intid);
        Context target = owner == null ? null : (Context) owner.contextOn(pe.index);
        if (target == null) {
            interrupts.disable(pe.index, intid, owner);
            interrupts.deactivate(pe.index, intid);
        } else {
            target.virtual.pend(intid);
        }
    }

    /** Whether the PE has been with somebody else meanwhile. */
    private boolean interrupt(Context context, Pe pe, Component taker) {
        Outcome outcome = attempt(context, pe, taker);
        if (outcome == Outcome.DELIVER) {
            if (context.call.delivery() == Delivery.RETURN && context.call.target().borrowed) {
                // a client has no preemption points at which anybody could look who is next
                pe.asked = false;
            }
            deliver(context, pe);
        } else if (outcome == Outcome.WAIT) {
            cycles.rest(context, pe);
        }
        context.call.registers.copyFrom(context.saved);
        return outcome == Outcome.WAIT || (outcome == Outcome.DELIVER && context.call.target() != context);
    }

    private void deliver(Context context, Pe pe) {
        if (context.call.target() == context) {
            return;
        }
        if (context.call.delivery() == Delivery.RUN) {
            // nobody but who handles the interrupt gives the cycles back
            context.interrupted = true;
            context.become(RunState.PREEMPTED);
        }
        cycles.deliver(context, pe);
        // in this order: nobody may claim it between
        context.become(RunState.BUSY);
        context.interrupted = false;
    }

    /** The pass, in a frame of its own: one that waits must not know the wiring. */
    private Outcome attempt(Context context, Pe pe, Component taker) {
        @Nullable Wiring w = trampoline.pin(context, pe, Needs.ofInterrupt(context, hub.wiring()));
        if (w == null) {
            context.saved.copyFrom(context.call.registers);
            return Outcome.COMPLETE;
        }
        Outcome outcome = Outcome.COMPLETE;
        try {
            outcome = context.call.interrupt(w, pe, taker);
        } catch (RuntimeException | Error e) {
            trampoline.abandoned(context, w, e);
        } finally {
            pe.leave();
        }
        return trampoline.lost(context, pe, w.epoch, outcome) ? Outcome.COMPLETE : outcome;
    }
}
