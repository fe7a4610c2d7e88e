package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.provider.Roles;
import org.partita.lib.crossing.ExceptionLevelPairs;
import org.partita.lib.crossing.LevelPair;
import org.partita.lib.crossing.SpmLayout;

/** Which components there are and where they meet (FF-A 2.2, 2.3). */
public final class Topology {
    private final Settings settings;
    private final Component spmd;
    private final Component spmc;
    private final @Nullable Component hypervisor;

    /**
     * @throws PartitaException if two components can't meet at their exception levels (FF-A Tables 2.1 to 2.5)
     */
    public Topology(Settings settings) {
        this.settings = settings;
        spmd = new Component("SPMD", settings.spmd(), ManagerKind.SPMD, 0);
        spmc = new Component("SPMC", settings.spmc(), ManagerKind.SPMC, settings.spmcId());
        spmc.join(new Boundary(spmc, spmd, merged() ? null : instance(spmc, spmd)));
        hypervisor = settings.hypervisor()
                ? new Component("Hypervisor", ExceptionLevel.EL2, ManagerKind.HYPERVISOR, 0)
                : null;
        if (hypervisor != null) {
            hypervisor.join(new Boundary(hypervisor, spmd, instance(hypervisor, spmd)));
        }
    }

    /** Whether SPMD and SPMC share an exception level (FF-A 2.2.2.3). */
    public boolean merged() {
        return settings.spmc() == settings.spmd();
    }

    /** The managers, from the top. */
    public List<Component> managers() {
        List<Component> all = new ArrayList<>(List.of(spmd, spmc));
        if (hypervisor != null) {
            all.add(hypervisor);
        }
        return all;
    }

    /** The manager that runs a partition with this manifest. */
    public ManagerKind managerOf(PartitionManifest m) {
        return m.secure() ? ManagerKind.SPMC : hypervisor != null ? ManagerKind.HYPERVISOR : ManagerKind.SPMD;
    }

    /**
     * A partition's component, joined to its manager.
     *
     * @throws PartitaException if they can't meet (FF-A Tables 2.3 to 2.5)
     */
    public Component join(PartitionManifest m, String name, int id) {
        Component c = new Component(name, m.level(), null, id);
        Component above = m.secure() ? spmc : hypervisor != null ? hypervisor : spmd;
        boolean sharesLevel = m.level() == above.level();
        c.join(new Boundary(c, above, sharesLevel ? null : partitionInstance(c, above)));
        return c;
    }

    private static FfaInstance partitionInstance(Component c, Component above) {
        return c.level().secure()
                ? valid(ExceptionLevelPairs.betweenSpmcAndPartition(c.level(), above.level()))
                : instance(c, above);
    }

    private static FfaInstance instance(Component lower, Component higher) {
        return valid(ExceptionLevelPairs.of(lower.level(), higher.level()));
    }

    private static FfaInstance valid(LevelPair pair) {
        return switch (pair) {
            case LevelPair.Instance(FfaInstance instance) -> instance;
            case LevelPair.Rejected r -> throw new PartitaException(r.text());
        };
    }

    /** What stands against these partitions on this platform (FF-A Tables 2.1 to 2.3). */
    public List<String> violations(List<PartitionManifest> manifests) {
        List<ExceptionLevel> sps = manifests.stream()
                .filter(PartitionManifest::secure)
                .map(PartitionManifest::level)
                .toList();
        return SpmLayout.of(settings.spmd(), settings.spmc()).check(sps).stream()
                .map(v -> v.text() + " [" + v.requirement() + "]")
                .toList();
    }

    /** The conduit that FF-A 2.4 tells a partition to use. */
    public static Conduit conduit(PartitionManifest m) {
        if (m.level().number() == 0) {
            return Conduit.SVC;
        }
        return m.smcAvailable() ? Conduit.SMC : Conduit.HVC;
    }

    /** Roles that this shape needs, before partitions are known. */
    public List<String> roles() {
        List<String> words = new ArrayList<>(List.of(
                Roles.CONDUIT_SMC,
                Roles.CONDUIT_ERET,
                Roles.MANAGER_SPMD,
                Roles.MANAGER_SPMC,
                Roles.HARDWARE_MEMORY,
                Roles.INSTANCE_NONSECURE_PHYSICAL,
                Roles.INSTANCE_SECURE_VIRTUAL,
                Roles.INTERFACE_SETUP,
                Roles.INTERFACE_CYCLES,
                Roles.INTERFACE_DIRECT_MESSAGING,
                Roles.MANIFEST_DEVICETREE));
        if (!merged()) {
            words.add(Roles.INSTANCE_SECURE_PHYSICAL);
        }
        if (hypervisor != null) {
            words.add(Roles.MANAGER_HYPERVISOR);
            words.add(Roles.INSTANCE_NONSECURE_VIRTUAL);
        }
        return words;
    }

    /** Roles that these partitions need on top. */
    public static List<String> roles(List<PartitionManifest> manifests) {
        List<String> words = new ArrayList<>();
        for (PartitionManifest m : manifests) {
            if (conduit(m) == Conduit.SVC && !words.contains(Roles.CONDUIT_SVC)) {
                words.add(Roles.CONDUIT_SVC);
            }
            if (conduit(m) == Conduit.HVC && !words.contains(Roles.CONDUIT_HVC)) {
                words.add(Roles.CONDUIT_HVC);
            }
        }
        return words;
    }

    /** A role and, if partitions are why it is needed, their manifests. */
    static String needed(String role, List<PartitionManifest> manifests) {
        String users = manifests.stream()
                .filter(m -> roles(List.of(m)).contains(role))
                .map(PartitionManifest::file)
                .collect(Collectors.joining(", "));
        return users.isEmpty() ? role : role + " (the conduit of " + users + ", FF-A 2.4)";
    }
}
