package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * Where a pass asks conduits, instances and managers: switches on the index of the role, a call site for each provider, so that
 * each sees one class while it serves.
 */
final class Seams {
    private Seams() {}

    static Outcome conduit(Wiring w, long[] served, Call call, Conduit by) {
        int role = RoleTable.CONDUITS + by.ordinal();
        served[role]++;
        return switch (role) {
            case RoleTable.SMC -> present(w.smc).cross(call);
            case RoleTable.HVC -> present(w.hvc).cross(call);
            case RoleTable.SVC -> present(w.svc).cross(call);
            default -> present(w.eret).cross(call);
        };
    }

    static Outcome instance(Wiring w, long[] served, Call call, FfaInstance kind) {
        int role = RoleTable.INSTANCES + kind.ordinal();
        served[role]++;
        return switch (role) {
            case RoleTable.SECURE_PHYSICAL -> present(w.securePhysical).admit(call);
            case RoleTable.SECURE_VIRTUAL -> present(w.secureVirtual).admit(call);
            case RoleTable.NONSECURE_PHYSICAL -> present(w.nonsecurePhysical).admit(call);
            default -> present(w.nonsecureVirtual).admit(call);
        };
    }

    static Outcome receive(Wiring w, long[] served, Call call, Component at) {
        int role = roleOf(at);
        served[role]++;
        return switch (role) {
            case RoleTable.HYPERVISOR -> present(w.hypervisor).receive(call);
            case RoleTable.SPMD -> present(w.spmd).receive(call);
            default -> present(w.spmc).receive(call);
        };
    }

    static Outcome forward(Wiring w, Call call, Component at) {
        return switch (roleOf(at)) {
            case RoleTable.HYPERVISOR -> present(w.hypervisor).forward(call);
            case RoleTable.SPMD -> present(w.spmd).forward(call);
            default -> present(w.spmc).forward(call);
        };
    }

    static int roleOf(Component at) {
        ManagerKind kind = at.manager();
        if (kind == null) {
            throw new IllegalStateException(at + " is no manager");
        }
        return RoleTable.MANAGERS + kind.ordinal();
    }

    static <T> T present(@Nullable T provider) {
        if (provider == null) {
            throw new VacantRole();
        }
        return provider;
    }
}
