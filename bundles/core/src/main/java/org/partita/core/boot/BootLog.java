package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.core.execution.Signal;
import org.partita.core.execution.WriterLock;

/** How far the boot has come, and what is wrong with the platform. */
public final class BootLog {
    /** The platform as a whole. */
    public enum State {
        BOOTING,
        RUNNING,
        FAILED,
        STOPPED
    }

    private static final System.Logger LOGGER = System.getLogger("org.partita.core");

    private final WriterLock lock = new WriterLock();
    private final Signal ended = new Signal();
    private final List<String> problems = new ArrayList<>();
    private State state = State.BOOTING;

    /** Sets the state; what comes after booting ends the wait of {@link #ended}. */
    public void state(State next) {
        lock.run(() -> state = next);
        LOGGER.log(System.Logger.Level.INFO, "platform {0}", next);
        if (next != State.BOOTING) {
            ended.raise();
        }
    }

    public State state() {
        return lock.get(() -> state);
    }

    /** Raised when the boot has ended. */
    public Signal ended() {
        return ended;
    }

    /** The platform does not boot. */
    void failed(String why, @Nullable Throwable cause) {
        problem(why);
        if (cause != null) {
            LOGGER.log(System.Logger.Level.DEBUG, "boot failed", cause);
        }
        state(State.FAILED);
    }

    /** Something a person should know; the platform goes on. */
    public void problem(String text) {
        lock.run(() -> problems.add(text));
        LOGGER.log(System.Logger.Level.ERROR, text);
    }

    /** Something for the log only. */
    public void note(String text) {
        LOGGER.log(System.Logger.Level.INFO, text);
    }

    public List<String> problems() {
        return lock.get(() -> List.copyOf(problems));
    }
}
