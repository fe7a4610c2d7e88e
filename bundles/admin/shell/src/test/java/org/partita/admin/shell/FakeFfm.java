package org.partita.admin.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.RoleStatus;
import org.partita.api.admin.SwapReport;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffm.manifest.Dependency;
import org.partita.api.ffm.manifest.FfmInterrupt;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.MmioRegion;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionPriority;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.VersionPolicy;
import org.partita.api.manifest.Position;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;

/** An SPM with a connection-based store, a stateless echo and a service for Secure clients; client -3 is taken. */
final class FakeFfm implements Ffm {
    static final List<PartitionStatus> PARTITIONS = List.of(
            new PartitionStatus(0x100, "store", "secure", "S-EL1", "sfn", 1, "ready"),
            new PartitionStatus(0x101, "echo", "secure", "S-EL1", "ipc", 1, "ready"));

    static final List<RoleStatus> ROLES = List.of(
            new RoleStatus(
                    "manager/ffm-spm", true, 20, "org.partita.manager.ffmspm", "0.1.0", "serving", 0, 0, List.of(), ""),
            new RoleStatus(
                    "backend",
                    true,
                    21,
                    "org.partita.backend.sfn",
                    "0.1.0",
                    "serving",
                    0,
                    0,
                    List.of("org.partita.backend.ipc:0.1.0"),
                    ""));

    private static final FfmPartition STORE = manifest(
            0x100,
            "store",
            PartitionModel.SFN,
            List.of(new RotService(
                    "STORE", 0x60, "", true, 2, VersionPolicy.RELAXED, OptionalInt.empty(), false, 0x10)),
            List.of(new FfmInterrupt(40, "TIMER_SIGNAL", false, "", Optional.empty(), 1 << 31)),
            List.of(new MmioRegion.Numbered(0x50000000L, 0x1000, true), new MmioRegion.Named("FUSES", false)),
            List.of(
                    new Dependency("ECHO", OptionalInt.of(0x80), false),
                    new Dependency("LOG", OptionalInt.empty(), true)));

    private static final FfmPartition ECHO =
            manifest(0x101, "echo", PartitionModel.IPC, List.of(), List.of(), List.of(), List.of());

    final FakePsaSession session = new FakePsaSession();
    final List<String> asked = new ArrayList<>();
    List<RoleStatus> roles = ROLES;
    String backend = "sfn";
    IsolationLevel isolation = IsolationLevel.SPE;
    boolean loaded;

    /** Calls do not end within their timeout. */
    boolean waits;

    List<Service> services = List.of(
            new Service(0x60, "STORE", 0x100, "store", "SFN", 2, "RELAXED", true, OptionalInt.empty(), 3, "ready"),
            new Service(0x80, "ECHO", 0x101, "echo", "IPC", 1, "STRICT", true, OptionalInt.of(0x40000100), 0, "ready"),
            new Service(
                    0xF0000001, "SECRET", 0x101, "echo", "IPC", -1, "STRICT", false, OptionalInt.empty(), 0, "ended"));

    List<Connection> connections = List.of(
            new Connection(1, -1, 0x60, "STORE", "idle", 0, 0x20000400L),
            new Connection(2, 0x101, 0x60, "STORE", "queued", 1001, 0),
            new Connection(0x60, -2, 0x60, "STORE", "taken", -1, 0));

    @Override
    public IsolationLevel isolation() {
        return isolation;
    }

    @Override
    public String backend() {
        return backend;
    }

    @Override
    public String choice() {
        return "auto";
    }

    @Override
    public SwapReport backend(String name) {
        asked.add("backend " + name);
        if (name.equals("sfn")) {
            throw new PartitaException(
                    "the SFN backend can't serve partition 0x101 echo (model IPC); nothing has changed");
        }
        return new SwapReport(
                "backend",
                "org.partita.backend.sfn:0.1.0",
                "org.partita.backend.ipc:0.1.0",
                2_500,
                "3 connections",
                1,
                40_000);
    }

    @Override
    public List<Service> services() {
        return services;
    }

    /** The store has device memory, an interrupt that is asserted and dependencies; echo is an agent without memory. */
    @Override
    public Detail partition(int id) {
        return switch (id) {
            case 0x100 -> new Detail(PARTITIONS.get(0), STORE, 0x80000010, OptionalLong.of(0x30008000L), services(id));
            case 0x101 -> new Detail(PARTITIONS.get(1), ECHO, 8, OptionalLong.empty(), services(id));
            default -> throw new PartitaException("no partition has ID " + id);
        };
    }

    private List<Service> services(int id) {
        return services.stream().filter(s -> s.partition() == id).toList();
    }

    private static FfmPartition manifest(
            int id,
            String name,
            PartitionModel model,
            List<RotService> services,
            List<FfmInterrupt> interrupts,
            List<MmioRegion> regions,
            List<Dependency> dependencies) {
        return new FfmPartition(
                new Position(name + ".yaml", 1, "", ""),
                FrameworkVersion.V1_1,
                id,
                name,
                "",
                PartitionType.APPLICATION_ROT,
                PartitionPriority.NORMAL,
                model,
                Optional.of(name + "_init"),
                0x4000,
                0x1000,
                id == 0x101,
                Optional.empty(),
                services,
                interrupts,
                regions,
                dependencies);
    }

    @Override
    public List<Connection> connections() {
        return connections;
    }

    /** The store is of the Application RoT, echo of the PSA RoT. */
    @Override
    public Protection mpu(int partition) {
        return switch (partition) {
            case 0x100 ->
                new Protection(
                        0x100,
                        "store",
                        false,
                        false,
                        loaded,
                        List.of(
                                region(0, 0x30008000L, 0x3000CFFFL, MpuPermissions.READ_WRITE, "store"),
                                region(1, 0x50000000L, 0x5000001FL, MpuPermissions.READ_ONLY, "store, uart"),
                                region(2, 0x20000000L, 0x200FFFFFL, MpuPermissions.PRIVILEGED_READ_WRITE, "sram")));
            case 0x101 -> new Protection(0x101, "echo", true, true, loaded, List.of());
            default -> throw new PartitaException("no partition has the ID " + partition);
        };
    }

    private static ProtectedRegion region(int number, long base, long limit, MpuPermissions permissions, String owner) {
        boolean device = owner.endsWith("uart");
        MemoryAttributes attributes =
                device ? MemoryAttributes.DEVICE_NGNRNE : MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE;
        return new ProtectedRegion(number, new MpuRegion(base, limit, permissions, number != 0, attributes), owner);
    }

    @Override
    public PsaSession client(int id) {
        if (id == -3) {
            throw new PartitaException("client -3 is taken; close it or take another one");
        }
        session.open(id);
        return session;
    }

    @Override
    public <T> Optional<T> play(int client, String what, Duration timeout, Function<PsaSession, T> calls) {
        asked.add(what + " of " + client + " within " + timeout);
        try (PsaSession played = client(client)) {
            return waits ? Optional.empty() : Optional.of(calls.apply(played));
        }
    }
}
