package org.partita.benchmarks.prototype;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Registers;

/** An endpoint with its one execution context. */
public final class Party {
    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(Party.class, "busy", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int id;
    final boolean secure;
    final boolean sendsDirect;
    final boolean receivesDirect;
    final @Nullable Receiver code;
    public final Registers registers = new Registers();

    private volatile boolean busy;
    boolean above = true;

    @Nullable
    Party requester;

    /**
     * @param id 16-bit partition ID
     * @param sendsDirect may send direct requests
     * @param code answers direct requests; null if the partition does not receive any
     */
    public Party(int id, boolean sendsDirect, @Nullable Receiver code) {
        this.id = id;
        this.secure = id >= 0x8000;
        this.sendsDirect = sendsDirect;
        this.receivesDirect = code != null;
        this.code = code;
    }

    boolean claim() {
        return BUSY.compareAndSet(this, false, true);
    }

    void idle() {
        BUSY.setRelease(this, false);
    }

    /** Takes the context for a caller from outside: busy, in control of its boundary. */
    public Party taken() {
        busy = true;
        above = false;
        return this;
    }
}
