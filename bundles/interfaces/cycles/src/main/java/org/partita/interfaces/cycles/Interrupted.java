package org.partita.interfaces.cycles;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.call.RunState;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.FunctionId;
import org.partita.api.gic.InterruptGroup;

/**
 * What managers do with physical interrupts (FF-A 4.5.3, 4.5.4, 7.4): the one that takes an interrupt handles it, for an endpoint of
 * its own as a virtual interrupt, or passes control with FFA_INTERRUPT towards whoever handles it.
 */
final class Interrupted {
    private Interrupted() {}

    /** The interrupt was taken to this manager. */
    static Outcome taken(Call call) {
        InterruptGroup group = call.state().interrupts().taken(call.context().pe());
        return switch (here(call)) {
            case SPMD -> group == InterruptGroup.GROUP_0 ? handled(call, group) : call.forward();
            case SPMC -> group == InterruptGroup.NONSECURE_GROUP_1 ? foreign(call) : secure(call);
            case HYPERVISOR -> normalWorlds(call);
        };
    }

    /** FFA_INTERRUPT from another manager. */
    static Outcome relayed(Call call) {
        return switch (here(call)) {
            case SPMC -> secure(call);
            case SPMD, HYPERVISOR -> unwind(call);
        };
    }

    private static ManagerKind here(Call call) {
        ManagerKind kind = call.manager().manager();
        if (kind == null) {
            throw new IllegalStateException(call.manager() + " is no manager");
        }
        return kind;
    }

    // ---- Secure interrupts

    /** At the SPMC: for an SP of its own. Whoever was interrupted waits until the SP has handled it. */
    private static Outcome secure(Call call) {
        ExecutionContext interrupted = call.context();
        PhysicalInterrupts interrupts = call.state().interrupts();
        int pe = interrupted.pe();
        ExecutionContext context = interrupts.taken(pe) == null ? null : pended(call, InterruptGroup.SECURE_GROUP_1);
        if (context == null) {
            context = interrupts.overdue(pe);
        }
        if (context == null || context == interrupted || !call.claim(context)) {
            // nobody's, its own, or of one that takes it as soon as it runs
            return goOn(call);
        }
        Endpoint e = context.endpoint();
        // somebody else may have run it meanwhile, and it has taken the interrupt
        return e != null && Wakening.completes(call, e, context) ? call.run(context) : goOn(call);
    }

    /** The interrupted context goes on: one of the Normal world by way of the SPMD (FF-A 9.4). */
    private static Outcome goOn(Call call) {
        Endpoint e = call.context().endpoint();
        if (e != null && e.secure()) {
            return Outcome.COMPLETE;
        }
        call.registers.set(FunctionId.FFA_NORMAL_WORLD_RESUME.id32(), 0);
        return call.forward();
    }

    /** The SPMD handles what is for EL3: nothing here does more than count it. */
    private static Outcome handled(Call call, InterruptGroup group) {
        PhysicalInterrupts interrupts = call.state().interrupts();
        int pe = call.context().pe();
        int intid = interrupts.acknowledge(pe, group);
        if (intid != PhysicalInterrupts.SPURIOUS) {
            interrupts.disable(pe, intid, interrupts.owner(intid));
            interrupts.deactivate(pe, intid);
        }
        return Outcome.COMPLETE;
    }

    // ---- Non-secure interrupts in the Secure world

    /** At the SPMC: a managed exit if the SP has asked for one, and makes it in time; else it is preempted. */
    private static Outcome foreign(Call call) {
        ExecutionContext context = call.context();
        Endpoint e = context.endpoint();
        PhysicalInterrupts interrupts = call.state().interrupts();
        boolean exits = e != null && e.managesExit() && context.requester() != null;
        if (exits && !interrupts.exitMissed(context.pe())) {
            interrupts.maskNonSecure(context.pe(), true);
            context.virtual().pend(VirtualInterrupts.MANAGED_EXIT);
            return Outcome.COMPLETE;
        }
        call.registers.set(FunctionId.FFA_INTERRUPT.id32(), Lenders.ids(context), 0, 0, 0, 0, 0, 0);
        return call.forward();
    }

    /** On the way to the Normal world: whoever has lent the SP its cycles gets them back. */
    private static Outcome unwind(Call call) {
        ExecutionContext lender = lenderInNormalWorld(call.context());
        if (lender == null) {
            return Outcome.COMPLETE;
        }
        if (Lenders.managerOf(lender) != here(call)) {
            return call.forward();
        }
        // w1 is for physical instances: those of an OS kernel
        long ids = here(call) == ManagerKind.SPMD ? Lenders.ids(call.context()) : 0;
        call.registers.set(FunctionId.FFA_INTERRUPT.id32(), ids, 0, 0, 0, 0, 0, 0);
        return call.giveBack(lender, RunState.PREEMPTED);
    }

    private static @Nullable ExecutionContext lenderInNormalWorld(ExecutionContext context) {
        ExecutionContext lender = context.lender();
        while (lender != null && Lenders.secure(lender)) {
            lender = lender.lender();
        }
        return lender;
    }

    // ---- Non-secure interrupts in the Normal world

    /** At the Hypervisor: for a VM of its own; the primary scheduler decides whether that preempts whoever runs. */
    private static Outcome normalWorlds(Call call) {
        ExecutionContext interrupted = call.context();
        ExecutionContext context = pended(call, InterruptGroup.NONSECURE_GROUP_1);
        // also what was pended just now has asked
        boolean asked = call.state().interrupts().asked(interrupted.pe());
        Endpoint running = interrupted.endpoint();
        boolean others = context == null ? asked : context != interrupted;
        if (!others || running == null) {
            return Outcome.COMPLETE;
        }
        Endpoint scheduler = call.scheduler();
        if (scheduler == null) {
            return call.outranked() ? call.rest(RunState.PREEMPTED) : Outcome.COMPLETE;
        }
        ExecutionContext there = running == scheduler ? interrupted : interrupted.lender();
        if (there == null || there.endpoint() != scheduler) {
            return Outcome.COMPLETE;
        }
        if (context == null || context.endpoint() != scheduler) {
            there.virtual().pend(VirtualInterrupts.SCHEDULE);
            call.state().interrupts().asked(interrupted.pe());
        }
        if (there == interrupted) {
            return Outcome.COMPLETE;
        }
        call.registers.set(FunctionId.FFA_INTERRUPT.id32(), 0);
        return call.giveBack(there, RunState.PREEMPTED);
    }

    /**
     * Acknowledges the interrupt and makes it pending for the context of its owner on this PE.
     *
     * @return that context, or null if it is nobody's: then it is disabled
     */
    private static @Nullable ExecutionContext pended(Call call, InterruptGroup group) {
        PhysicalInterrupts interrupts = call.state().interrupts();
        int pe = call.context().pe();
        int intid = interrupts.acknowledge(pe, group);
        if (intid == PhysicalInterrupts.SPURIOUS) {
            return null;
        }
        Endpoint owner = interrupts.owner(intid);
        ExecutionContext context = owner == null || owner.aborted() ? null : owner.contextOn(pe);
        if (context == null) {
            interrupts.disable(pe, intid, owner);
            interrupts.deactivate(pe, intid);
            return null;
        }
        context.virtual().pend(intid);
        return context;
    }
}
