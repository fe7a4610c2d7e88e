package org.partita.core.state;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Component;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.call.PlatformState;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.memory.Grant;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.smmu.Sepid;
import org.partita.api.smmu.StageTwoTables;
import org.partita.core.execution.Hub;
import org.partita.core.execution.Interrupts;
import org.partita.lib.ledger.Host;
import org.partita.lib.ledger.Ledger;
import org.partita.lib.ledger.Operations;
import org.partita.lib.ledger.Stage;

/** Who there is. One writer at a time; readers see arrays that are replaced as a whole. */
public final class Directory implements PlatformState, StageTwoTables {
    private static final int CHUNK = 256;
    private static final int PAGE_SHIFT = 12;

    /** What the configuration says once and for all. */
    public record Facts(int peCount, boolean hypervisor, boolean mergedSpm, int spmcId, Set<String> options) {
        public Facts {
            options = Set.copyOf(options);
        }
    }

    private final Facts facts;
    private final Hub hub;
    private final Interrupts interrupts;
    private final Ledger ledger;
    private final Operations operations;
    private final Map<ManagerKind, FfaVersion> versions = new EnumMap<>(ManagerKind.class);
    private final @Nullable Component[] components = new @Nullable Component[ManagerKind.values().length];
    /** Pairs of the Hypervisor, by the manager that they are shared with. */
    private final BufferPair[] pairs;

    private final Map<Integer, Device> devices = new ConcurrentSkipListMap<>();
    private volatile @Nullable Partition[][] byId = new @Nullable Partition[CHUNK][];
    private volatile Partition[] ordered = new Partition[0];

    public Directory(Facts facts, Memory memory, Hub hub, Interrupts interrupts) {
        this.facts = facts;
        this.interrupts = interrupts;
        this.hub = hub;
        this.pairs = BufferPair.forEach(memory, null);
        this.ledger = new Ledger(new Host() {
            @Override
            public @Nullable Stage stage(int id) {
                Device d = devices.get(id);
                if (d != null) {
                    return d.regime();
                }
                Partition p = endpoint(id);
                // nobody translates for an OS kernel (FF-A 5.3)
                return p == null || p.manager() == ManagerKind.SPMD ? null : p.regime();
            }

            @Override
            public void zero(List<ConstituentRange> physical, boolean secure) {
                physical.forEach(r -> memory.zero(r.address(), r.pages(), secure));
            }
        });
        this.operations = new Operations(ledger, (physical, secure) -> new MappedBuffer(memory, physical, secure));
    }

    // ---- writers, one at a time

    /** Makes a partition known. */
    public void add(Partition p) {
        Partition[] next = Arrays.copyOf(ordered, ordered.length + 1);
        next[ordered.length] = p;
        publish(next);
    }

    /** Forgets a partition and its buffer pairs. */
    public void remove(Partition p) {
        for (Partition q : ordered) {
            for (ManagerKind kind : ManagerKind.values()) {
                q.pair(kind).forget(p);
            }
        }
        publish(Arrays.stream(ordered).filter(q -> q != p).toArray(Partition[]::new));
    }

    /** Makes a Stream endpoint known. */
    public void add(Device d) {
        devices.put(d.sepid().id(), d);
    }

    /** Forgets a Stream endpoint. */
    public void remove(Device d) {
        devices.remove(d.sepid().id());
    }

    private void publish(Partition[] next) {
        Arrays.sort(next, (a, b) -> Integer.compare(a.id(), b.id()));
        @Nullable Partition[][] table = new @Nullable Partition[CHUNK][];
        for (Partition p : next) {
            @Nullable Partition[] row = table[p.id() >>> 8];
            if (row == null) {
                row = new @Nullable Partition[CHUNK];
                table[p.id() >>> 8] = row;
            }
            row[p.id() & 0xFF] = p;
        }
        byId = table;
        ordered = next;
        hub.scheduler(Arrays.stream(next)
                .filter(p -> p.manifest().primaryScheduler())
                .findFirst()
                .orElse(null));
    }

    public void version(ManagerKind manager, FfaVersion version) {
        versions.put(manager, version);
    }

    public void component(Component c) {
        ManagerKind kind = c.manager();
        if (kind != null) {
            components[kind.ordinal()] = c;
        }
    }

    // ---- readers

    @Override
    public @Nullable Partition endpoint(int id) {
        if (id < 0 || id > 0xFFFF) {
            return null;
        }
        @Nullable Partition[] row = byId[id >>> 8];
        return row == null ? null : row[id & 0xFF];
    }

    /** All partitions in order of ID. */
    public List<Partition> partitions() {
        return List.of(ordered);
    }

    /** The Stream endpoint with this SEPID, or null. */
    public @Nullable Device device(int sepid) {
        return devices.get(sepid);
    }

    /** All Stream endpoints in order of SEPID. */
    public List<Device> devices() {
        return List.copyOf(devices.values());
    }

    /** The Stream endpoints that a partition is the proxy of (FF-A 5.2.1). */
    public List<Device> devicesOf(int proxy) {
        return devices.values().stream().filter(d -> d.sepid().proxy() == proxy).toList();
    }

    /** Stage 2 of a Stream endpoint or partition; none if it is gone, or who answers for it has aborted. */
    @Override
    public @Nullable TranslationRegime of(int id) {
        Device d = devices.get(id);
        int responsible = d == null ? id : d.sepid().proxy();
        Partition p = endpoint(responsible);
        boolean alive = p == null ? d != null && d.sepid().independent() : !p.aborted();
        return alive ? regime(id) : null;
    }

    @Override
    public @Nullable Sepid sepid(int id) {
        Device d = devices.get(id);
        return d == null ? null : d.sepid();
    }

    @Override
    public void describe(int sepid, Grant grant) {
        Device d = devices.get(sepid);
        if (d != null) {
            d.describe(grant);
        }
    }

    @Override
    public boolean relinquishes(int sepid, Grant grant) {
        Device d = devices.get(sepid);
        return d == null || !d.busy();
    }

    @Override
    public int endpointCount() {
        return ordered.length;
    }

    @Override
    public Endpoint endpointAt(int position) {
        return ordered[position];
    }

    @Override
    public int peCount() {
        return facts.peCount();
    }

    @Override
    public boolean hypervisorPresent() {
        return facts.hypervisor();
    }

    @Override
    public boolean mergedSpm() {
        return facts.mergedSpm();
    }

    @Override
    public int spmcId() {
        return facts.spmcId();
    }

    @Override
    public @Nullable Component component(ManagerKind manager) {
        return components[manager.ordinal()];
    }

    @Override
    public FfaVersion version(ManagerKind manager) {
        return versions.getOrDefault(manager, FfaVersion.V1_0);
    }

    @Override
    public @Nullable RxTxPair pair(ManagerKind relayer, int id) {
        // an OS kernel shares its pair with the SPM (FF-A 4.2.2), whichever part of the SPM is asked for it
        ManagerKind keeper = relayer == ManagerKind.SPMD ? ManagerKind.SPMC : relayer;
        Partition owner = endpoint(id);
        if (owner != null) {
            return owner.pair(keeper);
        }
        return id == 0 ? pairs[keeper.ordinal()] : null;
    }

    /** What is wrong with an RX/TX pair while nobody makes a pass, in words; null if nothing is. */
    public @Nullable String brokenPair() {
        String found = broken("the Hypervisor", pairs, false);
        for (int i = 0; i < ordered.length && found == null; i++) {
            Partition p = ordered[i];
            found = broken(EndpointId.format(p.id()), p.pairs(), p.indirect());
        }
        return found;
    }

    private static @Nullable String broken(String owner, BufferPair[] pairs, boolean indirect) {
        for (ManagerKind kind : ManagerKind.values()) {
            // indirect messages are between VMs, whose relayer is the Hypervisor (FF-A 10.1)
            String found = pairs[kind.ordinal()].broken(indirect && kind == ManagerKind.HYPERVISOR);
            if (found != null) {
                return "the RX/TX pair of " + owner + " with the " + kind.title() + " " + found;
            }
        }
        return null;
    }

    @Override
    public PhysicalInterrupts interrupts() {
        return interrupts;
    }

    @Override
    public void ready(Endpoint endpoint) {
        hub.kick();
    }

    @Override
    public @Nullable TranslationRegime regime(int id) {
        Device d = devices.get(id);
        if (d != null) {
            return d.regime();
        }
        Partition p = endpoint(id);
        return p == null ? null : p.regime();
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public int granuleShift(int id) {
        Device d = devices.get(id);
        if (d != null) {
            return d.sepid().granuleShift();
        }
        Partition p = endpoint(id);
        return p == null ? PAGE_SHIFT : p.manifest().granuleShift();
    }

    @Override
    public boolean option(String name) {
        return facts.options().contains(name);
    }
}
