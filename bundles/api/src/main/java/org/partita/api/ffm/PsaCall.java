package org.partita.api.ffm;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;

/**
 * One call of the PSA API on its way. Mutable, one for each client and partition, preallocated; core extends it, providers use it within one
 * pass and keep nothing of it.
 */
@ProviderType
public abstract class PsaCall {
    /** What the backend is asked for. */
    public enum Request {
        /** A message is to be processed: {@link BackendProvider#messaging}. */
        MESSAGING,
        /** A message is answered: {@link BackendProvider#replying}. */
        REPLYING,
        /** The caller waits for a signal: {@link BackendProvider#waiting}. */
        WAITING
    }

    /** x0 is {@link PsaFunction#id()}, x1 to x4 are the arguments in C's order; the result stands in x0. */
    public final Registers registers;

    /** State that core keeps. */
    protected final SpmState state;

    /** The partition that calls, null if a Non-secure client does. */
    protected final @Nullable SpmPartition partition;

    /** Which thread of the Non-secure processing environment calls, from 0; -1 if a partition does. */
    protected int thread = -1;

    /** Negative for a Non-secure client that an agent has let in, else the id of the partition. */
    protected int clientId;

    /** The conduit of the call. */
    protected Conduit conduit = Conduit.CALL;

    /** The function in x0, null if there is none such. */
    protected @Nullable PsaFunction function;

    /** The rule that the call has broken, or null. */
    protected @Nullable PsaRule rule;

    /** What was found where {@link #rule} expects something else. */
    protected long found;

    /** Whether the caller's partition ends. */
    protected boolean panics;

    /** What the backend is asked for. */
    protected Request request = Request.MESSAGING;

    /** The message that the call is about, or null. */
    protected @Nullable SpmConnection message;

    /** Signals that the caller waits for. */
    protected int mask;

    /** The status of an answer. */
    protected int status;

    protected PsaCall(Registers registers, SpmState state, @Nullable SpmPartition partition, int clientId) {
        this.registers = registers;
        this.state = state;
        this.partition = partition;
        this.clientId = clientId;
    }

    /** Protocol state. */
    public final SpmState state() {
        return state;
    }

    /** The partition that calls, null if a Non-secure client does. */
    public final @Nullable SpmPartition partition() {
        return partition;
    }

    /** Which thread of the Non-secure processing environment calls, from 0; -1 if a partition does. */
    public final int thread() {
        return thread;
    }

    /** Negative for a Non-secure client, whose agent has said it ({@link #admit}); else the id of the partition. */
    public final int clientId() {
        return clientId;
    }

    /** Whether a partition calls. */
    public final boolean secure() {
        return partition != null;
    }

    public final Conduit conduit() {
        return conduit;
    }

    /** The function in x0; the manager answers calls that have none. */
    public final PsaFunction function() {
        PsaFunction f = function;
        if (f == null) {
            throw new IllegalStateException("no function of the PSA API has the number " + registers.function());
        }
        return f;
    }

    /** Whether x0 is the number of a function. */
    public final boolean known() {
        return function != null;
    }

    /** The rule that the call has broken, or null. */
    public final @Nullable PsaRule rule() {
        return rule;
    }

    /** What was found where {@link #rule()} expects something else. */
    public final long found() {
        return found;
    }

    /** Completes with a value. */
    public final Outcome complete(long value) {
        registers.set(0, 0);
        registers.x0 = value;
        return Outcome.COMPLETE;
    }

    /** Completes with an address, a count or another unsigned 32-bit value. */
    public final Outcome completeUnsigned(long value) {
        return complete(value & 0xFFFF_FFFFL);
    }

    /**
     * Refuses a call of the client API. A Non-secure caller gets the status; the partition of a Secure one panics if the status is
     * PSA_ERROR_PROGRAMMER_ERROR or PSA_ERROR_CONNECTION_REFUSED.
     *
     * @param broken the rule
     * @param what was found instead
     */
    public final Outcome refuse(PsaRule broken, long what) {
        boolean fatal = broken.status() == PsaStatus.PSA_ERROR_PROGRAMMER_ERROR
                || broken.status() == PsaStatus.PSA_ERROR_CONNECTION_REFUSED;
        return partition != null && fatal ? panic(broken, what) : error(broken, what);
    }

    /** As {@link #refuse}, and nobody panics. */
    public final Outcome error(PsaRule broken, long what) {
        rule = broken;
        found = what;
        return complete(broken.status().code());
    }

    /** The caller's partition has made a programmer error, or wants it so: it panics. A Non-secure caller gets the status. */
    public final Outcome panic(PsaRule broken, long what) {
        panics = partition != null;
        return error(broken, what);
    }

    /** Lets the backend go on: a message is to be processed. */
    public final Outcome send(SpmConnection connection) {
        message = connection;
        request = Request.MESSAGING;
        return Outcome.HAND_OVER;
    }

    /** Lets the backend go on: a message is answered, and this is what its client gets: a status, or the handle of a new connection. */
    public final Outcome answer(SpmConnection connection, int with) {
        message = connection;
        status = with;
        request = Request.REPLYING;
        return Outcome.HAND_OVER;
    }

    /** Lets the backend go on: the caller waits for one of these signals. */
    public final Outcome await(int signals) {
        mask = signals;
        request = Request.WAITING;
        return Outcome.HAND_OVER;
    }

    /** The message that the backend is asked about. */
    public final SpmConnection message() {
        SpmConnection m = message;
        if (m == null) {
            throw new IllegalStateException("the call is about no message");
        }
        return m;
    }

    /**
     * For an agent: the Non-secure client may call, and this is its client id for whoever answers.
     *
     * @param id negative
     * @throws IllegalArgumentException if it is not, or a partition calls
     */
    public final Outcome admit(int id) {
        if (partition != null || id >= 0) {
            throw new IllegalArgumentException("an agent admits Non-secure clients, and their ids are negative: " + id
                    + (partition == null ? "" : ", of partition " + clientId));
        }
        clientId = id;
        return Outcome.PROCEED;
    }

    /** For a backend: the service's partition is entered on the caller's stack, and what it returns is the answer. */
    public final Outcome enter() {
        return Outcome.DELIVER;
    }

    /** For a backend: the message is queued, its signal asserted, and the caller waits for the answer. */
    public abstract Outcome queue();

    /** For a backend: the message has its answer, and the client that waits for it can go on. The caller goes on, too. */
    public abstract Outcome answered();

    /** For a backend: the caller waits until one of the signals is asserted. */
    public final Outcome block() {
        return Outcome.WAIT;
    }

    /**
     * Whether the caller may read memory: within the protection boundary of its component. Always, if the length is 0.
     *
     * @param nonSecure as the Non-secure processing environment, whoever calls
     */
    public abstract boolean mayRead(long address, long length, boolean nonSecure);

    /** As {@link #mayRead}, for writing. */
    public abstract boolean mayWrite(long address, long length, boolean nonSecure);

    /** Reads a 32-bit word, with the SPM's own access. */
    public abstract int load(long address);

    /** Writes a 32-bit word, with the SPM's own access. */
    public abstract void store(long address, int word);

    /** Copies bytes, with the SPM's own access. */
    public abstract void copy(long from, long to, long length);

    /**
     * Enables or disables an interrupt of the caller at the interrupt controller.
     *
     * @param signal of the interrupt
     * @return whether it was enabled
     */
    public abstract boolean interruptEnabled(int signal, boolean enable);

    /**
     * An interrupt of the caller is handled: it is not pending any more, and enabled.
     *
     * @param signal of the interrupt
     */
    public abstract void interruptHandled(int signal);
}
