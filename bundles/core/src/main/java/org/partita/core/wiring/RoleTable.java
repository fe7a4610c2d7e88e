package org.partita.core.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.provider.Roles;

/**
 * The roles that core knows, in the order in which spm:wiring prints them. A role's index is its bit in a wiring's set
 * of vacant roles. Interfaces join as their first provider comes; the others are fixed.
 */
public final class RoleTable {
    /** Most roles that a set of bits can hold. */
    public static final int LIMIT = Long.SIZE;

    public static final int CONDUITS = 0;
    public static final int SMC = CONDUITS;
    public static final int HVC = CONDUITS + 1;
    public static final int SVC = CONDUITS + 2;
    public static final int ERET = CONDUITS + 3;
    public static final int CALL = CONDUITS + 4;
    public static final int INSTANCES = 5;
    public static final int SECURE_PHYSICAL = INSTANCES;
    public static final int SECURE_VIRTUAL = INSTANCES + 1;
    public static final int NONSECURE_PHYSICAL = INSTANCES + 2;
    public static final int NONSECURE_VIRTUAL = INSTANCES + 3;
    public static final int MANAGERS = 9;
    public static final int HYPERVISOR = MANAGERS;
    public static final int SPMD = MANAGERS + 1;
    public static final int SPMC = MANAGERS + 2;
    public static final int MEMORY = 12;
    public static final int SMMU = 13;
    public static final int GIC = 14;
    public static final int TIMER = 15;
    public static final int SCHEDULER = 16;
    public static final int MANIFEST = 17;

    /** The first of them; the others follow in the order of {@link MemoryFeature}. */
    public static final int MEMORY_FEATURES = 23;

    public static final int FFM_SPM = 26;
    public static final int PSA_CLIENT = 27;
    public static final int PSA_SERVICE = 28;
    public static final int BACKEND = 29;
    public static final int MPU = 30;
    public static final int FFM_MANIFEST = 31;
    public static final int NS_AGENT = 32;

    private static final List<String> FIXED = List.of(
            Roles.CONDUIT_SMC,
            Roles.CONDUIT_HVC,
            Roles.CONDUIT_SVC,
            Roles.CONDUIT_ERET,
            Roles.CONDUIT_CALL,
            Roles.INSTANCE_SECURE_PHYSICAL,
            Roles.INSTANCE_SECURE_VIRTUAL,
            Roles.INSTANCE_NONSECURE_PHYSICAL,
            Roles.INSTANCE_NONSECURE_VIRTUAL,
            Roles.MANAGER_HYPERVISOR,
            Roles.MANAGER_SPMD,
            Roles.MANAGER_SPMC,
            Roles.HARDWARE_MEMORY,
            Roles.HARDWARE_SMMU,
            Roles.HARDWARE_GIC,
            Roles.HARDWARE_TIMER,
            Roles.SCHEDULER,
            Roles.MANIFEST_DEVICETREE,
            Roles.INTERFACE_SETUP,
            Roles.INTERFACE_CYCLES,
            Roles.INTERFACE_DIRECT_MESSAGING,
            Roles.INTERFACE_INDIRECT_MESSAGING,
            Roles.INTERFACE_MEMORY_MANAGEMENT,
            Roles.MEMORY_FEATURE_FRAGMENTS,
            Roles.MEMORY_FEATURE_TIME_SLICING,
            Roles.MEMORY_FEATURE_DYNAMIC_BUFFERS,
            Roles.MANAGER_FFM_SPM,
            Roles.INTERFACE_PSA_CLIENT,
            Roles.INTERFACE_PSA_SERVICE,
            Roles.BACKEND,
            Roles.HARDWARE_MPU,
            Roles.MANIFEST_TFM,
            Roles.AGENT_NS_AGENT_TZ);

    /** Roles that platforms of both frameworks have. */
    private static final Set<Integer> SHARED = Set.of(SVC, MEMORY, GIC, TIMER);

    private static final Set<Integer> FFM =
            Set.of(CALL, FFM_SPM, PSA_CLIENT, PSA_SERVICE, BACKEND, MPU, FFM_MANIFEST, NS_AGENT);

    private final List<String> words = new ArrayList<>(FIXED);

    /**
     * Whether platforms of the other framework have the role, and those of this one have no use for it.
     *
     * @param ffm whether this one is FF-M
     */
    public static boolean foreign(int role, boolean ffm) {
        return role < FIXED.size() && !SHARED.contains(role) && FFM.contains(role) != ffm;
    }

    /** Number of roles known so far. */
    public int size() {
        return words.size();
    }

    /** The word of a role. */
    public String word(int index) {
        return words.get(index);
    }

    /** The index of a role by its word, case ignored, or -1. */
    public int index(String word) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equalsIgnoreCase(word)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The index under which a provider of this kind fills a role.
     *
     * @return -1 if no such role exists and none may be added
     */
    public int admit(RoleKind kind, @Nullable String word) {
        if (word == null || !kind.fills(word)) {
            return -1;
        }
        int index = index(word);
        if (index < 0 && kind == RoleKind.INTERFACE && words.size() < LIMIT) {
            words.add(word);
            return words.size() - 1;
        }
        return index;
    }
}
