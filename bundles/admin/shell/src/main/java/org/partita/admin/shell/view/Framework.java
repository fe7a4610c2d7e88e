package org.partita.admin.shell.view;

import java.util.List;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;

/** Which framework a platform has. */
final class Framework {
    private Framework() {}

    /** FF-A, or FF-M on a platform that has the role of its SPM. */
    static String of(List<RoleStatus> wiring) {
        return wiring.stream().anyMatch(r -> r.role().equals(Roles.MANAGER_FFM_SPM)) ? "FF-M" : "FF-A";
    }
}
