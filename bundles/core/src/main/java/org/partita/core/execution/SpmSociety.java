package org.partita.core.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
    private final SpmCycles cycles;
    private final Conduit conduit;
    private final Faults faults;
    private final boolean strictSeed;
    private final AtomicReferenceArray<@Nullable SpmComponent> components = new AtomicReferenceArray<>(SpmCycles.LIMIT);
    private final WriterLock lock = new WriterLock();
    private final SpmComponent spm;

    /** Somebody has ended, or another backend serves: whoever owns the PE sees to it. */
    private volatile boolean unsettled;

    /** Service ID of the backend that it was seen to serve with last; -1 before there was one. */
    private volatile long seen = -1;

    /** Its kind: whoever waits below {@link #look} must have no provider's code in its frames. */
    private volatile SpmBackend kind = SpmBackend.IPC;

    private int count;

    /**
     * @param strictSeed whether an SFN partition that does not initialize when its first message comes is a panic of the SPM, as in the
     *     commit that brought the SFN backend to TF-M; otherwise the client gets PSA_ERROR_PROGRAMMER_ERROR, as in TF-M since
     */
    public SpmSociety(
            Hub hub,
            Vacancies vacancies,
            Faults faults,
            Execution execution,
            PlatformState platform,
            SpmTables tables,
            SpmMemory memory,
            boolean strictSeed) {
        this.hub = hub;
        this.faults = faults;
        this.strictSeed = strictSeed;
        this.platform = platform;
        this.execution = execution;
        this.tables = tables;
        this.memory = memory;
        this.conduit = tables.isolation() == IsolationLevel.SPE ? Conduit.CALL : Conduit.SVC;
        this.cycles = new SpmCycles(hub, vacancies, faults, this, conduit);
        this.spm = add("SPM", null, memory.all(), null, SPM_PRIORITY, 0, 0, 0);
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
     * @param id its client id, negative
     */
    public SpmSession client(int id, long scratch, long size) {
        return lock.get(() -> {
            String name = "client " + id;
            for (int i = 0; i < count; i++) {
                SpmComponent c = at(i);
                if (c.resident == null && c.toString().equals(name)) {
                    return new SpmSession(c, cycles, id);
                }
            }
            return new SpmSession(
                    add(name, null, memory.nonSecure(), null, CLIENT_PRIORITY, id, scratch, size), cycles, id);
        });
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
        if (count == SpmCycles.LIMIT) {
            throw new PartitaException("no room for " + name + ": partitions and Non-secure clients together are "
                    + (SpmCycles.LIMIT - 1) + " at most");
        }
        Component component = new Component(name, ExceptionLevel.S_EL1, null, id & 0xFFFF);
        Context context = new Context(component, null, 0, conduit, platform, hub);
        SpmComponent made = new SpmComponent(count, context, r, regime, domain, priority, new SpmComponent.Maker() {
            @Override
            public SpmCycles cycles() {
                return cycles;
            }

            @Override
            public SpmPass pass(SpmComponent of) {
                return new SpmPass(of, tables, memory, id);
            }

            @Override
            public SpmApi api(SpmComponent of) {
                return new SpmApi(of, cycles, id, scratch, size);
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

    // ---- boot

    /** The code of a partition is there; before {@link #begin}. */
    public void code(Resident r, PsaPartition code) {
        SpmComponent c = of(r);
        c.code = new SpmCode(c, r, cycles, code);
    }

    /**
     * Lets the partitions begin: each is initialized, or its main function runs until it waits.
     *
     * @return what went wrong, in words
     */
    public List<String> begin() {
        List<String> problems = new ArrayList<>();
        hub.acting("boot", () -> {
            cycles.arrive(spm);
            try {
                begin(problems);
            } finally {
                cycles.depart(spm);
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
        cycles.letOthers(spm);
        tables.partitions().stream()
                .filter(Resident::ended)
                .forEach(r -> problems.add("partition " + r + " ended while it initialized"));
    }

    // ---- what has changed meanwhile

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
            } else {
                suit(r);
            }
        }
    }

    /** Who waits for an answer of a partition that has ended is told, and what it was a client of is given back. */
    void settle(Resident r) {
        for (PooledConnection c : tables.pool().connections()) {
            boolean waits = c.state() == SpmConnection.State.QUEUED || c.state() == SpmConnection.State.TAKEN;
            if (c.service().partition() == r && waits) {
                c.answered(PsaStatus.PSA_ERROR_COMMUNICATION_FAILURE.code());
            } else if (c.clientId() == r.id() && c.state() == SpmConnection.State.IDLE) {
                tables.free(c);
            }
        }
        of(r).wake();
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
            cycles.begin(c);
        } else if (!wanted && t != null && !t.retired) {
            t.retired = true;
            c.wake();
        } else if (!wanted && t == null && r.rests()) {
            PooledConnection m = r.oldest();
            if (m != null) {
                m.reconsider();
            }
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
        }
    }

    /** A thread has ended; if it was retired, the backend of now may want another one. */
    void unsettle(boolean retired) {
        if (retired) {
            unsettled = true;
        }
    }

    private void unsettle() {
        unsettled = true;
        execution.start(hub.token(), "spm", false, cycles::dispatch);
    }

    /** A partition did not initialize when its first message came. By whoever owns the PE. */
    void uninitialized(Resident r, String why) {
        SpmComponent c = of(r);
        faults.initializationFailed(c.context, new IllegalStateException(why));
        if (strictSeed) {
            faults.crashed(
                    spm.context,
                    "panicked: partition " + r + " did not initialize, and strict-seed is set; every partition ends",
                    null);
            tables.partitions().forEach(Resident::end);
            unsettled = true;
        }
    }

    /** The code of a partition has left: it ends. Never waits. */
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
        for (int i = 0; i < SpmCycles.LIMIT && busy.isEmpty(); i++) {
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
        tables.partitions().forEach(Resident::end);
        unsettle();
    }
}
