package org.partita.admin.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.admin.EventStatus;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.FunctionStatus;
import org.partita.api.admin.InterruptController;
import org.partita.api.admin.OperationStatus;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PartitionDetail;
import org.partita.api.admin.PartitionDetail.ContextStatus;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.PlatformStatus.ManagerStatus;
import org.partita.api.admin.PlatformStatus.PeStatus;
import org.partita.api.admin.PlatformStatus.StoppedContext;
import org.partita.api.admin.Resources;
import org.partita.api.admin.RoleStatus;
import org.partita.api.admin.Scenario;
import org.partita.api.admin.SwapReport;
import org.partita.api.admin.Trace;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.Rule;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;

/** A platform with a client (1) and an echo service (0x8001) whose answers to calls a test sets. */
final class FakePlatform implements Platform {
    static final UUID SERVICE = UUID.fromString("b4b5671e-4a90-4fe1-b81f-fb13dae1dacb");

    final List<CallRequest> calls = new ArrayList<>();
    final Map<Integer, CallResult> answers = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<Integer> clients = new ArrayList<>();
    final FakeTrace trace = new FakeTrace();
    final FakeDevices devices = new FakeDevices();
    final List<EventStatus> events = new ArrayList<>();
    final List<Runnable> bodies = new ArrayList<>();
    final FakeInterrupts interrupts = new FakeInterrupts();
    String mode = "deterministic";

    /** Null on a platform of FF-A. */
    @Nullable
    FakeFfm ffm;

    byte[] rx = new byte[0];

    /** One whose framework is FF-M. */
    static FakePlatform ofFfm() {
        FakePlatform platform = new FakePlatform();
        platform.ffm = new FakeFfm();
        return platform;
    }

    /** What a call of the function in w0 is completed with. */
    void answer(int w0, long... registers) {
        answers.put(w0, completed(registers));
    }

    void refuse(int w0, Rule rule, long found) {
        refuse(w0, rule, found, -1);
    }

    void refuse(int w0, Rule rule, long found, long offset) {
        long[] registers = {0x84000060L, 0, Integer.toUnsignedLong(rule.status().code()), 0, 0, 0, 0, 0};
        answers.put(w0, new CallResult(false, completed(registers).registers(), rule, found, offset));
    }

    private static CallResult completed(long... registers) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(i < registers.length ? registers[i] : 0);
        }
        return new CallResult(false, all, null, 0, -1);
    }

    @Override
    public PlatformStatus status() {
        return new PlatformStatus(
                "ffa-reference",
                "running",
                "degraded",
                mode,
                7,
                time(),
                List.of(new ManagerStatus("SPMC", "S-EL2", "1.0")),
                List.of(new PeStatus(0, ""), new PeStatus(1, "client vCPU 0")),
                List.of(new StoppedContext("echo", 0x8001, 0, "preempted", 2, OptionalInt.of(1), "client")),
                2,
                List.of("FFA_MSG_SEND_DIRECT_REQ of client to 0x8001, for 7.2 s"),
                List.of("conduit/HVC is vacant."));
    }

    @Override
    public PlatformStatus awaitBoot(Duration limit) {
        return status();
    }

    @Override
    public List<RoleStatus> wiring() {
        return ffm == null ? rolesOfFfa() : ffm.roles;
    }

    private static List<RoleStatus> rolesOfFfa() {
        return List.of(
                new RoleStatus(
                        "conduit/SMC",
                        true,
                        12,
                        "org.partita.conduit.smc",
                        "0.1.0",
                        "serving",
                        1_500_000_000L,
                        42,
                        List.of("org.partita.conduit.smc:0.1.1"),
                        ""),
                new RoleStatus("conduit/HVC", false, -1, "", "", "vacant", 0, 0, List.of(), "bundle 13 was stopped"));
    }

    @Override
    public boolean followsFfm() {
        return ffm != null;
    }

    @Override
    public List<PartitionStatus> partitions() {
        return ffm == null ? partitionsOfFfa() : FakeFfm.PARTITIONS;
    }

    private static List<PartitionStatus> partitionsOfFfa() {
        return List.of(summary(1, "client", "non-secure", "EL1"), summary(0x8001, "echo", "secure", "S-EL0"));
    }

    private static PartitionStatus summary(int id, String name, String world, String level) {
        return new PartitionStatus(id, name, world, level, "callback", 1, "idle");
    }

    @Override
    public PartitionDetail partition(int id) {
        if (id == 1) {
            Mapping borrowed = new Mapping(0x4000, 0x6000000, 2, true, false, false, true, false, "grant-0x5");
            return new PartitionDetail(
                    partitions().get(0),
                    "client.dts",
                    "",
                    "1.0",
                    List.of(),
                    List.of(),
                    List.of(),
                    "",
                    List.of(borrowed),
                    List.of());
        }
        if (id != 0x8001) {
            throw new PartitaException("there is no endpoint " + id + "; spm:partitions lists them");
        }
        return new PartitionDetail(
                partitions().get(1),
                "echo.dts",
                "org.partita.partition.echo:0.1.0",
                "1.0",
                List.of(SERVICE),
                List.of("receives direct requests"),
                List.of(new ContextStatus(0, "idle", -1, "")),
                "",
                List.of(new Mapping(0x1000, 0x6000000, 4, true, true, false, true, false, "buffers")),
                List.of("no stream endpoint"));
    }

    @Override
    public List<FunctionStatus> functions() {
        return List.of(
                new FunctionStatus(
                        "FFA_MSG_SEND_DIRECT_REQ",
                        0x8400006F,
                        0xC400006F,
                        "10.2",
                        "org.partita.interfaces.directmessaging",
                        List.of("secure-physical: SMC ERET", "secure-virtual: SMC HVC SVC ERET")),
                new FunctionStatus("FFA_MSG_POLL", 0x8400006A, 0, "10.4", "", List.of()));
    }

    @Override
    public List<Holding> holdings() {
        return List.of(
                new Holding(0x6000000, 2, true, 0x8001, grant()), new Holding(0x6002000, 14, true, 0x8000, null));
    }

    @Override
    public List<OperationStatus> operations() {
        return List.of();
    }

    @Override
    public List<Grant> grants() {
        return List.of(grant());
    }

    static List<Grant> someGrants() {
        return List.of(grant());
    }

    @Override
    public FakeDevices devices() {
        return devices;
    }

    private static Grant grant() {
        Borrower.View view = new Borrower.View(
                List.of(new ConstituentRange(0x4000, 2)),
                DataAccess.READ_ONLY,
                InstructionAccess.EXECUTE_NEVER,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
        return new Grant(
                5,
                TransactionType.SHARE,
                0x8001,
                true,
                7,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                true,
                false,
                false,
                List.of(new ConstituentRange(0x6000000, 2)),
                List.of(Borrower.of(1, DataAccess.READ_ONLY).retrievedAs(view)));
    }

    @Override
    public List<MemoryRange> memory() {
        return List.of(new MemoryRange(0x6000000, 0x200000, true, false, "secure DRAM"));
    }

    @Override
    public CallResult call(CallRequest request) {
        calls.add(request);
        if (request.id() == 0x8009) {
            throw new PartitaException("endpoint 0x8009 is not known: spm:partitions lists those that are");
        }
        CallResult result = answers.get(request.registers().getFirst().intValue());
        return result == null ? completed(0x84000061L) : result;
    }

    @Override
    public byte[] readRx(int id, int length) {
        asked.add("readRx " + id + " " + length);
        return rx;
    }

    @Override
    public Client client(int id, int vcpu) {
        clients.add(id);
        return new FakeClient(answers, rx);
    }

    @Override
    public SwapReport swap(String role, String provider, boolean withoutState) {
        asked.add("swap " + role + " " + provider + " " + withoutState);
        if (provider.equals("99")) {
            throw new PartitaException("bundle 99 is not installed: lb lists bundles");
        }
        return new SwapReport(
                "conduit/SMC", "org.partita.conduit.smc:0.1.0", "org.partita.conduit.smc:0.1.1", 2_500, "", 3, 310_000);
    }

    @Override
    public int load(ManifestSource manifest, String bundle) {
        asked.add("load " + manifest.name() + " " + manifest.content().length + " " + bundle);
        return 0x8003;
    }

    @Override
    public void unload(int id) {
        asked.add("unload " + id);
    }

    @Override
    public Duration time() {
        return Duration.ofMillis(3);
    }

    @Override
    public void at(Duration time, String name, Runnable body) {
        if (time.compareTo(time()) < 0) {
            throw new PartitaException("it is 0.003 s");
        }
        events.add(new EventStatus(time, name));
        bodies.add(body);
    }

    @Override
    public Duration after(Duration delay, String name, Runnable body) {
        asked.add("after " + delay);
        at(time().plus(delay), name, body);
        return time().plus(delay);
    }

    @Override
    public List<EventStatus> events() {
        return events;
    }

    @Override
    public void await(Duration time) {
        asked.add("await " + time);
    }

    @Override
    public void awaitEvents() {
        asked.add("await events");
        bodies.forEach(Runnable::run);
    }

    @Override
    public Trace trace() {
        return trace;
    }

    @Override
    public Resources resources() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Conduit conduitOf(int id) {
        return Conduit.SMC;
    }

    /** A record of two crossings: a request on its way, and its refusal. */
    static final class FakeTrace implements Trace {
        boolean running;
        String filter = "";
        List<Crossing> recorded = List.of(
                new Crossing(
                        1_000_002_500L,
                        0,
                        "client",
                        "Hypervisor",
                        Conduit.HVC,
                        FfaInstance.NONSECURE_VIRTUAL,
                        "FFA_MSG_SEND_DIRECT_REQ",
                        List.of(0x8400006FL, 0x18001L, 0L, 42L, 0L, 0L, 0L, 0L),
                        ""),
                new Crossing(
                        1_000_003_000L,
                        0,
                        "SPMC",
                        "Hypervisor",
                        Conduit.ERET,
                        null,
                        "FFA_ERROR",
                        List.of(0x84000060L, 0L, 0xFFFFFFFCL, 0L, 0L, 0L, 0L, 0L),
                        "FFA-10.2-9"));

        @Override
        public void start(String wanted) {
            running = true;
            filter = wanted;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean running() {
            return running;
        }

        @Override
        public List<Crossing> show(int limit) {
            return recorded.subList(Math.max(0, recorded.size() - limit), recorded.size());
        }

        @Override
        public void clear() {
            recorded = List.of();
        }
    }

    @Override
    public Scenario scenario() {
        throw new PartitaException("no scenarios here");
    }

    @Override
    public InterruptController interrupts() {
        return interrupts;
    }

    @Override
    public Ffm ffm() {
        if (ffm == null) {
            throw new PartitaException("the framework of this platform is FF-A: choose a platform of FF-M");
        }
        return ffm;
    }
}
