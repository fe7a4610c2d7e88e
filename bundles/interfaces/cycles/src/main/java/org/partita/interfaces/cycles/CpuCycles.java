package org.partita.interfaces.cycles;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Roles;

/** CPU cycle management (FF-A chapter 9), and the status functions (chapter 7) where an endpoint invokes them. */
@Component(immediate = true, service = InterfaceProvider.class)
@FillsRole(role = Roles.INTERFACE_CYCLES)
public final class CpuCycles implements InterfaceProvider {
    private static final int WAIT = FunctionId.FFA_MSG_WAIT.index();
    private static final int YIELD = FunctionId.FFA_YIELD.index();
    private static final int INTERRUPT = FunctionId.FFA_INTERRUPT.index();
    private static final int RESUME = FunctionId.FFA_NORMAL_WORLD_RESUME.index();
    private static final int RUN = FunctionId.FFA_RUN.index();

    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Set<FunctionId> functions() {
        return Set.of(
                FunctionId.FFA_MSG_WAIT,
                FunctionId.FFA_YIELD,
                FunctionId.FFA_RUN,
                FunctionId.FFA_ERROR,
                FunctionId.FFA_SUCCESS,
                FunctionId.FFA_INTERRUPT,
                FunctionId.FFA_NORMAL_WORLD_RESUME);
    }

    @Override
    public Outcome handle(Call call) {
        int function = call.functionIndex();
        if (function == WAIT) {
            return MessageWait.answer(call);
        }
        if (function == RUN) {
            return Run.answer(call);
        }
        if (function == RESUME) {
            return NormalWorldResume.answer(call);
        }
        if (function == INTERRUPT && call.boundary().lower() != call.context().component()) {
            return Interrupted.relayed(call);
        }
        return function == YIELD ? Yield.answer(call) : StatusReport.answer(call, function);
    }

    @Override
    public Outcome interrupted(Call call) {
        return Interrupted.taken(call);
    }
}
