package org.partita.core.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Component;
import org.partita.api.call.PlatformState;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.memory.TranslationRegime;
import org.partita.core.execution.SpmPanics.Policy;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.Resident;
import org.partita.core.spm.SpmTables;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/** Everybody who makes calls of the PSA API on a platform: the SPM itself, partitions, Non-secure clients. */
public final class SpmSociety {
    private static final int CLIENT_PRIORITY = 8;
    private static final int SPM_PRIORITY = 9;
    private static final long POLL = 50_000;

    private final Hub hub;
    private final PlatformState platform;
    private final Execution execution;
    private final SpmTables tables;
    private final SpmMemory memory;
    private final SpmTurns turns;
    private final SpmCycles cycles;
    private final Conduit conduit;
    private final Faults faults;
    private final SpmPanics panics;
    private final AtomicReferenceArray<@Nullable SpmComponent> components = new AtomicReferenceArray<>(SpmTurns.LIMIT);
    private final WriterLock lock = new WriterLock();
    private final SpmLending lending = new SpmLending(this);
    private final SpmRenewal renewal;
    private final SpmComponent spm;
    private final SpmKeeper keeper;

    /** The platform stops: nobody is loaded any more. */
    private volatile boolean closed;

    /** Somebody has ended, or another backend serves: whoever owns the PE sees to it. */
    private volatile boolean unsettled;

    /** Service ID of the backend that it was seen to serve with last; -1 before there was one. */
    private volatile long seen = -1;

    /** Its kind: whoever waits below {@link #look} must have no provider's code in its frames. */
    private volatile SpmBackend kind = SpmBackend.IPC;

    /** All partitions are initialized: the Non-secure processing environment runs. */
    private volatile boolean open;

    private int count;

    /** The SPM has ended all partitions: none comes back. */
    private volatile boolean halted;

    /**
     * @param panics what becomes of the others when somebody panics
     * @param codes the code that is there for a partition, or null; from any thread
     */
    public SpmSociety(
            Hub hub,
            Interrupts interrupts,
            Vacancies vacancies,
            Faults faults,
            Execution execution,
            PlatformState platform,
            SpmTables tables,
            SpmMemory memory,
            SpmPanics panics,
            Function<Resident, @Nullable PsaPartition> codes) {
        this.hub = hub;
        this.faults = faults;
        this.panics = panics;
        this.platform = platform;
        this.execution = execution;
        this.tables = tables;
        this.memory = memory;
        this.conduit = tables.isolation() == IsolationLevel.SPE ? Conduit.CALL : Conduit.SVC;
        this.turns = new SpmTurns(hub, interrupts, vacancies, faults, this);
        this.cycles = new SpmCycles(hub, turns, faults, this, conduit);
        this.spm = add("SPM", null, memory.all(), null, SPM_PRIORITY, 0, 0, 0);
        this.renewal = new SpmRenewal(hub, faults, memory, codes);
        this.keeper = new SpmKeeper(
                add("SPM keeper", null, memory.all(), null, CLIENT_PRIORITY, 0, 0, 0),
                cycles,
                turns,
                this,
                tables,
                hub,
                execution);
    }

    /**
     * A partition gets a context.
     *
     * @param regime what its accesses can reach
     * @param domain what of it the MPU permits; null at isolation level 1
     * @param scratch its own memory: address
     * @param size bytes of it
     */
    public void join(Resident r, TranslationRegime regime, @Nullable SpmDomain domain, long scratch, long size) {
        int priority = switch (r.manifest().priority()) {
            case HIGH -> 0;
            case NORMAL -> 1;
            case LOW -> 2;
        };
        r.self(add(r.toString(), r, regime, domain, priority, r.id(), scratch, size));
    }

    /**
     * A Non-secure client gets a context.
     *
     * @param id -1 for the first thread of the Non-secure processing environment, -2 for the second, and so on
     * @throws PartitaException if not all partitions are initialized
     */
    public SpmSession client(int id, long scratch, long size) {
        if (!open) {
            throw new PartitaException("no Non-secure client " + id
                    + " yet: the Non-secure processing environment runs when all partitions are initialized, see"
                    + " spm:status");
        }
        return lock.get(() -> {
            String name = "client " + id;
            for (int i = 0; i < count; i++) {
                SpmComponent c = at(i);
                if (c.resident == null && c.toString().equals(name)) {
                    return new SpmSession(c, turns, cycles.gate(), id);
                }
            }
            return new SpmSession(
                    add(name, null, memory.nonSecure(), null, CLIENT_PRIORITY, id, scratch, size),
                    turns,
                    cycles.gate(),
                    id);
        });
    }

    /**
     * Takes the PE, and the context of a partition, for calls in its name.
     *
     * @param closing what is done when they have been made
     * @throws PartitaException naming the state, if the context is not idle
     */
    public SpmVisit visit(Resident r, Runnable closing) {
        SpmComponent p = of(r);
        SpmComponent visitor = lock.get(() -> {
            SpmComponent v = p.visitor;
            if (v == null) {
                SpmApi a = p.api;
                v = add(p.toString(), r, p.regime, p.domain, CLIENT_PRIORITY, r.id(), a.scratch(), a.scratchSize());
                p.visitor = v;
            }
            return v;
        });
        return new SpmVisit(p, visitor, lending, new SpmEntry(visitor, turns, cycles.gate()), closing).begin();
    }

    private SpmComponent add(
            String name,
            @Nullable Resident r,
            TranslationRegime regime,
            @Nullable SpmDomain domain,
            int priority,
            int id,
            long scratch,
            long size) {
        if (count == SpmTurns.LIMIT) {
            throw new PartitaException("no room for " + name + ": partitions and Non-secure clients together are "
                    + (SpmTurns.LIMIT - 2) + " at most");
        }
        Component component = new Component(name, ExceptionLevel.S_EL1, null, id & 0xFFFF);
        Context context = new Context(component, null, 0, conduit, platform, hub);
        SpmComponent made = new SpmComponent(count, context, r, regime, domain, priority, new SpmComponent.Maker() {
            @Override
            public SpmTurns turns() {
                return turns;
            }

            @Override
            public SpmPass pass(SpmComponent of) {
                return new SpmPass(of, tables, memory, id);
            }

            @Override
            public SpmApi api(SpmComponent of) {
                boolean all = r != null && r.manifest().model() == PartitionModel.IPC;
                return all
                        ? new SpmIpcApi(of, cycles, turns, id, scratch, size)
                        : new SpmApi(of, cycles, turns, id, scratch, size);
            }
        });
        components.set(count, made);
        count++;
        return made;
    }

    SpmComponent at(int index) {
        SpmComponent c = components.get(index);
        if (c == null) {
            throw new IllegalStateException("no component " + index);
        }
        return c;
    }

    SpmKeeper keeper() {
        return keeper;
    }

    SpmComponent spm() {
        return spm;
    }

    static SpmComponent of(Resident r) {
        return (SpmComponent) r.self();
    }

    static Resident resident(SpmComponent c) {
        Resident r = c.resident;
        if (r == null) {
            throw new IllegalStateException(c + " is no partition");
        }
        return r;
    }

    /** An interrupt is signalled. Never waits. */
    void interrupted() {
        turns.interrupted();
    }

    // ---- boot

    /** The code of a partition is there; before {@link #begin}. */
    public void code(Resident r, PsaPartition code) {
        SpmComponent c = of(r);
        c.code = new SpmCode(c, r, cycles, code);
    }

    /** The code of a partition, if it has some. */
    public @Nullable PsaPartition code(Resident r) {
        SpmCode c = of(r).code;
        return c == null ? null : c.code();
    }

    /**
     * Lets the partitions begin: each is initialized, or its main function runs until it waits.
     *
     * @return what went wrong, in words
     */
    public List<String> begin() {
        List<String> problems = new ArrayList<>();
        hub.acting("boot", () -> {
            turns.arrive(spm);
            try {
                begin(problems);
                open = problems.isEmpty();
            } finally {
                turns.depart(spm);
            }
            return 0;
        });
        return problems;
    }

    private void begin(List<String> problems) {
        Wiring w = hub.wiring();
        BackendProvider b = w.backend;
        seen = serviceId(w);
        kind = b == null ? SpmBackend.IPC : b.kind();
        tables.partitions().forEach(turns.interrupts()::load);
        for (Resident r : tables.partitions()) {
            SpmComponent c = of(r);
            boolean functions = r.manifest().model() == PartitionModel.SFN;
            if (kind == SpmBackend.SFN && functions && !cycles.initialize(spm, r)) {
                SpmCode code = c.code;
                problems.add("partition " + r + ": "
                        + (code == null ? "it has no code" : code.failure().isEmpty() ? "it ended" : code.failure())
                        + " [FFM-SFN-13]");
                return;
            }
            r.busy(!functions);
        }
        unsettled = true;
        look();
        turns.letOthers(spm);
        tables.partitions().stream()
                .filter(Resident::ended)
                .forEach(r -> problems.add("partition " + r + " ended while it initialized"));
    }

    // ---- what has changed meanwhile

    /** A partition has ended: whoever waits for its answers is told. By whoever owns the PE. */
    void end(SpmComponent c, String how, @Nullable Throwable cause) {
        Resident r = resident(c);
        if (!r.ended()) {
            r.end();
            faults.crashed(c.context, how, cause);
            fell(r);
        }
        settle(r);
    }

    boolean unsettled() {
        return unsettled;
    }

    /** Whoever owns the PE sees to what has changed. */
    void look() {
        if (!unsettled) {
            return;
        }
        unsettled = false;
        for (Resident r : tables.partitions()) {
            if (r.ended()) {
                settle(r);
                if (open && !halted && !closed && renewal.load(of(r), cycles)) {
                    turns.interrupts().load(r);
                    begin(r);
                }
            } else {
                suit(r);
            }
        }
        keeper.look();
    }

    /** A partition that was loaded once more begins as at boot. */
    private void begin(Resident r) {
        if (kind == SpmBackend.SFN && r.manifest().model() == PartitionModel.SFN) {
            keeper.initialize(r);
        } else {
            suit(r);
        }
    }

    /** Who waits for an answer of a partition that has ended is told, and its own connections are closed. */
    void settle(Resident r) {
        turns.interrupts().unload(r);
        for (PooledConnection c : tables.pool().connections()) {
            boolean waits = c.state() == SpmConnection.State.QUEUED || c.state() == SpmConnection.State.TAKEN;
            if (c.service().partition() == r && waits) {
                c.answered(PsaStatus.PSA_ERROR_COMMUNICATION_FAILURE.code());
            } else if (c.clientId() == r.id() && c.state() == SpmConnection.State.IDLE && !c.abandoned()) {
                keeper.close(c);
            }
        }
        SpmComponent p = of(r);
        p.wake();
        SpmComponent v = p.visitor;
        if (v != null) {
            v.wake();
        }
    }

    /** A partition has a thread if the backend wants one for it. */
    private void suit(Resident r) {
        SpmComponent c = of(r);
        SpmThread t = c.thread;
        SpmCode code = c.code;
        boolean wanted = kind == SpmBackend.IPC || r.manifest().model() == PartitionModel.IPC;
        boolean threaded = r.manifest().model() == PartitionModel.IPC;
        c.unsuited = wanted && t == null && !threaded && !r.rests();
        if (wanted && t == null && code != null && !c.unsuited) {
            r.busy(true);
            SpmThread made = new SpmThread(c, cycles, code);
            c.thread = made;
            made.start(hub, execution);
            turns.begin(c);
        } else if (!wanted && t != null && !t.retired) {
            t.retired = true;
            c.wake();
        } else if (!wanted && t == null && r.rests()) {
            r.rested();
        }
    }

    private static long serviceId(Wiring w) {
        Bound b = w.bound(RoleTable.BACKEND);
        return b == null ? -1 : b.serviceId();
    }

    /** Another wiring is current. On whatever thread publishes: never waits. */
    void published(Wiring w) {
        BackendProvider b = w.backend;
        if (b != null && seen != -1 && serviceId(w) != seen) {
            seen = serviceId(w);
            kind = b.kind();
            unsettle();
        } else if (renewal.resumes(w)) {
            unsettle();
        }
    }

    /**
     * Nobody has it any more: no stack, or no thread. Another backend may want a thread for it, which it could not have meanwhile; or other code
     * of it waits.
     *
     * @param retired whether it was a thread for which the backend had no use
     */
    void left(SpmComponent p, boolean retired) {
        if (retired || p.unsuited || p.ended()) {
            unsettled = true;
        }
    }

    /** Whoever owns the PE looks soon. */
    void attend() {
        unsettled = true;
        turns.noteChange();
    }

    /** Code of partitions has come: those that have ended are loaded once more. Never waits. */
    public void codeCame() {
        unsettle();
    }

    private void unsettle() {
        attend();
        summon();
    }

    /** Somebody takes the PE, if it is free, and sees to what has changed. */
    void summon() {
        execution.start(hub.token(), "spm", false, turns::dispatch);
    }

    /** A partition did not initialize when its first message came. By whoever owns the PE. */
    void uninitialized(Resident r, String why) {
        SpmComponent c = of(r);
        faults.initializationFailed(c.context, new IllegalStateException(why));
        strictly("partition " + r + " did not initialize");
    }

    /** A pass was broken off. By whoever owns the PE. */
    void failed(SpmComponent c, Wiring w, Throwable e) {
        boolean none = e instanceof NoMessage;
        faults.providerFailed(c.context, w.thrower(e), e);
        c.pass.abandon(none ? SpmRules.NO_MESSAGE : SpmRules.PROVIDER_FAILED);
        if (none) {
            strictly("there was no message to process");
        }
    }

    private void strictly(String what) {
        if (panics.strictSeed()) {
            endAll("panicked: " + what + ", and strict-seed is set; every partition ends");
        }
    }

    /** A partition has ended by its own doing: what that means for the others. Before the platform runs, the boot fails. By whoever owns the PE. */
    void fell(Resident r) {
        if (!open || hub.closed() || panics.policy() == Policy.CONTAIN) {
            return;
        }
        boolean resets = panics.policy() == Policy.RESET;
        endAll((resets ? "resets" : "halts") + ", for partition " + r + " has ended (configuration key ffm.panic)");
        if (resets) {
            panics.reset().run();
        }
    }

    private void endAll(String how) {
        halted = true;
        faults.crashed(spm.context, how, null);
        tables.partitions().forEach(Resident::end);
        unsettled = true;
    }

    /** The code of a partition has left: it ends, unless it has ended before. Never waits. */
    public void terminate(Resident r) {
        SpmComponent c = of(r);
        r.end();
        c.code = null;
        unsettle();
    }

    /** Whether an SFN partition is in the middle of a message. */
    public static boolean inside(Resident r) {
        return !r.ended() && r.manifest().model() == PartitionModel.SFN && !r.rests() && !of(r).idle;
    }

    /**
     * Waits until no SFN partition is in the middle of a message, and no client in the middle of a call.
     *
     * @param nanos real time; virtual time in deterministic mode
     * @return false if it took longer
     */
    public boolean awaitRest(long nanos) {
        RunToken token = hub.token();
        long deadline = (token == null ? Execution.realNanos() : token.now()) + nanos;
        while (!busy().isEmpty()) {
            if (token == null) {
                Execution.pause(POLL);
            } else {
                token.lookAgain();
            }
            if ((token == null ? Execution.realNanos() : token.now()) - deadline > 0) {
                return false;
            }
        }
        return true;
    }

    /** SFN partitions that are in the middle of a message; if there are none, clients that are in the middle of a call. */
    public List<String> busy() {
        List<String> busy = new ArrayList<>();
        tables.partitions().stream().filter(SpmSociety::inside).forEach(r -> busy.add(r.toString()));
        for (int i = 0; i < SpmTurns.LIMIT && busy.isEmpty(); i++) {
            SpmComponent c = components.get(i);
            if (c != null && c.within) {
                busy.add(c.toString());
            }
        }
        return busy;
    }

    /** Holds what Non-secure clients begin, until {@link SpmGate#open}. */
    public SpmGate gate() {
        return cycles.gate();
    }

    /** Ends all threads: the platform stops. */
    public void close() {
        closed = true;
        tables.partitions().forEach(Resident::end);
        unsettle();
    }
}
