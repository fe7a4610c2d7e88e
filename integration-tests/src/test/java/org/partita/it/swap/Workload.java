package org.partita.it.swap;

import java.util.Map;
import org.partita.api.admin.Client;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.provider.Roles;

/** What clients do while a role is exchanged. A role without a workload fails the matrix. */
enum Workload {
    /** A direct request to a recorder and its response. */
    DIRECT {
        @Override
        Result call(Client client, int from, int to, long number) {
            return direct(client, from, to, number, null);
        }
    },
    /** The same through the HVC conduit. */
    DIRECT_BY_HVC {
        @Override
        Result call(Client client, int from, int to, long number) {
            return direct(client, from, to, number, Conduit.HVC);
        }
    },
    /** FFA_ID_GET and FFA_FEATURES in turn. */
    DISCOVERY {
        @Override
        Result call(Client client, int from, int to, long number) {
            Registers r = client.registers();
            boolean id = (number & 1) == 0;
            r.set(
                    id ? FunctionId.FFA_ID_GET.id32() : FunctionId.FFA_FEATURES.id32(),
                    id ? 0 : 0x8400006FL,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0);
            client.call();
            boolean right = r.function() == FunctionId.FFA_SUCCESS.id32() && (!id || r.w(2) == from);
            return right ? Result.COMPLETED : Result.of(r);
        }
    },
    /** FFA_MSG_WAIT: each time the context is idle afterwards and is taken again. */
    WAIT {
        @Override
        Result call(Client client, int from, int to, long number) {
            client.registers().set(FunctionId.FFA_MSG_WAIT.id32(), 0);
            client.call();
            return client.waiting() ? Result.COMPLETED : Result.of(client.registers());
        }
    },
    /** Not on a call path: state and binding are looked at instead. */
    NONE {
        @Override
        Result call(Client client, int from, int to, long number) {
            return direct(client, from, to, number, null);
        }
    };

    private static final Map<String, Workload> BY_ROLE = Map.ofEntries(
            Map.entry(Roles.CONDUIT_SMC, DIRECT),
            Map.entry(Roles.CONDUIT_HVC, DIRECT_BY_HVC),
            Map.entry(Roles.CONDUIT_SVC, DIRECT),
            Map.entry(Roles.CONDUIT_ERET, DIRECT),
            Map.entry(Roles.INSTANCE_SECURE_PHYSICAL, DIRECT),
            Map.entry(Roles.INSTANCE_SECURE_VIRTUAL, DIRECT),
            Map.entry(Roles.INSTANCE_NONSECURE_PHYSICAL, DIRECT),
            Map.entry(Roles.INSTANCE_NONSECURE_VIRTUAL, DIRECT),
            Map.entry(Roles.MANAGER_HYPERVISOR, DIRECT),
            Map.entry(Roles.MANAGER_SPMD, DIRECT),
            Map.entry(Roles.MANAGER_SPMC, DIRECT),
            Map.entry(Roles.INTERFACE_DIRECT_MESSAGING, DIRECT),
            Map.entry(Roles.INTERFACE_SETUP, DISCOVERY),
            Map.entry(Roles.INTERFACE_CYCLES, WAIT),
            Map.entry(Roles.HARDWARE_MEMORY, DIRECT),
            Map.entry(Roles.MANIFEST_DEVICETREE, NONE));

    /** What a client saw. */
    enum Result {
        COMPLETED,
        BUSY,
        WRONG;

        static Result of(Registers r) {
            boolean error = r.function() == FunctionId.FFA_ERROR.id32();
            return error && r.w(2) == Status.BUSY.code() ? BUSY : WRONG;
        }
    }

    /** The workload of a role. */
    static Workload of(String role) {
        Workload w = BY_ROLE.get(role);
        if (w == null) {
            throw new AssertionError("the swap matrix has no workload for " + role + ": add one");
        }
        return w;
    }

    /** One call; the client is idle before and after. */
    abstract Result call(Client client, int from, int to, long number);

    /** Whether requests reach the recorders. */
    boolean reachesRecorders() {
        return this == DIRECT || this == DIRECT_BY_HVC || this == NONE;
    }

    /** Opens a client, or the same one again after a wait. */
    Client open(Platform platform, int id, int vcpu) {
        return platform.client(id, vcpu);
    }

    private static Result direct(Client client, int from, int to, long number, Conduit by) {
        Registers r = client.registers();
        r.set(
                FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(),
                Integer.toUnsignedLong(from << 16 | to),
                0,
                number,
                ~number,
                0,
                0,
                0);
        if (by == null) {
            client.call();
        } else {
            client.call(by);
        }
        boolean right =
                r.function() == FunctionId.FFA_MSG_SEND_DIRECT_RESP.id64() && r.x3 == number && r.x4 == ~number + 1;
        return right ? Result.COMPLETED : Result.of(r);
    }
}
