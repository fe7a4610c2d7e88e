package org.partita.core.boot;

import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.provider.Manager;
import org.partita.api.provider.ManagerBoot;
import org.partita.core.execution.Context;
import org.partita.core.execution.Trampoline;
import org.partita.core.wiring.Wiring;

/** The calls that managers make themselves before any partition runs (FF-A 4.2.2.2, 2.8). */
final class ManagerBootCalls {
    private static final int BUFFER_PAGES = 1;
    private static final int PAGE_SHIFT = 12;

    private record Set(long rxAddress, long txAddress, int pages) implements ManagerBoot {}

    private final World world;
    private final ManagerContexts contexts;

    ManagerBootCalls(World world, ManagerContexts contexts) {
        this.world = world;
        this.contexts = contexts;
    }

    void run(RegionPlanner planner) {
        for (Component c : world.topology().managers()) {
            ManagerKind kind = c.manager();
            if (kind == ManagerKind.HYPERVISOR) {
                long rx = planner.allocate(BUFFER_PAGES, false, PAGE_SHIFT, "the Hypervisor's RX buffer");
                long tx = planner.allocate(BUFFER_PAGES, false, PAGE_SHIFT, "the Hypervisor's TX buffer");
                calls(kind, new Set(rx, tx, BUFFER_PAGES));
            } else if (kind != null) {
                calls(kind, new Set(0, 0, 0));
            }
        }
    }

    private void calls(ManagerKind kind, ManagerBoot boot) {
        Context context = contexts.take(kind, 0);
        try {
            for (int step = 0; next(kind, step, context, boot); step++) {
                world.trampoline().call(context);
                check(kind, step, context);
            }
        } finally {
            contexts.release(context);
        }
    }

    private boolean next(ManagerKind kind, int step, Context context, ManagerBoot boot) {
        Wiring w = world.hub().wiring();
        @Nullable
        Manager provider = switch (kind) {
            case HYPERVISOR -> w.hypervisor;
            case SPMD -> w.spmd;
            case SPMC -> w.spmc;
        };
        return provider != null && provider.bootCall(step, Trampoline.registers(context), boot);
    }

    private static void check(ManagerKind kind, int step, Context context) {
        var r = Trampoline.registers(context);
        if (FunctionId.of(r.function()) == FunctionId.FFA_ERROR) {
            Status status = Status.of(r.w(2));
            Rule rule = Trampoline.rule(context);
            throw new PartitaException(kind.title() + " could not initialize, call " + step + " of its boot: " + status
                    + (rule == null ? "" : ": " + rule.text() + " (" + rule.section() + ")"));
        }
    }
}
