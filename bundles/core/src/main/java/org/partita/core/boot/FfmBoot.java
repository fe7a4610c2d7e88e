package org.partita.core.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.manifest.FfmInterrupt;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.ffm.partition.FirstLevelHandler;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.provider.Roles;
import org.partita.core.boot.CodeBook.Code;
import org.partita.core.execution.Execution;
import org.partita.core.execution.RunToken;
import org.partita.core.execution.SpmPanics;
import org.partita.core.execution.SpmSociety;
import org.partita.core.spm.Resident;
import org.partita.core.spm.SpmTables;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.Declared;
import org.partita.core.wiring.RoleTable;

/** Boots a platform that follows FF-M: its manifests, its memory, its partitions, on the backend that suits them. */
public final class FfmBoot implements PlatformBoot {
    private static final int LARGEST_LIST = 1 << 20;

    private final World world;
    private final FfmSettings settings;
    private final CodeBook code;
    private final BootLog log;
    private final Runnable reset;
    private volatile @Nullable FfmWorld running;

    /** @param reset lets the platform begin anew; does not wait */
    public FfmBoot(World world, FfmSettings settings, CodeBook code, BootLog log, Runnable reset) {
        this.world = world;
        this.settings = settings;
        this.code = code;
        this.log = log;
        this.reset = reset;
    }

    /** The platform, once its manifests are read; null before. */
    public @Nullable FfmWorld running() {
        return running;
    }

    @Override
    public void run() {
        try {
            boot();
            RunToken token = world.hub().token();
            if (token != null) {
                token.gate();
            }
            log.state(BootLog.State.RUNNING);
            lookForCode();
        } catch (PartitaException e) {
            log.failed(String.valueOf(e.getMessage()), null);
        } catch (RuntimeException | LinkageError e) {
            log.failed("boot failed: " + e, e);
        }
    }

    private void boot() {
        long deadline = Execution.realNanos() + world.settings().bootNanos();
        for (String choice : world.settings().choices()) {
            BootRoles.choose(world.control(), choice);
        }
        world.control().require(roles());
        world.control().require(world.settings().required());
        awaitRoles(deadline);
        FfmPlatform platform = read();
        platform.warnings().forEach(p -> log.note(p.toString()));
        requireInterrupts(platform, deadline);
        FfmWorld w = assemble(platform);
        SpmBackend kind = FfmBackends.chosen(settings.backend(), platform);
        List<String> offenders = FfmBackends.offenders(kind, platform);
        if (!offenders.isEmpty()) {
            throw new PartitaException("configuration key ffm.backend: the " + kind
                    + " backend can't serve this platform: " + String.join("; ", offenders) + "; choose auto or ipc");
        }
        requireRegions(w);
        chooseBackend(w, kind, deadline);
        BootRoles.await(deadline, () -> withoutCode(w), code::changed, "partitions without code");
        running = w;
        world.hub().society(w.society());
        List<String> problems = w.society().begin();
        if (!problems.isEmpty()) {
            throw new PartitaException(String.join(System.lineSeparator(), problems));
        }
    }

    private List<String> roles() {
        List<String> words = new ArrayList<>(List.of(
                settings.isolation() == 1 ? Roles.CONDUIT_CALL : Roles.CONDUIT_SVC,
                Roles.MANAGER_FFM_SPM,
                Roles.INTERFACE_PSA_CLIENT,
                Roles.INTERFACE_PSA_SERVICE,
                Roles.HARDWARE_MEMORY,
                Roles.MANIFEST_TFM));
        if (settings.isolation() > 1) {
            words.add(Roles.HARDWARE_MPU);
        }
        if (settings.clients() > 0) {
            words.add(Roles.AGENT_NS_AGENT_TZ);
        }
        return words;
    }

    private void awaitRoles(long deadline) {
        BootRoles.await(
                deadline,
                () -> world.control().report().missing(),
                world.control()::changed,
                "roles without a provider");
    }

    private FfmPlatform read() {
        String manifests = world.settings().manifests();
        if (manifests.isEmpty()) {
            throw new PartitaException("there is no folder of manifests: see configuration key manifests");
        }
        FfmFiles files = new FfmFiles(Path.of(manifests).toAbsolutePath());
        Map<String, String> definitions = new HashMap<>(settings.definitions());
        definitions.put(FfmManifestReader.ISOLATION_LEVEL, Integer.toString(settings.isolation()));
        definitions.put(
                FfmManifestReader.BACKEND,
                settings.backend().equals("auto") ? "auto" : settings.backend().toUpperCase(Locale.ROOT));
        if (settings.isolation() == 3) {
            definitions.putIfAbsent(FfmManifestReader.LEVEL_3_SUPPORTED, "on");
        }
        try {
            ManifestSource list = files.open("the configuration", settings.list(), LARGEST_LIST);
            return world.hub().outside(RoleTable.FFM_MANIFEST, world.settings().bootNanos(), w -> {
                FfmManifestReader reader = w.ffmManifests;
                if (reader == null) {
                    throw new PartitaException(list.name() + ": no manifest reader is installed");
                }
                try {
                    return reader.read(list, files, definitions);
                } catch (ManifestException e) {
                    throw new PartitaException(String.valueOf(e.getMessage()));
                }
            });
        } catch (IOException e) {
            throw new PartitaException(
                    "the manifest list can't be read: " + e.getMessage() + "; see configuration key ffm.list");
        }
    }

    private FfmWorld assemble(FfmPlatform platform) {
        List<String> without = new ArrayList<>();
        platform.partitions().stream()
                .filter(FfmPartition::nsAgent)
                .forEach(p -> without.add("partition " + p.name()
                        + ": ns_agent: mailbox agents are for hybrid platforms, which are not there yet; clients behind TrustZone"
                        + " come through the provider of " + Roles.AGENT_NS_AGENT_TZ + ": leave the partition out"));
        if (!without.isEmpty()) {
            throw new PartitaException(String.join(System.lineSeparator(), without));
        }
        FfmLayout layout = new FfmLayout(world.memory(), platform, settings.clients());
        FfmDomains domains = new FfmDomains(platform, layout);
        SpmTables tables = new SpmTables(platform, settings.connections(), settings.lifecycle());
        SpmSociety society = new SpmSociety(
                world.hub(),
                world.interrupts(),
                world.control().holding(),
                world.faults(),
                world.execution(),
                world.directory(),
                tables,
                layout,
                new SpmPanics(settings.panic(), world.settings().options().contains("strict-seed"), reset),
                this::codeOf);
        for (Resident r : tables.partitions()) {
            FfmLayout.Area area = layout.area(r.manifest());
            society.join(r, layout.regime(r.manifest()), domains.of(r.manifest()), area.base(), area.size());
        }
        return new FfmWorld(settings, platform, layout, domains, tables, society);
    }

    /** An interrupt controller serves, if a partition has interrupts, and has them. */
    private void requireInterrupts(FfmPlatform platform, long deadline) {
        if (platform.partitions().stream().allMatch(p -> p.interrupts().isEmpty())) {
            return;
        }
        world.control().require(List.of(Roles.HARDWARE_GIC));
        awaitRoles(deadline);
        List<String> unknown = new ArrayList<>();
        for (FfmPartition p : platform.partitions()) {
            for (FfmInterrupt i : p.interrupts()) {
                if (Boolean.FALSE.equals(world.interrupts().view(gic -> gic.implemented(i.source())))) {
                    unknown.add("partition " + p.name() + ": irqs: " + i.signalName()
                            + ": the interrupt controller has no interrupt " + i.source() + ", see hw:gic");
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new PartitaException(String.join(System.lineSeparator(), unknown));
        }
    }

    /** The MPU that serves has enough regions; one that would serve later is asked as it comes. */
    private void requireRegions(FfmWorld w) {
        Bound mpu = world.hub().wiring().bound(RoleTable.MPU);
        String against = mpu == null ? "" : w.domains().objection(mpu);
        if (!against.isEmpty()) {
            throw new PartitaException(against);
        }
    }

    /** Makes the backend serve that was asked for; another that is installed stands by. */
    private void chooseBackend(FfmWorld w, SpmBackend kind, long deadline) {
        FfmPlatform platform = w.platform();
        world.control()
                .platform(
                        new Declared(
                                List.of(),
                                List.of(Map.of(
                                        Roles.NAMESPACE,
                                        Roles.ISOLATION
                                                + platform.isolationLevel().number()))),
                        b -> FfmBackends.objection(b, platform) + w.domains().objection(b));
        BootRoles.await(
                deadline,
                () -> provider(kind).isEmpty()
                        ? List.of(Roles.BACKEND + " (" + kind + ")"
                                + String.join("", world.control().report().unfilled(List.of(Roles.BACKEND))))
                        : List.of(),
                world.control()::changed,
                "roles without a provider");
        String label = provider(kind);
        world.control().choose(Roles.BACKEND, label.substring(0, label.indexOf(':')));
        world.control().require(List.of(Roles.BACKEND));
        awaitRoles(deadline);
    }

    private String provider(SpmBackend kind) {
        return world.control()
                .report()
                .provider(RoleTable.BACKEND, p -> p instanceof BackendProvider b && b.kind() == kind);
    }

    private List<String> withoutCode(FfmWorld w) {
        List<String> missing = new ArrayList<>();
        for (Resident r : w.tables().partitions()) {
            PsaPartition p = codeOf(r);
            if (p != null) {
                w.society().code(r, p);
            } else {
                missing.add(r + " (no service " + (functions(r) ? "SfnPartition" : "IpcPartition") + " with property "
                        + PsaPartition.PARTITION + "=" + r
                        + (firstLevel(r)
                                ? " that is a FirstLevelHandler: its manifest has an interrupt with handling FLIH"
                                : "")
                        + ")");
            }
        }
        return missing;
    }

    private static boolean functions(Resident r) {
        return r.manifest().model() == PartitionModel.SFN;
    }

    private static boolean firstLevel(Resident r) {
        return r.manifest().interrupts().stream().anyMatch(FfmInterrupt::firstLevel);
    }

    private static boolean suits(@Nullable PsaPartition p, Resident r) {
        return p != null
                && p instanceof SfnPartition == functions(r)
                && (p instanceof FirstLevelHandler || !firstLevel(r));
    }

    /** The code that is there for a partition, in the style of its model. */
    private @Nullable PsaPartition codeOf(Resident r) {
        Code c = code.find(r.manifest().name(), x -> suits(x.psa(), r));
        return c == null ? null : c.psa();
    }

    // ---- at run time

    @Override
    public void codeCame(String manifest) {
        FfmWorld w = running;
        if (w == null || log.state() != BootLog.State.RUNNING) {
            return;
        }
        for (Resident r : w.tables().partitions()) {
            // a bundle may bring code of either model
            if (r.manifest().name().equals(manifest) && r.ended() && codeOf(r) != null) {
                log.note("partition " + r + " is loaded and booted anew: its code has come");
            }
        }
        lookForCode();
    }

    private void lookForCode() {
        FfmWorld w = running;
        if (w != null && w.tables().partitions().stream().anyMatch(r -> r.ended() && codeOf(r) != null)) {
            w.society().codeCame();
        }
    }

    @Override
    public void codeLeft(String manifest) {
        FfmWorld w = running;
        if (w == null) {
            return;
        }
        for (Resident r : w.tables().partitions()) {
            PsaPartition used = w.society().code(r);
            boolean left = used != null && code.find(manifest, x -> x.psa() == used) == null;
            if (!r.manifest().name().equals(manifest) || !left) {
                continue;
            }
            if (!r.ended()) {
                log.note("partition " + r + " ends: its code has left");
            }
            w.society().terminate(r);
        }
    }

    @Override
    public void terminateAll() {
        FfmWorld w = running;
        if (w != null) {
            w.society().close();
        }
    }

    @Override
    public int load(ManifestSource source, long nanos) {
        throw fixed("spm:load");
    }

    @Override
    public void unload(int id) {
        throw fixed("spm:unload");
    }

    private static PartitaException fixed(String command) {
        return new PartitaException(
                command
                        + ": the partitions of an FF-M platform are those of its manifest list; change the list and start again");
    }
}
