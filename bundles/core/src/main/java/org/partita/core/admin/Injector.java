package org.partita.core.admin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.Registers;
import org.partita.core.boot.BootLog;
import org.partita.core.boot.World;
import org.partita.core.execution.Clients;
import org.partita.core.execution.Context;
import org.partita.core.execution.RunToken;
import org.partita.core.state.Partition;

/** Makes calls in endpoints' contexts for administrators. */
final class Injector {
    private final World world;
    private final Clients clients;
    private final BootLog log;
    private final LongSupplier clock;
    private final Set<InjectedCall> calls = ConcurrentHashMap.newKeySet();

    Injector(World world, Clients clients, BootLog log, LongSupplier clock) {
        this.world = world;
        this.clients = clients;
        this.log = log;
        this.clock = clock;
    }

    Context context(int id, int vcpu) {
        Partition p = world.directory().endpoint(id);
        if (p == null) {
            throw new PartitaException("no partition has ID " + EndpointId.spelled(id) + ": see spm:partitions");
        }
        Context c = p.context(vcpu);
        if (c == null) {
            int last = p.contextCount() - 1;
            throw new PartitaException("partition " + EndpointId.format(id) + " has no vCPU " + vcpu + ": it has "
                    + (last == 0 ? "only 0" : "0 to " + last));
        }
        return c;
    }

    /**
     * One call on a thread of its own, so that a call that does not come back does not take the caller along. The thread
     * gives the context back when the call ends, also after the timeout; that end is logged, because nobody else hears it.
     */
    CallResult call(CallRequest request) {
        Context context = context(request.id(), request.vcpu());
        for (InjectedCall c : calls) {
            if (c.isOf(context)) {
                throw new PartitaException("context " + context + " is busy, not idle: " + c.status()
                        + "; it is idle when that has ended, and spm:unload of the receiver ends it");
            }
        }
        RunToken token = world.hub().token();
        InjectedCall call = new InjectedCall(request, context, clock, token == null ? () -> 0 : token::steps);
        calls.add(call);
        if (token != null && token.acts()) {
            // waiting here for another thread would keep the run token from it
            run(call, context, request, () -> () -> {});
        } else {
            Supplier<Runnable> limit = token == null
                    ? () -> () -> {}
                    : () -> world.execution()
                            .limit(token, "limit", request.timeout().toNanos(), call::giveUp);
            world.execution().start("partita-call", () -> run(call, context, request, limit));
        }
        CallResult r = call.await();
        if (r == null && token != null) {
            token.awaitStill();
        }
        return r == null ? new CallResult(true, List.of(), null, 0, -1) : r;
    }

    /** @param limit sets what ends the wait for the call, and says how to call that off */
    private void run(InjectedCall call, Context context, CallRequest request, Supplier<Runnable> limit) {
        boolean late = false;
        try (Client client = clients.open(context)) {
            Runnable callOff = limit.get();
            try {
                late = call.end(call(client, context, request), null);
            } catch (RuntimeException | Error e) {
                late = call.end(null, e);
            } finally {
                callOff.run();
            }
            if (world.hub().token() != null) {
                // while it is this thread's turn: what others see does not depend on real time
                tell(call, late);
            }
        } catch (RuntimeException | Error e) {
            late = call.end(null, e);
        }
        // whoever hears of it finds the context idle again
        tell(call, late);
        call.over();
    }

    private void tell(InjectedCall call, boolean late) {
        if (calls.remove(call) && late) {
            log.warning(call.lateEnd());
        }
    }

    /** Calls that have not ended. */
    List<String> waiting() {
        return calls.stream().map(InjectedCall::status).sorted().toList();
    }

    /** What the call in a context waits for; empty if there is none. */
    String waiting(Context context) {
        return calls.stream()
                .filter(c -> c.isOf(context))
                .map(InjectedCall::status)
                .findAny()
                .orElse("");
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
                client.found(),
                client.offset());
    }
}
