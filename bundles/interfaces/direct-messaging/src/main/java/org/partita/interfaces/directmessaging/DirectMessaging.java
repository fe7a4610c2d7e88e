package org.partita.interfaces.directmessaging;

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
 * FFA_MSG_SEND_DIRECT_REQ and FFA_MSG_SEND_DIRECT_RESP (FF-A 4.4, 10.2, 10.3) in all configurations of Table 4.9: VM to
 * VM, NS-Endpoint to SP, SP to SP, SP to NS-Endpoint. The same code relays at each manager; it delivers at the one that
 * manages the destination. Nothing here allocates or loops.
 */
@Component(immediate = true, service = InterfaceProvider.class)
@FillsRole(role = Roles.INTERFACE_DIRECT_MESSAGING)
public final class DirectMessaging implements InterfaceProvider {
    private static final int REQUEST = FunctionId.FFA_MSG_SEND_DIRECT_REQ.index();
    private static final int RESPONSE = FunctionId.FFA_MSG_SEND_DIRECT_RESP.index();

    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Set<FunctionId> functions() {
        return Set.of(FunctionId.FFA_MSG_SEND_DIRECT_REQ, FunctionId.FFA_MSG_SEND_DIRECT_RESP);
    }

    /** Besides its two functions it gets the FFA_ERROR by which {@link #aborted} told another manager. */
    @Override
    public Outcome handle(Call call) {
        int function = FunctionId.indexOf(call.registers.function());
        if (function == REQUEST) {
            return RequestRelay.relay(call);
        }
        return function == RESPONSE ? ResponseRelay.relay(call) : AbortRelay.relay(call);
    }

    @Override
    public Outcome aborted(Call call) {
        return AbortRelay.begin(call);
    }
}
