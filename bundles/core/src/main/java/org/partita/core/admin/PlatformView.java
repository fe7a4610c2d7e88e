package org.partita.core.admin;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.admin.Devices;
import org.partita.api.admin.EventStatus;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.FunctionStatus;
import org.partita.api.admin.InterruptController;
import org.partita.api.admin.OperationStatus;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PartitionDetail;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.Resources;
import org.partita.api.admin.RoleStatus;
import org.partita.api.admin.Scenario;
import org.partita.api.admin.SwapReport;
import org.partita.api.admin.Trace;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RunState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryRange;
import org.partita.core.boot.BootLog;
import org.partita.core.boot.FfmBoot;
import org.partita.core.boot.FfmWorld;
import org.partita.core.boot.PlatformBoot;
import org.partita.core.boot.World;
import org.partita.core.execution.Clients;
import org.partita.core.execution.Context;
import org.partita.core.execution.CrossingLog;
import org.partita.core.execution.Events;
import org.partita.core.execution.Pe;
import org.partita.core.execution.RunToken;
import org.partita.core.execution.TokenScenario;
import org.partita.core.state.Pages;
import org.partita.core.state.Partition;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;
import org.partita.lib.crossing.CrossingTable;

/** What core tells and does for administrators. */
public final class PlatformView implements Platform {
    private static final long LOAD_NANOS = Duration.ofSeconds(5).toNanos();

    private final World world;
    private final PlatformBoot boot;
    private final BootLog log;
    private final Clients clients;
    private final Injections injections;
    private final Injector injector;
    private final Swapper swapper;
    private final TraceView trace;
    private final DevicesView devices;
    private final InterruptsView interrupts;
    private final Events events;
    private final Pages pages;
    private final AtomicReference<@Nullable FfmView> ffm = new AtomicReference<>();

    public PlatformView(
            World world,
            PlatformBoot boot,
            BootLog log,
            Clients clients,
            CrossingLog crossings,
            Events events,
            Pages pages,
            BundleContext framework) {
        this.world = world;
        this.boot = boot;
        this.log = log;
        this.clients = clients;
        this.events = events;
        this.pages = pages;
        this.injections = new Injections(world, log, events::now);
        this.injector = new Injector(world, clients, injections);
        this.swapper = new Swapper(framework, world.control());
        this.devices = new DevicesView(world);
        this.interrupts = new InterruptsView(world.hub(), world.interrupts());
        this.trace = new TraceView(crossings, world.control());
    }

    @Override
    public PlatformStatus status() {
        List<String> problems = new ArrayList<>(log.problems());
        List<String> critical = world.control().report().criticals();
        problems.addAll(critical);
        List<String> missing =
                log.state() == BootLog.State.RUNNING ? world.control().report().missing() : List.of();
        missing.forEach(m -> problems.add("role " + m + " is vacant"));
        String health = !critical.isEmpty() || log.state() == BootLog.State.FAILED
                ? "critical"
                : problems.isEmpty() ? "ok" : "degraded";
        RunToken token = world.hub().token();
        return new PlatformStatus(
                world.settings().name(),
                log.state().name().toLowerCase(Locale.ROOT),
                health,
                token == null ? "parallel" : "deterministic",
                world.settings().seed(),
                time(),
                managers(),
                pes(),
                PartitionView.stopped(world.directory().partitions()),
                partitions().size(),
                injections.waiting(),
                problems);
    }

    private List<PlatformStatus.ManagerStatus> managers() {
        List<PlatformStatus.ManagerStatus> all = new ArrayList<>();
        if (followsFfm()) {
            all.add(new PlatformStatus.ManagerStatus("FF-M SPM", "Secure", "1.1"));
            return all;
        }
        for (Component c : world.topology().managers()) {
            ManagerKind kind = c.manager();
            if (kind != null) {
                all.add(new PlatformStatus.ManagerStatus(
                        c.name(),
                        c.level().title(),
                        world.directory().version(kind).toString()));
            }
        }
        return all;
    }

    private List<PlatformStatus.PeStatus> pes() {
        return world.hub().all().stream()
                .map(pe -> new PlatformStatus.PeStatus(pe.index(), running(pe)))
                .toList();
    }

    private static String running(Pe pe) {
        Context owner = pe.owner();
        return owner == null ? "" : owner.toString();
    }

    @Override
    public PlatformStatus awaitBoot(Duration limit) throws InterruptedException {
        log.ended().await(limit.toNanos());
        return status();
    }

    @Override
    public List<RoleStatus> wiring() {
        List<RoleStatus> all = world.control().report().status();
        boolean ffm = followsFfm();
        return IntStream.range(0, all.size())
                .filter(role ->
                        !RoleTable.foreign(role, ffm) || !all.get(role).state().equals("absent"))
                .mapToObj(all::get)
                .toList();
    }

    @Override
    public Ffm ffm() {
        FfmView view = ffmView();
        if (view == null) {
            throw new PartitaException(
                    followsFfm()
                            ? "the manifests of this platform are not read yet, or it has not booted: see spm:status"
                            : "this platform follows FF-A: it has no services of FF-M; launch/partita platforms lists those that have");
        }
        return view;
    }

    private int sessions() {
        FfmView view = ffmView();
        return view == null ? 0 : view.sessions();
    }

    private @Nullable FfmView ffmView() {
        FfmWorld running = boot instanceof FfmBoot b ? b.running() : null;
        return running == null ? null : ffm.updateAndGet(v -> v == null ? new FfmView(world, running, injections) : v);
    }

    @Override
    public boolean followsFfm() {
        return world.settings().ffm().isPresent();
    }

    @Override
    public List<PartitionStatus> partitions() {
        FfmView view = ffmView();
        if (view != null) {
            return view.partitions();
        }
        return world.directory().partitions().stream().map(PartitionView::line).toList();
    }

    @Override
    public PartitionDetail partition(int id) {
        return PartitionView.detail(injector.endpoint(id), world.directory(), injections::waiting);
    }

    @Override
    public List<FunctionStatus> functions() {
        injector.needsFfa();
        Wiring w = world.hub().wiring();
        List<RoleStatus> roles = world.control().report().status();
        List<FunctionStatus> all = new ArrayList<>();
        for (FunctionId f : FunctionId.values()) {
            int role = w.interfaceRole[f.index()];
            all.add(new FunctionStatus(
                    f.name(),
                    f.id32(),
                    f.has64() ? f.id64() : 0,
                    f.section(),
                    role < 0 ? "" : roles.get(role).provider(),
                    CrossingTable.of(false).where(f)));
        }
        return all;
    }

    @Override
    public List<MemoryRange> memory() {
        return world.memory().ranges();
    }

    @Override
    public Devices devices() {
        return devices;
    }

    @Override
    public InterruptController interrupts() {
        return interrupts;
    }

    @Override
    public CallResult call(CallRequest request) {
        return injector.call(request);
    }

    @Override
    public List<Holding> holdings() {
        injector.needsFfa();
        return world.directory().ledger().holdings();
    }

    @Override
    public List<Grant> grants() {
        injector.needsFfa();
        return world.directory().ledger().grants();
    }

    @Override
    public List<OperationStatus> operations() {
        injector.needsFfa();
        return OperationsView.of(world.directory().operations());
    }

    @Override
    public byte[] readRx(int id, int length) {
        Partition p = injector.endpoint(id);
        RxTxPair pair = world.directory().pair(p.manager(), id);
        if (pair == null || !pair.mapped()) {
            throw new PartitaException("partition " + EndpointId.format(id) + " has no RX/TX pair: FFA_RXTX_MAP first");
        }
        if (!pair.rxFull() || length < 0 || length > pair.size()) {
            throw new PartitaException("partition " + EndpointId.format(id) + " does not own " + length
                    + " bytes of RX: it is " + (pair.rxFull() ? pair.size() + " bytes long" : "empty"));
        }
        byte[] bytes = new byte[length];
        world.memory().outside(() -> pair.readRx(0, MemorySegment.ofArray(bytes)));
        return bytes;
    }

    @Override
    public Client client(int id, int vcpu) {
        return clients.open(injector.context(id, vcpu));
    }

    @Override
    public SwapReport swap(String role, String provider, boolean withoutState) {
        return swapper.swap(role, provider, withoutState);
    }

    @Override
    public int load(ManifestSource manifest, @Nullable String bundle) {
        world.control().notInsidePass("spm:load");
        if (bundle != null) {
            try {
                swapper.install(bundle).start(Bundle.START_TRANSIENT);
            } catch (BundleException e) {
                throw new PartitaException("bundle " + bundle + " can't be started: " + e.getMessage());
            }
        }
        return boot.load(manifest, LOAD_NANOS);
    }

    @Override
    public void unload(int id) {
        world.control().notInsidePass("spm:unload");
        boot.unload(id);
    }

    @Override
    public Duration time() {
        return Duration.ofNanos(events.now());
    }

    @Override
    public void at(Duration time, String name, Runnable body) {
        events.at(time.toNanos(), name, body);
    }

    @Override
    public Duration after(Duration delay, String name, Runnable body) {
        return Duration.ofNanos(events.after(delay.toNanos(), name, body));
    }

    @Override
    public List<EventStatus> events() {
        return events.pending();
    }

    @Override
    public void await(Duration time) {
        events.await(time.toNanos());
    }

    @Override
    public void awaitEvents() {
        events.awaitAll();
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public Scenario scenario() {
        RunToken token = world.hub().token();
        if (token == null) {
            throw new PartitaException("a scenario needs deterministic mode: set mode=deterministic and a seed");
        }
        return new TokenScenario(token, world.execution());
    }

    @Override
    public Resources resources() {
        int contexts = 0;
        int busy = 0;
        for (Partition p : world.directory().partitions()) {
            for (int i = 0; i < p.contextCount(); i++) {
                Context c = p.context(i);
                contexts++;
                busy += c != null && (c.state() == RunState.BUSY || c.state() == RunState.PREEMPTED) ? 1 : 0;
            }
        }
        int[] providers = world.control().report().counts();
        return new Resources(
                contexts,
                busy,
                world.hub().pins(),
                clients.count() + (sessions()),
                providers[0],
                providers[1],
                world.execution().threadCount(),
                world.execution().abandonedCount(),
                pages.arenas());
    }

    @Override
    public Conduit conduitOf(int id) {
        return injector.context(id, 0).conduit();
    }
}
