package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.service.log.Logger;
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

    private final Logger logger;
    private final WriterLock lock = new WriterLock();
    private final Signal ended = new Signal();
    private final List<String> problems = new ArrayList<>();
    private State state = State.BOOTING;

    public BootLog(Logger logger) {
        this.logger = logger;
    }

    /** Sets the state; what comes after booting ends the wait of {@link #ended}. */
    public void state(State next) {
        lock.run(() -> state = next);
        logger.info("platform {}", next.name().toLowerCase(Locale.ROOT));
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
            logger.debug("boot failed", cause);
        }
        state(State.FAILED);
    }

    /** Something a person should know; the platform goes on. */
    public void problem(String text) {
        lock.run(() -> problems.add(text));
        logger.error("{}", text);
    }

    /** Something that a person should know of; the platform goes on, and is well. */
    public void warning(String text) {
        logger.warn("{}", text);
    }

    /** Something for the log only. */
    public void note(String text) {
        logger.info("{}", text);
    }

    public List<String> problems() {
        return lock.get(() -> List.copyOf(problems));
    }
}
