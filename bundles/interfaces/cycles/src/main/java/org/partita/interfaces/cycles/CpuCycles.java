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

/**
 * FFA_MSG_WAIT (FF-A 9.1) as boot and idle endpoints need it, and the status functions (chapter 7) where an endpoint
 * invokes them. FFA_RUN and FFA_YIELD are not served here, so they are NOT_SUPPORTED.
 */
@Component(immediate = true, service = InterfaceProvider.class)
@FillsRole(role = Roles.INTERFACE_CYCLES)
public final class CpuCycles implements InterfaceProvider {
    private static final int WAIT = FunctionId.FFA_MSG_WAIT.index();

    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Set<FunctionId> functions() {
        return Set.of(FunctionId.FFA_MSG_WAIT, FunctionId.FFA_ERROR, FunctionId.FFA_SUCCESS, FunctionId.FFA_INTERRUPT);
    }

    @Override
    public Outcome handle(Call call) {
        int function = FunctionId.indexOf(call.registers.function());
        return function == WAIT ? MessageWait.answer(call) : StatusReport.answer(call, function);
    }
}
