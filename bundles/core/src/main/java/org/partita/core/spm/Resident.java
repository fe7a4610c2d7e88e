package org.partita.core.spm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmPartition;
import org.partita.api.ffm.SpmService;
import org.partita.api.ffm.manifest.Dependency;
import org.partita.api.ffm.manifest.FfmPartition;

/** A partition as the SPM knows it: its signals, the messages that wait for it, how far it has come. */
public final class Resident implements SpmPartition {
    private static final VarHandle ASSERTED;
    private static final VarHandle BUSY;

    static {
        try {
            ASSERTED = MethodHandles.lookup().findVarHandle(Resident.class, "asserted", int.class);
            BUSY = MethodHandles.lookup().findVarHandle(Resident.class, "busy", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FfmPartition manifest;
    private final List<Service> services;
    private final int[] dependencies;
    private final int signals;

    /** Its own context, once it has one. */
    private Waiter self = Waiter.NOBODY;

    private volatile int asserted;
    private volatile boolean busy;
    private volatile boolean ended;
    private volatile boolean initialized;

    /** Times that it was loaded: a connection is to one of them. */
    private volatile int loads;

    /** Messages that were not taken, oldest first. */
    private @Nullable PooledConnection first;

    private @Nullable PooledConnection last;

    public Resident(FfmPartition manifest) {
        this.manifest = manifest;
        this.services =
                manifest.services().stream().map(s -> new Service(s, this)).toList();
        this.dependencies = manifest.dependencies().stream()
                .filter(d -> d.sid().isPresent())
                .map(Dependency::sid)
                .mapToInt(java.util.OptionalInt::getAsInt)
                .toArray();
        this.signals = manifest.signals() | Signals.DOORBELL;
    }

    /** Sets who is told when something has come for it. */
    public void self(Waiter context) {
        self = context;
    }

    /** Who is told when something has come for it: its own context, once it has one. */
    public Waiter self() {
        return self;
    }

    public List<Service> services() {
        return services;
    }

    @Override
    public FfmPartition manifest() {
        return manifest;
    }

    @Override
    public int id() {
        return manifest.id();
    }

    @Override
    public int asserted() {
        return asserted;
    }

    @Override
    public void assertSignals(int more) {
        int _ = (int) ASSERTED.getAndBitwiseOr(this, more);
        self.wake();
    }

    @Override
    public void clearSignals(int some) {
        int _ = (int) ASSERTED.getAndBitwiseAnd(this, ~some);
    }

    @Override
    public int signals() {
        return signals;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** It takes no more messages. */
    public void end() {
        ended = true;
    }

    /** It is loaded once more: nothing is left of what it was. Nothing of it runs, and nothing waits for it. */
    public void renew() {
        int before = loads;
        loads = before + 1;
        first = null;
        last = null;
        asserted = 0;
        initialized = false;
        busy = false;
        ended = false;
    }

    /** Times that it was loaded after it had ended. */
    int loads() {
        return loads;
    }

    @Override
    public boolean rests() {
        return !busy;
    }

    /** It rests: the client of the oldest message that waits for it asks the backend again. */
    public void rested() {
        PooledConnection m = first;
        if (m != null) {
            m.reconsider();
        }
    }

    /** Whether something of it runs, or waits in the middle of a message. */
    public void busy(boolean now) {
        BUSY.setRelease(this, now);
    }

    public boolean initialized() {
        return initialized;
    }

    public void initialized(boolean now) {
        initialized = now;
    }

    @Override
    public @Nullable SpmConnection oldest(int signal) {
        for (PooledConnection c = first; c != null; c = c.next) {
            if (c.service().manifest().signal() == signal) {
                return c;
            }
        }
        return null;
    }

    /** The oldest message that was not taken, or null. */
    public @Nullable PooledConnection oldest() {
        return first;
    }

    @Override
    public boolean dependsOn(SpmService service) {
        int sid = service.manifest().sid();
        for (int d : dependencies) {
            if (d == sid) {
                return true;
            }
        }
        return false;
    }

    void queue(PooledConnection c) {
        c.next = null;
        PooledConnection l = last;
        if (l == null) {
            first = c;
        } else {
            l.next = c;
        }
        last = c;
        assertSignals(c.service().manifest().signal());
    }

    /** A message waits no more. */
    public void unqueue(PooledConnection c) {
        PooledConnection before = null;
        for (PooledConnection x = first; x != null; before = x, x = x.next) {
            if (x != c) {
                continue;
            }
            if (before == null) {
                first = c.next;
            } else {
                before.next = c.next;
            }
            if (last == c) {
                last = before;
            }
            c.next = null;
            return;
        }
    }

    /** Clears the signals of services for which no message waits: after messages were taken by somebody else than psa_get. */
    public void settleSignals() {
        for (Service s : services) {
            int signal = s.manifest().signal();
            if ((asserted & signal) != 0 && oldest(signal) == null) {
                clearSignals(signal);
            }
        }
    }

    @Override
    public String toString() {
        return manifest.name();
    }
}
