package org.partita.interfaces.indirectmessaging;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.Roles;

/** FFA_MSG_SEND and FFA_MSG_POLL between VMs, relayed by the Hypervisor (FF-A 4.3, 10.1, 10.4). */
@Component(immediate = true, service = InterfaceProvider.class)
@FillsRole(role = Roles.INTERFACE_INDIRECT_MESSAGING)
@NeedsRole(role = Roles.INTERFACE_CYCLES)
@NeedsRole(role = Roles.MANAGER_HYPERVISOR)
public final class IndirectMessaging implements InterfaceProvider {
    private static final int SEND = FunctionId.FFA_MSG_SEND.index();

    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Set<FunctionId> functions() {
        return Set.of(FunctionId.FFA_MSG_SEND, FunctionId.FFA_MSG_POLL);
    }

    @Override
    public Outcome handle(Call call) {
        return call.functionIndex() == SEND ? Send.answer(call) : Poll.answer(call);
    }
}
