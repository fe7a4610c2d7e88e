package org.partita.core.admin;

import java.util.List;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.core.boot.World;
import org.partita.core.execution.Clients;
import org.partita.core.execution.Context;
import org.partita.core.state.Partition;

/** Makes calls in endpoints' contexts for administrators. */
final class Injector {
    private final World world;
    private final Clients clients;
    private final Injections calls;

    Injector(World world, Clients clients, Injections calls) {
        this.world = world;
        this.clients = clients;
        this.calls = calls;
    }

    /** Refuses what only a platform that follows FF-A has. */
    void needsFfa() {
        if (world.settings().ffm().isPresent()) {
            throw new PartitaException(
                    "this platform follows FF-M: it has no endpoints, functions and memory transactions"
                            + " of FF-A; see spm:partition ID, psa:services and hw:mpu ID");
        }
    }

    Partition endpoint(int id) {
        needsFfa();
        Partition p = world.directory().endpoint(id);
        if (p == null) {
            throw new PartitaException("no partition has ID " + EndpointId.spelled(id) + ": see spm:partitions");
        }
        return p;
    }

    Context context(int id, int vcpu) {
        Partition p = endpoint(id);
        Context c = p.context(vcpu);
        if (c == null) {
            int last = p.contextCount() - 1;
            throw new PartitaException("partition " + EndpointId.format(id) + " has no vCPU " + vcpu + ": it has "
                    + (last == 0 ? "only 0" : "0 to " + last));
        }
        return c;
    }

    CallResult call(CallRequest request) {
        Context context = context(request.id(), request.vcpu());
        String other = calls.waiting(context);
        if (!other.isEmpty()) {
            throw new PartitaException("context " + context + " is busy, not idle: " + other
                    + "; it is idle when that has ended, and spm:unload of the receiver ends it");
        }
        Completion c =
                calls.make(described(request, context), context, request.timeout(), () -> taken(request, context));
        return c == null ? new CallResult(true, List.of(), null, 0, -1) : c.result;
    }

    private Injections.Taken<Completion> taken(CallRequest request, Context context) {
        Client client = clients.open(context);
        return new Injections.Taken<>() {
            @Override
            public Completion call() {
                return new Completion(made(client, context, request));
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    /** What came of a call; as text for the log. */
    private record Completion(CallResult result) {
        @Override
        public String toString() {
            List<Long> values = result.registers();
            FunctionId function = FunctionId.of(values.get(0).intValue());
            StringBuilder text = new StringBuilder(function == null ? "no FF-A function" : function.name());
            for (int i = 0; i < values.size(); i++) {
                text.append(" x").append(i).append("=0x").append(Long.toHexString(values.get(i)));
            }
            return text.toString();
        }
    }

    private static String described(CallRequest request, Context context) {
        List<Long> x = request.registers();
        int w0 = x.get(0).intValue();
        FunctionId function = FunctionId.of(w0);
        String name = function == null ? "call 0x" + Integer.toHexString(w0) : function.name();
        boolean direct = function == FunctionId.FFA_MSG_SEND_DIRECT_REQ && x.size() > 1;
        String to = direct ? " to " + EndpointId.format(x.get(1).intValue() & 0xFFFF) : "";
        return name + " of " + context + to;
    }

    private static CallResult made(Client client, Context context, CallRequest request) {
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
