package org.partita.partition.scheduler;

import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;

/** The scheduler on one PE: runs who has work, and waits while nobody has (FF-A 4.3.3, 9.3). */
final class Scheduling {
    private static final int ID = 0xFFFF;

    private final PartitionContext context;
    private final RunQueue queue;
    private final Runnable learn;
    /** Whom this vCPU has run and has not got the cycles back from. */
    private int running = RunQueue.NOBODY;
    /** Whether somebody could be run since the last interrupt: else it may have been about a VM that has come since. */
    private boolean useful;

    /** @param learn adds the VMs that have come since it was asked last */
    Scheduling(PartitionContext context, RunQueue queue, Runnable learn) {
        this.context = context;
        this.queue = queue;
        this.learn = learn;
    }

    void run() {
        for (; ; ) {
            invoke();
            understand();
        }
    }

    /** Invokes what is next to do: FFA_RUN for who has work, else FFA_MSG_WAIT. */
    private void invoke() {
        if (running == RunQueue.NOBODY) {
            running = queue.next();
        }
        if (running == RunQueue.NOBODY) {
            call(FunctionId.FFA_MSG_WAIT, 0);
        } else {
            call(FunctionId.FFA_RUN, Integer.toUnsignedLong(running));
        }
    }

    private void call(FunctionId function, long w1) {
        context.registers().set(function.id32(), w1, 0, 0, 0, 0, 0, 0);
        context.call();
    }

    /** What has completed the call says who has work, and who has none any more. */
    private void understand() {
        Registers r = context.registers();
        FunctionId completion = SchedulerVm.completion(context);
        boolean answered = false;
        while (completion == FunctionId.FFA_MSG_SEND) {
            answered = true;
            int receiver = r.w(1) & ID;
            long sender = Integer.toUnsignedLong((r.w(1) & ~ID) | r.w(5));
            if (!queue.knows(receiver)) {
                learn.run();
                // another vCPU may have had RX: one context it has for sure
                queue.add(receiver, 1);
            }
            queue.ready(receiver);
            call(FunctionId.FFA_SUCCESS, sender);
            completion = SchedulerVm.completion(context);
        }
        useful |= running != RunQueue.NOBODY && completion != FunctionId.FFA_ERROR;
        // whoever was preempted for others comes after them
        interrupted();
        switch (completion) {
            case FFA_MSG_WAIT -> back(false);
            case FFA_YIELD, FFA_INTERRUPT -> back(true);
            // of an answer: the Sender has not gone on yet
            case FFA_ERROR -> back(answered);
            default -> back(true);
        }
    }

    private void back(boolean more) {
        if (running != RunQueue.NOBODY) {
            queue.back(running, more);
            running = RunQueue.NOBODY;
        }
    }

    /** The Hypervisor says that somebody has work; who, is found out by running them: DENIED says that there is none. */
    private void interrupted() {
        if (!context.interrupts().pending()) {
            return;
        }
        if (!useful) {
            learn.run();
        }
        useful = false;
        Interrupts interrupts = context.interrupts();
        for (int intid = interrupts.acknowledge(); intid != Interrupts.SPURIOUS; intid = interrupts.acknowledge()) {
            queue.readyAll();
            interrupts.end(intid);
        }
    }
}
