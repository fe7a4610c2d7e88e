package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.Problem;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.memory.MemoryRange;
import org.partita.core.boot.CodeBook.Code;
import org.partita.core.boot.Manifests.Read;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Hub;
import org.partita.core.execution.RunToken;
import org.partita.core.execution.Signal;
import org.partita.core.execution.WriterLock;
import org.partita.core.state.Partition;
import org.partita.lib.ledger.Ledger;

/** Boots the platform on core's own thread, and adds and removes partitions afterwards. */
public final class BootSequence implements PlatformBoot {
    /** The Hypervisor, or the OS kernel (FF-A 2.8). */
    private static final int NORMAL_WORLD = 0;

    private final World world;
    private final CodeBook code;
    private final BootLog log;
    private final Manifests manifests;
    private final WriterLock lock = new WriterLock();
    private final Map<Integer, Read> running = new ConcurrentHashMap<>();
    /** Service ID of the code that each partition was booted with. */
    private final Map<Integer, Long> booted = new ConcurrentHashMap<>();

    private @Nullable PartitionHost host;

    public BootSequence(World world, CodeBook code, BootLog log) {
        this.world = world;
        this.code = code;
        this.log = log;
        this.manifests = new Manifests(world.hub(), world.settings());
    }

    /** Runs the whole boot; what went wrong is in the log. */
    @Override
    public void run() {
        try {
            Signal looked = exclusively("boot", () -> {
                boot();
                Signal changed = code.changed();
                bootAgain("");
                return changed;
            });
            world.hub().acting("boot", () -> {
                // before anybody is told that the platform runs
                world.dispatcher().open();
                if (code.settle(looked, this::runs)) {
                    List.copyOf(running.values()).forEach(r -> codeCame(r.fileName()));
                }
                return 0;
            });
            world.directory().partitions().forEach(this::lendCycles);
        } catch (PartitaException e) {
            log.failed(String.valueOf(e.getMessage()), null);
        } catch (RuntimeException | LinkageError e) {
            log.failed("boot failed: " + e, e);
        }
    }

    /** One change of the set of partitions at a time; in deterministic mode by an actor, for partition code runs. */
    private <T> T exclusively(String actor, Supplier<T> action) {
        Hub hub = world.hub();
        return hub.acting(actor, () -> lock.inTurn(hub.token(), action));
    }

    /** In deterministic mode nothing happens by itself from now on. */
    private void runs() {
        RunToken token = world.hub().token();
        if (token != null) {
            token.gate();
        }
        log.state(BootLog.State.RUNNING);
    }

    private void boot() {
        Settings s = world.settings();
        if (!world.topology().problems().isEmpty()) {
            throw new PartitaException(
                    String.join(System.lineSeparator(), world.topology().problems()));
        }
        long deadline = Execution.realNanos() + s.bootNanos();
        for (String choice : s.choices()) {
            BootRoles.choose(world.control(), choice);
        }
        world.control().require(world.topology().roles());
        world.control().require(s.required());
        awaitRoles(deadline, List.of());
        List<Read> all = manifests.all();
        List<PartitionManifest> partitions = all.stream().map(Read::manifest).toList();
        List<PlatformManifest> described = new ArrayList<>(partitions);
        described.addAll(manifests.others());
        world.control().require(Topology.roles(described));
        awaitRoles(deadline, described);
        check(partitions);
        BootRoles.await(deadline, () -> withoutCode(all), code::changed, "partitions without code");
        versions();
        bootAll(all);
    }

    private void awaitRoles(long deadline, List<PlatformManifest> described) {
        BootRoles.await(
                deadline,
                () -> world.control().report().missing().stream()
                        .map(role -> Topology.needed(role, described))
                        .toList(),
                world.control()::changed,
                "roles without a provider");
    }

    private List<String> withoutCode(List<Read> all) {
        List<String> missing = new ArrayList<>();
        for (Read r : all) {
            if (code.find(r.fileName()) == null) {
                missing.add(r.fileName() + " (no service with property org.partita.manifest=" + r.fileName() + ")");
            }
        }
        return missing;
    }

    private void check(List<PartitionManifest> partitions) {
        List<String> problems = new ArrayList<>(world.topology().violations(partitions));
        List<PlatformManifest> all = new ArrayList<>(partitions);
        all.addAll(manifests.others());
        problems.addAll(world.topology().unmanagedStreams(all));
        List<Problem> found = new ArrayList<>(CrossRules.check(all, world));
        found.addAll(ResidentSp.check(partitions, manifests.spmc(), world.settings()));
        for (Problem p : found) {
            if (p.error()) {
                problems.add(p.toString());
            } else {
                log.note(p.toString());
            }
        }
        if (!problems.isEmpty()) {
            throw new PartitaException(String.join(System.lineSeparator(), problems));
        }
    }

    /** SPMD and SPMC agree on the lowest compatible version, or the SPMC is not initialized (FF-A 8.1.3). */
    private void versions() {
        Settings s = world.settings();
        FfaVersion spmd = s.spmdVersion();
        SpmcManifest described = manifests.spmc();
        FfaVersion spmc = described == null ? s.spmcVersion() : described.version();
        if (spmd.major() != spmc.major()) {
            throw new PartitaException("SPMC implements FF-A " + spmc + ", SPMD " + spmd
                    + ": different major versions are incompatible, the SPMC is not initialized (FF-A 8.1.3);"
                    + " see configuration keys spmc.version and spmd.version");
        }
        world.directory().version(ManagerKind.SPMD, spmd.compareTo(spmc) < 0 ? spmd : spmc);
        world.directory().version(ManagerKind.SPMC, spmc);
        world.directory().version(ManagerKind.HYPERVISOR, s.hypervisorVersion());
    }

    private void bootAll(List<Read> all) {
        List<MemoryRange> ranges = world.memory().ranges();
        int spm = world.settings().spmcId();
        Ledger ledger = world.directory().ledger();
        // devices stay their manager's (FF-A 2.10): no transaction is about them
        ledger.add(ranges.stream().filter(r -> !r.device()).toList(), spm, NORMAL_WORLD);
        RegionPlanner planner = new RegionPlanner(
                ranges, (pages, secure) -> ledger.exclusive(secure ? spm : NORMAL_WORLD, List.of(pages)));
        all.forEach(r -> planner.reserve(r.manifest()));
        manifests.others().forEach(planner::reserve);
        ManagerContexts contexts =
                new ManagerContexts(world.hub(), world.trampoline(), world.topology(), world.directory());
        PartitionHost h = new PartitionHost(world, planner, contexts);
        manifests.devices().forEach(h::setUp);
        Map<Read, Integer> ids = CrossRules.ids(all, manifests.others(), world.settings());
        List<Partition> set = new ArrayList<>();
        for (Read r : CrossRules.order(all, world.settings())) {
            Partition p = h.setUp(r.manifest(), ids.getOrDefault(r, 0));
            running.put(p.id(), r);
            set.add(p);
        }
        writeStreamTables();
        new ManagerBootCalls(world, contexts).run(planner);
        host = h;
        for (Partition p : set) {
            try {
                start(h, p);
            } catch (PartitaException e) {
                // one that can't be entered, because its code was exchanged meanwhile, does not keep the others from it
                p.abort();
                log.problem("partition " + p.component().name() + " was not booted: " + e.getMessage());
            }
        }
    }

    /** At boot, and when a partition comes or goes (FF-A 5.2). */
    private void writeStreamTables() {
        Map<Integer, PartitionManifest> partitions = new TreeMap<>();
        running.forEach((id, read) -> partitions.put(id, read.manifest()));
        world.streams().write(partitions, manifests.others());
    }

    private void start(PartitionHost h, Partition p) {
        Read r = running.get(p.id());
        Code c = r == null ? null : code.find(r.fileName());
        if (r == null || c == null) {
            p.abort();
            log.problem(p.component().name() + ": its code has left before it was booted");
            return;
        }
        booted.put(p.id(), c.serviceId());
        String failure = h.boot(p, c, r.source().content());
        if (!failure.isEmpty()) {
            log.problem(failure);
        }
    }

    /** A partition with work of its own gets cycles, on a thread of core's own (FF-A 2.11). */
    private void lendCycles(Partition p) {
        PartitionHost h = host;
        Read r = running.get(p.id());
        Code c = r == null ? null : code.find(r.fileName());
        if (h != null && c != null && c.traffic() && !p.aborted() && world.hub().token() == null) {
            world.execution().start("partita-cycles-" + p.component().name(), () -> h.lend(p));
        }
    }

    // ---- at run time

    /** A partition's code has come: boot the partition if it waits for it, not if it has crashed with this very code. */
    @Override
    public void codeCame(String manifest) {
        exclusively("boot " + manifest, () -> {
            if (log.state() == BootLog.State.RUNNING) {
                bootAgain(manifest);
            }
            return 0;
        });
    }

    /** Boots the partitions of this manifest, of all if it is empty, whose code is not what they were booted with. */
    private void bootAgain(String manifest) {
        PartitionHost h = host;
        if (h != null) {
            running.forEach((id, read) -> {
                if (manifest.isEmpty() || read.fileName().equals(manifest)) {
                    bootAgain(h, id, read);
                }
            });
        }
    }

    private void bootAgain(PartitionHost h, int id, Read read) {
        Partition p = world.directory().endpoint(id);
        Code c = code.find(read.fileName());
        boolean other = c != null && !Long.valueOf(c.serviceId()).equals(booted.get(id));
        if (!other || (p != null && !p.aborted())) {
            return;
        }
        try {
            if (p != null) {
                h.remove(p);
            }
            Partition again = h.add(read.manifest(), id);
            start(h, again);
            lendCycles(again);
        } catch (PartitaException e) {
            // the next code that comes may try again
            booted.remove(id);
            Partition half = world.directory().endpoint(id);
            if (half != null) {
                h.terminate(half);
            }
            log.problem(read.fileName() + " was not booted with its new code: " + e.getMessage()
                    + "; update its bundle again, or spm:unload and spm:load it");
        }
    }

    /** The platform stops: all partitions are terminated. */
    @Override
    public void terminateAll() {
        PartitionHost h = host;
        if (h != null) {
            world.directory().partitions().forEach(h::terminate);
        }
    }

    /** A partition's code has left: the partition is terminated (FF-A 5.4.1). Never waits. */
    @Override
    public void codeLeft(String manifest) {
        PartitionHost h = host;
        if (h == null) {
            return;
        }
        for (Map.Entry<Integer, Read> e : running.entrySet()) {
            Partition p = world.directory().endpoint(e.getKey());
            if (e.getValue().fileName().equals(manifest) && p != null) {
                h.terminate(p);
            }
        }
    }

    /**
     * Adds a partition.
     *
     * @return its ID
     */
    @Override
    public int load(ManifestSource source, long nanos) {
        return exclusively("load " + source.name(), () -> {
            PartitionHost h = running("spm:load");
            Read r = manifests.partition(source);
            List<Read> all = new ArrayList<>(running.values());
            all.add(r);
            check(all.stream().map(Read::manifest).toList());
            // who could bring what is missing waits for the token, so no time would help
            long deadline = Execution.realNanos() + (world.hub().token() == null ? nanos : 0);
            List<String> words = Topology.roles(List.of(r.manifest()));
            BootRoles.await(
                    deadline,
                    () -> world.control().report().unfilled(words).stream()
                            .map(role -> Topology.needed(role, List.of(r.manifest())))
                            .toList(),
                    world.control()::changed,
                    "roles without a provider");
            BootRoles.await(deadline, () -> withoutCode(List.of(r)), code::changed, "partitions without code");
            world.control().require(words);
            int id = CrossRules.ids(all, manifests.others(), world.settings()).getOrDefault(r, 0);
            Partition p = h.add(r.manifest(), id);
            running.put(id, r);
            try {
                writeStreamTables();
                start(h, p);
            } catch (RuntimeException e) {
                running.remove(id);
                h.remove(p);
                writeStreamTables();
                throw e;
            }
            return id;
        });
    }

    /** Terminates a partition and forgets it. */
    @Override
    public void unload(int id) {
        exclusively("unload", () -> {
            PartitionHost h = running("spm:unload");
            Partition p = world.directory().endpoint(id);
            if (p == null && running.remove(id) != null) {
                return 0;
            }
            if (p == null) {
                throw new PartitaException("no partition has ID " + EndpointId.spelled(id) + ": see spm:partitions");
            }
            h.remove(p);
            running.remove(id);
            booted.remove(id);
            writeStreamTables();
            return 0;
        });
    }

    private PartitionHost running(String command) {
        PartitionHost h = host;
        if (h == null || log.state() != BootLog.State.RUNNING) {
            throw new PartitaException(command + " needs a running platform; this one is "
                    + log.state().name().toLowerCase(Locale.ROOT));
        }
        return h;
    }
}
