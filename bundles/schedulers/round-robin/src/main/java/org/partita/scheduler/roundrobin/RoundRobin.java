package org.partita.scheduler.roundrobin;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.ReadySet;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.api.provider.Roles;

/**
 * The primary scheduler as part of the Hypervisor (FF-A 2.11). Who has the lowest priority value runs; among equals whoever has
 * the PE keeps it, else who has waited longest for one, else the lowest ID.
 */
@Component(immediate = true, service = PrimaryScheduler.class)
@FillsRole(role = Roles.SCHEDULER)
@NeedsRole(role = Roles.MANAGER_HYPERVISOR)
@NeedsRole(role = Roles.INTERFACE_CYCLES)
public final class RoundRobin implements PrimaryScheduler {
    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Location location() {
        return Location.HYPERVISOR;
    }

    @Override
    public int next(ReadySet ready, int pe) {
        int best = NOBODY;
        for (int i = 0; i < ready.size(); i++) {
            if (best == NOBODY || before(ready, i, best)) {
                best = i;
            }
        }
        return best;
    }

    private static boolean before(ReadySet ready, int one, int other) {
        int a = ready.priority(one);
        int b = ready.priority(other);
        if (a != b) {
            return a < b;
        }
        if (ready.running(one) != ready.running(other)) {
            return ready.running(one);
        }
        return ready.lastRan(one) < ready.lastRan(other);
    }
}
