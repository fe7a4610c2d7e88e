package org.partita.scheduler.endpoint;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ReadySet;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.api.provider.Roles;

/**
 * The primary scheduler as part of a partition: a VM, or the OS kernel where there is no Hypervisor (FF-A 2.11). The partition's
 * own code decides and uses FFA_RUN; a free PE goes to its context there whenever something is there for that, and to nobody else.
 */
@Component(immediate = true, service = PrimaryScheduler.class)
@FillsRole(role = Roles.SCHEDULER)
@NeedsRole(role = Roles.INTERFACE_CYCLES)
public final class EndpointScheduler implements PrimaryScheduler {
    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Location location() {
        return Location.ENDPOINT;
    }

    @Override
    public int next(ReadySet ready, int pe) {
        for (int i = 0; i < ready.size(); i++) {
            Endpoint e = ready.context(i).endpoint();
            if (e != null && e.manifest().primaryScheduler()) {
                return i;
            }
        }
        return NOBODY;
    }
}
