package org.partita.core.wiring;

import java.util.List;
import java.util.Locale;
import org.partita.api.provider.Roles;

/** The contracts that core binds. */
public enum RoleKind {
    CONDUIT("conduit/"),
    INSTANCE("instance/"),
    MANAGER("manager/"),
    /** A feature of memory management is asked as interfaces are. */
    INTERFACE("interface/", "memory-feature/"),
    MEMORY(Roles.HARDWARE_MEMORY),
    SMMU(Roles.HARDWARE_SMMU),
    GIC(Roles.HARDWARE_GIC),
    TIMER(Roles.HARDWARE_TIMER),
    MPU(Roles.HARDWARE_MPU),
    SCHEDULER(Roles.SCHEDULER),
    MANIFEST("manifest/"),
    FFM_MANAGER(Roles.MANAGER_FFM_SPM),
    PSA("interface/psa-"),
    NS_AGENT(Roles.AGENT_NS_AGENT_TZ),
    BACKEND(Roles.BACKEND),
    FFM_MANIFEST(Roles.MANIFEST_TFM);

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> words;

    RoleKind(String... words) {
        this.words = List.of(words);
    }

    /** Whether a provider of this kind can fill the role: its word begins as those of the kind do. */
    boolean fills(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(lower::startsWith);
    }
}
