package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Boundary;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.MemoryRegion;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.Problem;
import org.partita.api.provider.Roles;
import org.partita.core.devices.StreamTables;
import org.partita.lib.crossing.ExceptionLevelPairs;
import org.partita.lib.crossing.LevelPair;
import org.partita.lib.crossing.SpmLayout;
import org.partita.lib.crossing.Violation;

/** Which components there are and where they meet (FF-A 2.2, 2.3). */
public final class Topology {
    private final Settings settings;
    private final Component spmd;
    private final Component spmc;
    private final @Nullable Component hypervisor;
    private final List<String> problems = new ArrayList<>();

    /** The managers of a configuration; what stands against it is in {@link #problems}. */
    public Topology(Settings settings) {
        this.settings = settings;
        SpmLayout.of(settings.spmd(), settings.spmc()).check(List.of()).forEach(v -> problems.add(text(v)));
        spmd = new Component("SPMD", settings.spmd(), ManagerKind.SPMD, 0);
        spmc = new Component("SPMC", settings.spmc(), ManagerKind.SPMC, settings.spmcId());
        spmc.join(new Boundary(spmc, spmd, merged() ? null : managerInstance(spmc, "spmc.level")));
        hypervisor = settings.hypervisor()
                ? new Component("Hypervisor", ExceptionLevel.EL2, ManagerKind.HYPERVISOR, 0)
                : null;
        if (hypervisor != null) {
            hypervisor.join(new Boundary(hypervisor, spmd, managerInstance(hypervisor, "hypervisor")));
        }
    }

    /** Why the managers can't meet at their exception levels, empty if they can (FF-A Tables 2.1, 2.2, 2.4, 2.5). */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    private @Nullable FfaInstance managerInstance(Component lower, String key) {
        return switch (ExceptionLevelPairs.of(lower.level(), spmd.level())) {
            case LevelPair.Instance(FfaInstance instance) -> instance;
            case LevelPair.Rejected r -> {
                problems.add("configuration keys " + key + " and spmd.level: " + lower.name() + " at " + r.text() + " ["
                        + r.requirement() + "]");
                yield null;
            }
        };
    }

    private static String text(Violation v) {
        return "configuration keys spmd.level and spmc.level: " + v.text() + " [" + v.requirement() + "]";
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
        Component above = above(m);
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

    /** What stands against these partitions on this platform (FF-A Tables 2.1 to 2.3, 2.5, 4.2.2.2). */
    public List<String> violations(List<PartitionManifest> manifests) {
        List<ExceptionLevel> sps = manifests.stream()
                .filter(PartitionManifest::secure)
                .map(PartitionManifest::level)
                .toList();
        List<String> all = new ArrayList<>();
        SpmLayout.of(settings.spmd(), settings.spmc()).check(sps).stream()
                .map(v -> v.text() + " [" + v.requirement() + "]")
                .forEach(all::add);
        manifests.stream().filter(m -> !m.secure()).forEach(m -> normalWorld(m, all));
        manifests.stream()
                .filter(m -> managerOf(m) == ManagerKind.SPMD && !m.rxBuffer().isEmpty())
                .forEach(m -> all.add(m.file() + " /rx_tx-info: the SPM allocates no buffer pair for the Normal world;"
                        + " leave the node out and use FFA_RXTX_MAP (FF-A 4.2.2.2) [FFA-4.2.2.2-3]"));
        manifests.forEach(m -> m.memoryRegions().forEach(r -> translated(m, r, all)));
        return all;
    }

    /** An IPA needs a stage of translation between the endpoint and its manager (FF-A 2.3, Table 3.2). */
    private void translated(PartitionManifest m, MemoryRegion r, List<String> all) {
        AddressKind passed = ExceptionLevelPairs.addressKind(m.level(), above(m).level());
        if (r.kind() == AddressKind.INTERMEDIATE && passed == AddressKind.PHYSICAL) {
            String found = "found an IPA; " + m.level().title() + " below "
                    + above(m).level().title() + " has physical addresses only: leave partita,address-kind out";
            all.add(new Problem(r.at(), "FF-A Table 3.2", found, true).toString());
        }
    }

    /** Non-secure SEPIDs need a Hypervisor: it keeps their stage 2 (FF-A 5.3 item 2). */
    List<String> unmanagedStreams(List<? extends PlatformManifest> manifests) {
        List<String> all = new ArrayList<>();
        if (hypervisor != null) {
            return all;
        }
        for (PlatformManifest m : manifests) {
            boolean proxy = m instanceof PartitionManifest p
                    && !p.secure()
                    && !p.streamEndpoints().isEmpty();
            boolean device = m instanceof DeviceManifest d && !d.secure();
            if (proxy || device) {
                all.add(m.file()
                        + ": a Non-secure SEPID, on a platform without a Hypervisor, which would keep its stage 2"
                        + " (FF-A 5.3): leave it out, or set hypervisor=true");
            }
        }
        return all;
    }

    private Component above(PartitionManifest m) {
        return m.secure() ? spmc : hypervisor != null ? hypervisor : spmd;
    }

    /** An endpoint of the Normal world and the manager above it are a pair of FF-A Table 2.5. */
    private void normalWorld(PartitionManifest m, List<String> all) {
        if (ExceptionLevelPairs.of(m.level(), above(m).level()) instanceof LevelPair.Rejected r) {
            all.add(new Problem(m.position("exception-level"), "FF-A Table 2.5", r.text(), true) + " ["
                    + r.requirement() + "]");
        }
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

    /** Roles that what these manifests describe needs on top. */
    public static List<String> roles(List<? extends PlatformManifest> manifests) {
        List<String> words = new ArrayList<>();
        for (PlatformManifest m : manifests) {
            if (m instanceof PartitionManifest p && conduit(p) == Conduit.SVC && !words.contains(Roles.CONDUIT_SVC)) {
                words.add(Roles.CONDUIT_SVC);
            }
            if (m instanceof PartitionManifest p && conduit(p) == Conduit.HVC && !words.contains(Roles.CONDUIT_HVC)) {
                words.add(Roles.CONDUIT_HVC);
            }
            if (!StreamTables.named(m).isEmpty() && !words.contains(Roles.HARDWARE_SMMU)) {
                words.add(Roles.HARDWARE_SMMU);
            }
        }
        return words;
    }

    /** A vacant role, after which a reason may stand, and, if manifests are why it is needed, which. */
    static String needed(String role, List<? extends PlatformManifest> manifests) {
        String word = role.split(" ", 2)[0];
        String users = manifests.stream()
                .filter(m -> roles(List.of(m)).contains(word))
                .map(PlatformManifest::file)
                .collect(Collectors.joining(", "));
        String what = word.equals(Roles.HARDWARE_SMMU) ? " (the SMMU of " : " (the conduit of ";
        String rule = word.equals(Roles.HARDWARE_SMMU) ? ", FF-A 5.2)" : ", FF-A 2.4)";
        return users.isEmpty() ? role : role + what + users + rule;
    }
}
