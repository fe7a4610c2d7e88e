package org.partita.core.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.SwapReport;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.core.boot.FfmBackends;
import org.partita.core.boot.FfmWorld;
import org.partita.core.boot.World;
import org.partita.core.execution.SpmGate;
import org.partita.core.execution.SpmSociety;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.Resident;
import org.partita.core.wiring.RoleTable;

/** What core tells and does for administrators of an FF-M platform. */
final class FfmView implements Ffm {
    private final World world;
    private final FfmWorld ffm;
    private final MpuView mpu;
    private final FfmClients clients;
    private volatile String choice;

    FfmView(World world, FfmWorld ffm, Injections injections) {
        this.world = world;
        this.clients = new FfmClients(world, ffm, injections);
        this.ffm = ffm;
        this.mpu = new MpuView(world.hub(), ffm);
        this.choice = ffm.settings().backend();
    }

    @Override
    public IsolationLevel isolation() {
        return ffm.tables().isolation();
    }

    @Override
    public String backend() {
        BackendProvider b = world.hub().wiring().backend;
        return b == null ? "" : b.kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String choice() {
        return choice;
    }

    @Override
    public SwapReport backend(String name) {
        world.control().notInsidePass("spm:backend");
        String word = name.toLowerCase(Locale.ROOT);
        if (!List.of("auto", "sfn", "ipc").contains(word)) {
            throw new PartitaException("no backend is called " + name + "; possible are auto, sfn and ipc");
        }
        SpmBackend kind = FfmBackends.chosen(word, ffm.platform());
        List<String> offenders = FfmBackends.offenders(kind, ffm.platform());
        if (!offenders.isEmpty()) {
            throw new PartitaException("the " + kind + " backend can't serve this platform, " + serving()
                    + " serves on: " + String.join("; ", offenders));
        }
        String label = world.control()
                .report()
                .provider(RoleTable.BACKEND, p -> p instanceof BackendProvider b && b.kind() == kind);
        if (label.isEmpty()) {
            throw new PartitaException("no " + kind + " backend is installed: install and start org.partita.backend."
                    + kind.name().toLowerCase(Locale.ROOT));
        }
        if (backend().equalsIgnoreCase(kind.name())) {
            choice = word;
            return new SwapReport("backend", label, label, 0, "nothing: it serves already", 0, 0);
        }
        SwapReport report = world.hub().acting("spm:backend", () -> exchange(label));
        choice = word;
        return report;
    }

    private String serving() {
        String now = backend();
        return now.isEmpty() ? "nobody" : now.toUpperCase(Locale.ROOT);
    }

    /** What SFN partitions have begun is finished first; what Non-secure clients begin is held meanwhile. */
    private SwapReport exchange(String label) {
        SpmGate gate = ffm.society().gate();
        SwapReport report;
        String carried;
        if (!gate.shut()) {
            throw new PartitaException(
                    "somebody else makes another backend serve at the moment: try again when that is done");
        }
        try {
            if (!ffm.society().awaitRest(world.settings().deadlines().drain())) {
                throw new PartitaException("swap of backend to " + label + " rolled back, " + serving()
                        + " serves on: what was begun did not end within drain.deadline: "
                        + String.join(", ", ffm.society().busy()));
            }
            report = world.control().swap(RoleTable.BACKEND, label, false);
            carried = carried();
        } finally {
            gate.open();
        }
        return new SwapReport(
                report.role(),
                report.from(),
                report.to(),
                report.drainNanos(),
                carried,
                report.held() + gate.count(),
                Math.max(report.longestHoldNanos(), gate.longest()));
    }

    /** What stays where it is while backends change; before clients go on. */
    private String carried() {
        List<PooledConnection> used = ffm.tables().pool().connections();
        long connections = used.stream()
                .filter(c -> c.service().manifest().connectionBased())
                .count();
        long messages = used.stream()
                .filter(c -> c.state() == SpmConnection.State.QUEUED || c.state() == SpmConnection.State.TAKEN)
                .count();
        long signals = ffm.tables().partitions().stream()
                .mapToInt(r -> Integer.bitCount(r.asserted()))
                .sum();
        return connections + " connections, " + messages + " messages under way, " + signals + " asserted signals";
    }

    @Override
    public List<Service> services() {
        List<PooledConnection> connections = ffm.tables().pool().connections();
        List<Service> all = new ArrayList<>();
        for (org.partita.core.spm.Service s : ffm.tables().services()) {
            FfmPartition p = s.partition().manifest();
            RotService m = s.manifest();
            all.add(new Service(
                    m.sid(),
                    m.name(),
                    p.id(),
                    p.name(),
                    p.model().name(),
                    m.version(),
                    m.versionPolicy().name(),
                    m.nonSecureClients(),
                    m.connectionBased() ? OptionalInt.empty() : OptionalInt.of(m.statelessHandle()),
                    (int) connections.stream().filter(c -> c.service() == s).count(),
                    state(s.partition())));
        }
        return all;
    }

    private static String state(Resident r) {
        if (r.ended()) {
            return "ended";
        }
        boolean waits = r.manifest().model() == PartitionModel.IPC;
        return waits ? "threaded" : SpmSociety.inside(r) ? "busy" : "ready";
    }

    @Override
    public Detail partition(int id) {
        Resident r = ffm.tables().partition(id);
        if (r == null) {
            throw new PartitaException("no partition has ID " + EndpointId.spelled(id) + ": see spm:partitions");
        }
        List<Service> services =
                services().stream().filter(s -> s.partition() == id).toList();
        return new Detail(line(r), r.manifest(), r.asserted(), ffm.layout().base(r.manifest()), services);
    }

    @Override
    public List<Connection> connections() {
        return ffm.tables().pool().connections().stream()
                .sorted(Comparator.comparingInt(PooledConnection::handle))
                .map(c -> new Connection(
                        c.handle(),
                        c.clientId(),
                        c.service().manifest().sid(),
                        c.service().manifest().name(),
                        c.state() == SpmConnection.State.IDLE && c.broken()
                                ? "broken"
                                : c.state().name().toLowerCase(Locale.ROOT),
                        c.type(),
                        c.rhandle()))
                .toList();
    }

    @Override
    public PsaSession client(int id) {
        return clients.nonSecure(id);
    }

    @Override
    public <T> Optional<T> play(int client, String what, Duration timeout, Function<PsaSession, T> calls) {
        return Optional.ofNullable(clients.play(client, what, timeout, calls));
    }

    @Override
    public Protection mpu(int partition) {
        return mpu.of(partition);
    }

    /** Sessions that are open. */
    int sessions() {
        return clients.count();
    }

    /** Every partition in a line. */
    List<PartitionStatus> partitions() {
        return ffm.tables().partitions().stream().map(FfmView::line).toList();
    }

    private static PartitionStatus line(Resident r) {
        return new PartitionStatus(
                r.id(),
                r.manifest().name(),
                "secure",
                r.manifest().type() == PartitionType.PSA_ROT ? "PSA RoT" : "Application RoT",
                r.manifest().model().name(),
                1,
                state(r));
    }
}
