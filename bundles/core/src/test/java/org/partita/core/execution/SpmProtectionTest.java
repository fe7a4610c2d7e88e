package org.partita.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.call.ReadySet;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuTable;
import org.partita.api.partition.MemoryView;
import org.partita.core.execution.SpmPanics.Policy;
import org.partita.core.spm.Resident;
import org.partita.core.spm.SpmTables;
import org.partita.core.state.Directory;
import org.partita.core.state.Memory;
import org.partita.core.state.Regime;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;
import org.partita.core.wiring.WiringFactory;

/** The MPU has the table of whoever runs, at each hand-over and whichever MPU serves. */
class SpmProtectionTest {
    private static final long BASE = 0x3000_0000L;
    private static final long SIZE = 0x1000;
    private static final long MPU = 1L << RoleTable.MPU;

    private final WiringFactory factory = new WiringFactory(1);
    private final FakeMemory physical = new FakeMemory(new MemoryRange(BASE, 0x10_0000, true, false, "secure-sram"));
    private final FakeMpu mpu = new FakeMpu(8);
    private final Backend backend = new Backend();
    private final Hub hub = new Hub(factory.empty(new RoleTable().size()), new CrossingLog(1, Time.real()));
    private final Interrupts interrupts = new Interrupts(hub);
    private final Execution execution = new Execution();
    private final Faulty faults = new Faulty();
    private final Holding holding = new Holding();

    /** What happened, in the words of whoever ran. */
    private final List<String> happened = new ArrayList<>();

    private SpmTables tables;
    private SpmSociety society;

    @BeforeEach
    void platform() {
        hub.pes(1);
        serve(mpu);
    }

    @AfterEach
    void close() {
        execution.close();
        assertThat(hub.pins()).as("nobody is inside a wiring any more").isZero();
    }

    private void serve(@Nullable FakeMpu now) {
        List<Bound> all = new ArrayList<>(List.of(
                FfmPlatforms.bound(RoleTable.MEMORY, physical), FfmPlatforms.bound(RoleTable.BACKEND, backend)));
        if (now != null) {
            all.add(FfmPlatforms.bound(RoleTable.MPU, now));
        }
        hub.publish(FfmPlatforms.wiring(factory, now == null ? MPU : 0, all.toArray(new Bound[0])));
    }

    /** The memory of the nth partition. */
    private static long memory(int n) {
        return BASE + n * SIZE;
    }

    private static SpmDomain domain(int n) {
        MpuTable table = new MpuTable(false, List.of(SpmDomainTest.region(memory(n), SIZE, MpuPermissions.READ_WRITE)));
        return new SpmDomain(IsolationLevel.PARTITIONS, false, table, List.of("p" + n));
    }

    private void partitions(IsolationLevel level, PartitionModel model, int count) {
        FfmPartition[] all = new FfmPartition[count];
        for (int i = 0; i < count; i++) {
            all[i] = FfmPlatforms.partition(256 + i, "p" + i, PartitionType.APPLICATION_ROT, model);
        }
        Memory memory = new Memory(hub);
        Regime everything = new Regime("p", memory);
        everything.set(List.of(new Mapping(BASE, BASE, 0x100, true, true, false, true, false, "secure-sram")));
        tables = new SpmTables(FfmPlatforms.of(level, all), 4, 0);
        Directory directory =
                new Directory(new Directory.Facts(1, false, false, 0x8000, Set.of()), memory, hub, interrupts);
        society = new SpmSociety(
                hub,
                interrupts,
                holding,
                faults,
                execution,
                directory,
                tables,
                new All(everything),
                new SpmPanics(Policy.CONTAIN, false, () -> {}),
                r -> null);
        for (Resident r : tables.partitions()) {
            int n = r.id() - 256;
            society.join(r, everything, level == IsolationLevel.SPE ? null : domain(n), memory(n), SIZE);
        }
    }

    private SpmComponent component(int n) {
        return SpmSociety.of(tables.partitions().get(n));
    }

    private MemoryView view(int n) {
        return component(n).api.memory();
    }

    private @Nullable MpuTable table(int n) {
        SpmDomain d = component(n).domain;
        return d == null ? null : d.table();
    }

    private void notes(int n, MpuTable loaded) {
        happened.add("p" + n + (loaded == table(n) ? " has its table" : " has another table"));
    }

    // ---- hand-overs

    @Test
    void theMpuHasThePartitionsTableBeforeItsFirstInstruction() {
        backend.kind = SpmBackend.IPC;
        partitions(IsolationLevel.PARTITIONS, PartitionModel.IPC, 3);
        for (int i = 0; i < 3; i++) {
            int n = i;
            IpcPartition code = psa -> notes(n, mpu.loaded());
            society.code(tables.partitions().get(i), code);
        }
        society.begin();
        assertThat(happened).containsExactlyInAnyOrder("p0 has its table", "p1 has its table", "p2 has its table");
        assertThat(mpu.loads).isEqualTo(3);
    }

    @Test
    void alsoOnTheStackOfSomebodyElseAndThenTheOtherHasItsOwnAgain() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 2);
        SpmTurns turns = new SpmTurns(hub, interrupts, holding, faults, society);
        SpmCycles cycles = new SpmCycles(hub, turns, faults, society, Conduit.SVC);
        code(0, psa -> {
            notes(0, mpu.loaded());
            assertThat(cycles.initialize(component(0), tables.partitions().get(1)))
                    .isTrue();
            notes(0, mpu.loaded());
        });
        code(1, psa -> notes(1, mpu.loaded()));
        assertThat(society.begin()).isEmpty();
        assertThat(happened).containsExactly("p0 has its table", "p1 has its table", "p0 has its table");
    }

    private void code(int n, Consumer<SfnPsa> initialization) {
        society.code(tables.partitions().get(n), new SfnPartition() {
            @Override
            public int initialize(SfnPsa psa) {
                initialization.accept(psa);
                return 0;
            }

            @Override
            public int call(SfnPsa psa, PsaMessage message) {
                return 0;
            }
        });
    }

    @Test
    void whoHasItsTableAlreadyIsNotLoadedAgain() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 1);
        for (int i = 0; i < 10; i++) {
            view(0).read64(memory(0));
        }
        assertThat(mpu.loads).isEqualTo(1);
    }

    @Test
    void anMpuThatThrowsIsReportedAndThePartitionsFirstAccessLoadsIt() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 1);
        mpu.broken = new IllegalStateException("out of order");
        code(0, psa -> {
            happened.add(mpu.loaded == null ? "nothing is loaded" : "something is loaded");
            psa.memory().write64(memory(0), 1);
            notes(0, mpu.loaded());
        });
        assertThat(society.begin()).isEmpty();
        assertThat(faults.providers).containsExactly("p0: out of order");
        assertThat(happened).containsExactly("nothing is loaded", "p0 has its table");
    }

    @Test
    void atLevel1NoMpuIsAsked() {
        partitions(IsolationLevel.SPE, PartitionModel.SFN, 2);
        code(0, psa -> psa.memory().write64(memory(1), 5));
        code(1, psa -> {});
        serve(null);
        assertThat(society.begin()).isEmpty();
        assertThat(view(1).read64(memory(1))).isEqualTo(5);
        assertThat(mpu.loads).isZero();
        assertThat(holding.missing).isEmpty();
    }

    // ---- accesses

    enum Access {
        READ {
            @Override
            void by(MemoryView view, long address) {
                view.read(address, MemorySegment.ofArray(new byte[16]));
            }
        },
        WRITE {
            @Override
            void by(MemoryView view, long address) {
                view.write(address, MemorySegment.ofArray(new byte[16]));
            }
        },
        READ64 {
            @Override
            void by(MemoryView view, long address) {
                view.read64(address);
            }
        },
        WRITE64 {
            @Override
            void by(MemoryView view, long address) {
                view.write64(address, 7);
            }
        };

        abstract void by(MemoryView view, long address);
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void anAccessThatTheTableDoesNotPermitIsAFault(Access access) {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 2);
        access.by(view(0), memory(0));
        access.by(view(1), memory(1));
        String does = access == Access.READ || access == Access.READ64 ? "reads" : "writes";
        assertThatThrownBy(() -> access.by(view(0), memory(1) - 4))
                .isInstanceOfSatisfying(MemoryFault.class, f -> {
                    assertThat(f.kind()).isEqualTo(MemoryFault.Cause.TRANSLATION);
                    assertThat(f.address()).isEqualTo(memory(1));
                })
                .hasMessage("p0 " + does
                        + " 0x30001000: no region of the MPU is there (FF-M isolation level 3); see hw:mpu");
        assertThat(view(1).read64(memory(1))).as("what was there").isEqualTo(access == Access.WRITE64 ? 7 : 0);
    }

    /** psa_read and the like ask the table, not the MPU: both say the same. */
    @ParameterizedTest
    @ValueSource(longs = {0, 4, 8, 0xFFC, 0x1000, 0x1004, 0x2000})
    void theSpmPermitsWhatTheMpuPermits(long offset) {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 3);
        long address = memory(1) + offset - 8;
        boolean inside = offset >= 8 && offset <= 0x1000;
        boolean permitted;
        try {
            view(1).read64(address);
            permitted = true;
        } catch (MemoryFault e) {
            permitted = false;
        }
        assertThat(permitted).isEqualTo(inside);
        assertThat(component(1).pass.mayRead(address, 8, false)).isEqualTo(inside);
        assertThat(component(1).pass.mayWrite(address, 8, false)).isEqualTo(inside);
        assertThat(component(1).pass.mayWrite(address, 0, false)).as("no bytes").isTrue();
    }

    // ---- MPUs come and go

    @Test
    void anotherMpuThatComesToServeIsLoadedBeforeItIsAsked() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 2);
        view(0).write64(memory(0), 1);
        FakeMpu other = new FakeMpu(8);
        serve(other);
        assertThatThrownBy(() -> view(0).write64(memory(1), 1)).isInstanceOf(MemoryFault.class);
        assertThat(other.loaded).isSameAs(table(0));
        serve(mpu);
        view(1).write64(memory(1), 1);
        assertThat(mpu.loaded).isSameAs(table(1));
    }

    @Test
    void anMpuThatWasResetIsLoadedBeforeItIsAsked() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 2);
        view(0).write64(memory(0), 1);
        mpu.loaded = null;
        assertThatThrownBy(() -> view(0).write64(memory(1), 1)).isInstanceOf(MemoryFault.class);
    }

    @Test
    void whileThereIsNoMpuAnAccessWaitsForOne() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 2);
        FakeMpu next = new FakeMpu(8);
        for (int n = 0; n < 2; n++) {
            long address = memory(n);
            serve(null);
            holding.then = () -> serve(next);
            if (n == 0) {
                view(0).write64(address, 1);
            } else {
                assertThatThrownBy(() -> view(0).write64(address, 1)).isInstanceOf(MemoryFault.class);
            }
        }
        assertThat(holding.missing).containsExactly(MPU, MPU);
        assertThat(next.loaded).isSameAs(table(0));
    }

    @Test
    void anAccessThatWaitedTooLongIsAFaultThatNamesTheRole() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 1);
        serve(null);
        assertThatThrownBy(() -> view(0).read64(memory(0)))
                .isInstanceOfSatisfying(
                        MemoryFault.class, f -> assertThat(f.kind()).isEqualTo(MemoryFault.Cause.BUS))
                .hasMessageContaining("p0 accesses memory, but hardware/memory or hardware/mpu is vacant");
    }

    @Test
    void whatTheMpuIsAskedIsCounted() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 2);
        Wiring w = hub.wiring();
        view(0).read64(memory(0));
        view(0).read64(memory(0));
        view(1).read64(memory(1));
        // two loads, three accesses
        assertThat(w.served(0)[RoleTable.MPU]).isEqualTo(5);
        assertThat(w.served(0)[RoleTable.MEMORY]).isEqualTo(3);
    }

    @Test
    void nothingIsAllocatedOnTheWay() {
        partitions(IsolationLevel.PARTITIONS, PartitionModel.SFN, 2);
        SpmTurns turns = new SpmTurns(hub, interrupts, holding, faults, society);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // the virtual machine itself may allocate in some rounds; an access that allocates does in each
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            accesses(turns.protection(), 1000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    private void accesses(SpmProtection protection, int rounds) {
        for (int i = 0; i < rounds; i++) {
            int n = i & 1;
            Pe pe = hub.pe(0);
            protection.enter(component(n), pe);
            Pe pinned = protection.pin(component(n), memory(n) + 8, 64, i % 3 == 0);
            if (pinned == null || !component(n).pass.mayRead(memory(n), 32, false)) {
                throw new AssertionError("not permitted");
            }
            pinned.leave();
        }
    }

    // ---- everybody else

    private record All(TranslationRegime all) implements SpmMemory {
        @Override
        public TranslationRegime nonSecure() {
            return all;
        }

        @Override
        public MemorySegment page(long address, boolean secure) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Backend implements BackendProvider {
        private SpmBackend kind = SpmBackend.SFN;

        @Override
        public SpmBackend kind() {
            return kind;
        }

        @Override
        public Outcome messaging(PsaCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome replying(PsaCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome waiting(PsaCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int next(ReadySet ready) {
            for (int i = 0; i < ready.size(); i++) {
                if (!ready.running(i)) {
                    return i;
                }
            }
            return 0;
        }

        @Override
        public boolean initialized(int value) {
            return value == 0;
        }
    }

    /** Holds until somebody is made to serve; a call that nobody helps is refused. */
    private static final class Holding implements Vacancies {
        private final List<Long> missing = new ArrayList<>();
        private @Nullable Runnable then;

        @Override
        public @Nullable Rule hold(Context context, Wiring seen, long roles, boolean access, Signal superseded) {
            missing.add(roles);
            assertThat(access).as("an access can't be told to retry").isTrue();
            Runnable next = then;
            then = null;
            if (next == null) {
                return new Rule("PARTITA-vacant", Status.DENIED, "", "", "");
            }
            next.run();
            return null;
        }
    }

    private static final class Faulty implements Faults {
        private final List<String> providers = new ArrayList<>();

        @Override
        public void providerFailed(Context context, @Nullable Bound provider, Throwable cause) {
            providers.add(context + ": " + cause.getMessage());
        }

        @Override
        public void crashed(Context context, String how, @Nullable Throwable cause) {}

        @Override
        public void initializationFailed(Context context, Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void looping(Context context, String stack, boolean abandoned) {}

        @Override
        public void exitMissed(Context context) {}

        @Override
        public void standsStill(String actor, String stack) {}

        @Override
        public void invariantBroken(String what, long step, long nanos) {}
    }
}
