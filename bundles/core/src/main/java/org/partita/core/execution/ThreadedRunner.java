package org.partita.core.execution;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.RunState;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.ThreadedPartition;

/** Runs a threaded partition in one context: on a virtual thread that waits until it owns a PE. */
public final class ThreadedRunner implements Runner {
    private final ThreadedPartition code;
    private final Abi abi;
    private final Trampoline trampoline;
    private @Nullable Thread thread;

    public ThreadedRunner(ThreadedPartition code, Abi abi, Trampoline trampoline) {
        this.code = code;
        this.abi = abi;
        this.trampoline = trampoline;
    }

    @Override
    public String model() {
        return "threaded";
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    /** Wakes the thread so that it sees that its context was stopped. */
    void end(Context context) {
        Thread t = thread;
        if (t != null && context.state() == RunState.ABORTED) {
            context.wake();
            LockSupport.unpark(t);
        }
    }

    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /** Starts the thread; it waits for its first PE. Called before the context is entered. */
    public void start(Context context, Execution execution) {
        Signal ready = new Signal();
        thread = execution.startContext("partita-" + context, () -> body(context, ready));
        awaitReady(ready);
    }

    private static void awaitReady(Signal ready) {
        try {
            ready.await(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Enters the handler of interrupts, on the context's own stack; what it leaves in the registers is not seen outside. */
    void interrupt(Context context) {
        Registers r = context.call.registers;
        Registers before = new Registers();
        before.copyFrom(r);
        context.virtual.mask(true);
        try {
            code.interrupt(abi);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the handler of interrupts failed: " + e.getMessage(), e);
        } finally {
            context.virtual.mask(false);
        }
        r.copyFrom(before);
    }

    private void body(Context context, Signal ready) {
        Hub hub = trampoline.hub();
        RunToken token = hub.token();
        if (token != null) {
            token.join("context " + context, context);
        }
        context.prepareToWait();
        ready.raise();
        try {
            context.awaitGrant();
            run(context);
        } catch (ContextStopped e) {
            // terminated while it waited: nobody waits for an answer
        } finally {
            if (token != null) {
                token.depart();
            }
        }
    }

    private void run(Context context) {
        String how = "returned from its main method";
        Throwable cause = null;
        try {
            code.main(abi);
        } catch (ContextStopped e) {
            how = "was terminated";
        } catch (Throwable e) {
            how = "threw an exception";
            cause = e;
        }
        Pe pe = context.pe;
        if (pe != null && pe.owner() == context && context.enterCore()) {
            trampoline.crash(context, pe, how, cause);
        }
    }
}
