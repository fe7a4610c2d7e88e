package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.MemoryView;
import org.partita.api.partition.PartitionContext;

/** A context as its partition's code sees it. */
public final class Abi implements PartitionContext {
    private final Context context;
    private final Trampoline trampoline;
    private final PreemptibleMemory memory;
    private long bootInformation;

    /**
     * @param context whose view it is
     * @param trampoline makes its calls
     * @param regime what it sees of memory
     */
    public Abi(Context context, Trampoline trampoline, TranslationRegime regime) {
        this.context = context;
        this.trampoline = trampoline;
        this.memory = new PreemptibleMemory(this, regime);
    }

    /** Sets the address of the initialization descriptor; before the context is entered. */
    public void bootInformation(long address) {
        bootInformation = address;
    }

    @Override
    public int id() {
        Endpoint e = context.endpoint();
        return e == null ? context.component().id() : e.id();
    }

    @Override
    public int vcpu() {
        return context.vcpu();
    }

    @Override
    public int pe() {
        return context.pe();
    }

    @Override
    public Registers registers() {
        return context.call.registers;
    }

    @Override
    public void call() {
        call(context.conduit);
    }

    @Override
    public void call(Conduit conduit) {
        if (context.stopped) {
            throw new ContextStopped();
        }
        if (context.runner instanceof ThreadedRunner) {
            if (!context.enterCore()) {
                throw new ContextStopped();
            }
            try {
                trampoline.invoke(context, conduit);
            } finally {
                // else the end of the thread could not give the PE back
                context.leaveCore();
            }
        } else if (waits(context.call.registers.function())) {
            context.call.refuse(CoreRules.CALLBACK_WAITS, context.call.registers.x0);
        } else {
            trampoline.invoke(context, conduit);
        }
        if (context.stopped) {
            throw new ContextStopped();
        }
        interrupts(context.runner);
    }

    /** A preemption point of a threaded context: interrupts are taken, and its own handler is entered for virtual ones. */
    private void interrupts(@Nullable Runner runner) {
        Pe pe = context.pe;
        boolean physical = pe != null && pe.attention;
        if ((!physical && !context.virtual.signalled())
                || context.borrowed
                || !(runner instanceof ThreadedRunner own)) {
            return;
        }
        if (physical) {
            if (!context.enterCore()) {
                throw new ContextStopped();
            }
            try {
                trampoline.attend(context);
            } finally {
                context.leaveCore();
            }
            if (context.stopped) {
                throw new ContextStopped();
            }
        }
        if (context.virtual.take()) {
            own.interrupt(context);
        }
    }

    private static boolean waits(int w0) {
        FunctionId f = FunctionId.of(w0);
        return f == FunctionId.FFA_MSG_WAIT || f == FunctionId.FFA_MSG_SEND_DIRECT_RESP || f == FunctionId.FFA_YIELD;
    }

    @Override
    public MemoryView memory() {
        return memory;
    }

    @Override
    public void timer(long nanos) {
        Timers timers = trampoline.hub().timers();
        if (timers == null) {
            throw new IllegalStateException("the platform has no timers");
        }
        timers.set(context, nanos);
    }

    @Override
    public Interrupts interrupts() {
        return context.virtual;
    }

    @Override
    public void preemptionPoint() {
        Pe pe = context.pe;
        if (pe != null) {
            pe.progress++;
        }
        if (context.stopped) {
            throw new ContextStopped();
        }
        RunToken token = trampoline.hub().token();
        if (token != null) {
            token.step();
        }
        interrupts(context.runner);
    }

    /** A preemption point, then the PE's slot pinned in a wiring that has a memory model. */
    Pe pinMemory() {
        preemptionPoint();
        return trampoline.pinMemory(context);
    }

    @Override
    public long bootInformation() {
        return bootInformation;
    }
}
