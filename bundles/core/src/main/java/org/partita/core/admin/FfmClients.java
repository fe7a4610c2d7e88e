package org.partita.core.admin;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PsaSession;
import org.partita.core.boot.FfmWorld;
import org.partita.core.boot.World;
import org.partita.core.execution.RunToken;
import org.partita.core.spm.Resident;

/** Clients that administrators have: Non-secure ones, and partitions whose context is idle. Each client has one thread. */
final class FfmClients {
    private final World world;
    private final FfmWorld ffm;
    private final Injections injections;
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    FfmClients(World world, FfmWorld ffm, Injections injections) {
        this.world = world;
        this.ffm = ffm;
        this.injections = injections;
    }

    /** Sessions that are open. */
    int count() {
        return taken.size();
    }

    /** A Non-secure client. */
    PsaSession nonSecure(int id) {
        int clients = ffm.settings().clients();
        if (id >= 0) {
            throw new PartitaException(
                    "client id " + id + " is a partition's: Non-secure clients have negative ids, -1 to -" + clients);
        }
        if (id < -clients) {
            throw new PartitaException("no Non-secure client has id " + id + ": there are -1 to -" + clients
                    + ", see configuration key ffm.clients");
        }
        take(id, "Non-secure client " + id, "take another id, -1 to -" + clients);
        try {
            return ffm.society()
                    .client(id, ffm.layout().client(id), ffm.layout().clientSize())
                    .closing(() -> taken.remove(id));
        } catch (RuntimeException e) {
            taken.remove(id);
            throw e;
        }
    }

    private PsaSession visit(Resident r) {
        int id = r.id();
        take(id, "partition " + r, "try again");
        try {
            return ffm.society().visit(r, () -> taken.remove(id));
        } catch (RuntimeException e) {
            taken.remove(id);
            throw e;
        }
    }

    private void take(int id, String name, String wayOut) {
        if (!taken.add(id)) {
            throw new PartitaException("somebody has " + name + " already: " + wayOut);
        }
    }

    /** Lets a client make calls on a thread of their own; null if they have not ended within the timeout. */
    <T> @Nullable T play(int id, String what, Duration timeout, Function<PsaSession, T> calls) {
        Resident r = id < 0 ? null : ffm.tables().partition(id);
        if (id >= 0 && r == null) {
            throw new PartitaException("no partition has id " + id
                    + ": see spm:partitions; Non-secure clients have negative ids, -1 to -"
                    + ffm.settings().clients());
        }
        String name = r == null ? "client " + id : "partition " + r;
        String other = injections.waiting(id);
        if (!other.isEmpty()) {
            throw new PartitaException(
                    "somebody has " + name + " already: " + other + "; it can be had when that has ended");
        }
        return injections.make(what + " of " + name, id, timeout, () -> taken(id, r, calls));
    }

    private <T> Injections.Taken<T> taken(int id, @Nullable Resident r, Function<PsaSession, T> calls) {
        RunToken token = world.hub().token();
        // one actor of deterministic mode from the first call to the last
        boolean entered = token != null && token.enter("client " + (r == null ? id : r));
        PsaSession session;
        try {
            session = r == null ? nonSecure(id) : visit(r);
        } catch (RuntimeException e) {
            depart(token, entered);
            throw e;
        }
        return new Injections.Taken<>() {
            @Override
            public T call() {
                return calls.apply(session);
            }

            @Override
            public void close() {
                session.close();
                depart(token, entered);
            }
        };
    }

    private static void depart(@Nullable RunToken token, boolean entered) {
        if (entered && token != null) {
            token.depart();
        }
    }
}
