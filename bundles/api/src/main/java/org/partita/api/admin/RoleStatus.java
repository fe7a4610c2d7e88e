package org.partita.api.admin;

import java.util.List;

/**
 * A role and who fills it.
 *
 * @param role one word, for example {@code interface/direct-messaging}
 * @param mandatory whether the platform can't run without it
 * @param bundleId of the provider, -1 if the role is vacant
 * @param provider symbolic name, empty if vacant
 * @param version bundle version, empty if vacant
 * @param state serving, vacant, withdrawn, quarantined, failed
 * @param since platform time in nanoseconds when it began to serve
 * @param served calls that it served since then
 * @param standbys other installed providers, {@code name:version}
 * @param reason why it is vacant, or empty
 */
public record RoleStatus(
        String role,
        boolean mandatory,
        long bundleId,
        String provider,
        String version,
        String state,
        long since,
        long served,
        List<String> standbys,
        String reason) {
    public RoleStatus {
        standbys = List.copyOf(standbys);
    }
}
