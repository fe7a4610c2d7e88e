package org.partita.core.admin;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Registers;
import org.partita.core.execution.Clients;
import org.partita.core.execution.Context;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Signal;
import org.partita.core.state.Directory;
import org.partita.core.state.Partition;

/** Makes calls in endpoints' contexts for administrators. */
final class Injector {
    private final Directory directory;
    private final Clients clients;
    private final Execution execution;

    Injector(Directory directory, Clients clients, Execution execution) {
        this.directory = directory;
        this.clients = clients;
        this.execution = execution;
    }

    Context context(int id, int vcpu) {
        Partition p = directory.endpoint(id);
        if (p == null) {
            throw new PartitaException("no partition has ID 0x" + Integer.toHexString(id) + ": see spm:partitions");
        }
        Context c = p.context(vcpu);
        if (c == null) {
            throw new PartitaException("partition 0x" + Integer.toHexString(id) + " has no vCPU " + vcpu
                    + ": it has 0 to " + (p.contextCount() - 1));
        }
        return c;
    }

    /** One call on a thread of its own, so that a call that does not come back does not take the caller along. */
    CallResult call(CallRequest request) {
        Context context = context(request.id(), request.vcpu());
        AtomicReference<@Nullable CallResult> result = new AtomicReference<>();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        Signal done = new Signal();
        execution.start("partita-call", () -> {
            try (Client client = clients.open(context)) {
                result.set(call(client, context, request));
            } catch (RuntimeException e) {
                failure.set(e);
            } finally {
                done.raise();
            }
        });
        done.awaitThrough(request.timeout().toNanos());
        RuntimeException e = failure.get();
        if (e != null) {
            throw e;
        }
        CallResult r = result.get();
        return r == null ? new CallResult(true, List.of(), null, 0) : r;
    }

    private static CallResult call(Client client, Context context, CallRequest request) {
        Registers r = client.registers();
        r.set(0, 0);
        for (int i = 0; i < request.registers().size(); i++) {
            r.x(i, request.registers().get(i));
        }
        Conduit by = request.conduit();
        client.call(by == null ? context.conduit() : by);
        return new CallResult(
                client.waiting(),
                List.of(r.x0, r.x1, r.x2, r.x3, r.x4, r.x5, r.x6, r.x7),
                client.rule(),
                client.found());
    }
}
