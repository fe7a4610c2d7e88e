package org.partita.manager.hypervisor;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Boundary;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Manager;
import org.partita.api.provider.ManagerBoot;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.Roles;

/**
 * The Hypervisor (FF-A 2.1): manages VMs in EL1, answers their calls and relays between them and the SPM. What is not
 * for a VM goes to the SPM through the Non-secure physical instance.
 */
@Component(immediate = true, service = Manager.class)
@FillsRole(role = Roles.MANAGER_HYPERVISOR)
@NeedsRole(role = Roles.INSTANCE_NONSECURE_VIRTUAL)
@NeedsRole(role = Roles.INSTANCE_NONSECURE_PHYSICAL)
@NeedsRole(role = Roles.CONDUIT_SMC)
@NeedsRole(role = Roles.CONDUIT_ERET)
public final class Hypervisor implements Manager {
    private static final Rule UNKNOWN_FUNCTION = new Rule(
            "FFA-2.4-15",
            Status.NOT_SUPPORTED,
            "FF-A 2.4",
            "w0",
            "the Hypervisor knows no function with this identifier; a call that is not FF-A's gets -1 in w0");

    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Outcome receive(Call call) {
        if (call.functionIndex() < 0) {
            return call.refuse(UNKNOWN_FUNCTION, call.registers.x0);
        }
        return Outcome.PROCEED;
    }

    @Override
    public Outcome forward(Call call) {
        Boundary up = call.manager().up();
        if (up == null) {
            throw new IllegalStateException(call.manager() + " has no SPMD above it");
        }
        return call.to(up.higher());
    }

    @Override
    public boolean bootCall(int step, Registers registers, ManagerBoot boot) {
        return BootCalls.next(step, registers, boot);
    }
}
