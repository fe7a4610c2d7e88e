package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RunState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/** What a pass gives to providers: the contexts that they claim, values that they keep, what the wiring says. */
abstract class Serving extends Call {
    static final long[] NOWHERE = new long[0];

    final Context owner;
    final long[] keptHere = new long[Frame.KEPT];

    @Nullable
    Context claimed;

    /** What it was before it was claimed. */
    RunState claimedIn = RunState.IDLE;

    @Nullable
    Wiring wiring;

    @Nullable
    Pe pe;

    long[] served = NOWHERE;

    Serving(Context owner, PlatformState platform) {
        super(owner, platform);
        this.owner = owner;
    }

    Wiring wiring() {
        Wiring w = wiring;
        if (w == null) {
            throw new IllegalStateException("no pass");
        }
        return w;
    }

    Pe pe() {
        Pe p = pe;
        if (p == null) {
            throw new IllegalStateException("no pass");
        }
        return p;
    }

    @Override
    public @Nullable Endpoint scheduler() {
        return wiring().schedulesInHypervisor ? null : owner.hub().scheduler();
    }

    @Override
    public boolean outranked() {
        Wiring w = wiring();
        PrimaryScheduler scheduler = w.scheduler;
        if (scheduler == null || !w.schedulesInHypervisor) {
            return false;
        }
        Ready ready = owner.hub().ready(state, pe());
        served[RoleTable.SCHEDULER]++;
        int position = scheduler.next(ready, pe().index);
        return position >= 0 && !ready.running(position);
    }

    @Override
    public boolean claim(ExecutionContext wanted) {
        return claim(wanted, RunState.IDLE);
    }

    @Override
    public boolean claim(ExecutionContext wanted, RunState in) {
        Context c = (Context) wanted;
        if (claimed != null) {
            throw new IllegalStateException("one call claims one context");
        }
        if (!c.claim(in)) {
            return false;
        }
        claimed = c;
        claimedIn = in;
        return true;
    }

    @Override
    public long featureProperties(FunctionId function) {
        return wiring().properties[function.index()];
    }

    @Override
    public void keep(int slot, long value) {
        keptHere[slot] = value;
    }

    @Override
    public long kept(int slot) {
        return keptHere[slot];
    }
}
