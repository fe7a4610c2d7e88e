package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.descriptor;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.scattered;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.provider.InstanceProvider;
import org.partita.api.provider.Manager;
import org.partita.api.provider.ManagerBoot;
import org.partita.api.provider.Provider;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.StandIn;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** A provider throws on the way of a VM's call to the SPM or back: the VM has what it had, and can make the same call. */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class BrokenOffIT {
    private static final int VM = 1;
    private static final int SP = 0x8002;
    private static final long HEAP = 0x81020000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;

    @BeforeEach
    void remember() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
    }

    @AfterEach
    void everybodyHasWhatItHad() {
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.operations()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    /** Where a provider throws. */
    enum Place {
        /** The Hypervisor's manager is asked where it goes. */
        SENDING(Roles.MANAGER_HYPERVISOR),
        /** The SPM has not seen it. */
        BEFORE_THE_SPM(Roles.MANAGER_SPMC),
        /** The SPM has completed it. */
        AFTER_THE_SPM(Roles.INSTANCE_NONSECURE_PHYSICAL);

        private final String role;

        Place(String role) {
            this.role = role;
        }

        /** @param throwing whether a call is the one */
        Throwing<?> throwing(Predicate<Call> throwing) {
            return switch (this) {
                case SENDING ->
                    new Throwing<>(role, Manager.class, real -> new ThrowingManager(real, c -> false, throwing));
                case BEFORE_THE_SPM ->
                    new Throwing<>(role, Manager.class, real -> new ThrowingManager(real, throwing, c -> false));
                case AFTER_THE_SPM ->
                    new Throwing<>(
                            role, InstanceProvider.class, real -> new ThrowingInstance(real, c -> back(c, throwing)));
            };
        }

        private static boolean back(Call call, Predicate<Call> throwing) {
            FunctionId function = FunctionId.of(call.registers.function());
            boolean completes = function == FunctionId.FFA_SUCCESS
                    || function == FunctionId.FFA_MEM_FRAG_RX
                    || function == FunctionId.FFA_MEM_OP_PAUSE;
            return completes && throwing.test(call);
        }
    }

    record Throwing<P extends Provider>(String role, Class<P> contract, UnaryOperator<P> wrong) {}

    private static void throwIf(boolean wanted) {
        if (wanted) {
            throw new IllegalStateException("meant by the test");
        }
    }

    record ThrowingManager(Manager real, Predicate<Call> received, Predicate<Call> sentOn) implements Manager {
        @Override
        public Outcome receive(Call call) {
            throwIf(received.test(call));
            return real.receive(call);
        }

        @Override
        public Outcome forward(Call call) {
            throwIf(sentOn.test(call));
            return real.forward(call);
        }

        @Override
        public boolean bootCall(int step, Registers registers, ManagerBoot boot) {
            return real.bootCall(step, registers, boot);
        }
    }

    record ThrowingInstance(InstanceProvider real, Predicate<Call> admitted) implements InstanceProvider {
        @Override
        public Outcome admit(Call call) {
            throwIf(admitted.test(call));
            return real.admit(call);
        }

        @Override
        public AddressKind addressKind(Call call) {
            return real.addressKind(call);
        }
    }

    /** While a body runs, the provider of a role is one that throws the given time that a call comes there. */
    private void broken(Place place, int time, Runnable body) {
        AtomicInteger left = new AtomicInteger(time);
        replaced(place.throwing(call -> left.decrementAndGet() == 0), body);
        assertThat(left).as("has thrown").hasValueLessThanOrEqualTo(0);
    }

    private <P extends Provider> void replaced(Throwing<P> by, Runnable body) {
        try (StandIn<P> _ = new StandIn<>(framework, platform, by.role, by.contract, by.wrong)) {
            body.run();
        }
    }

    private void lendsAndReclaims(MemoryAbi vm, FunctionId function, byte[] bytes) {
        vm.send(function, bytes);
        vm.reclaim(vm.handle()).success();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatIsSentOnInOnePieceIsTakenBack(Place place) throws Exception {
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0)) {
            for (FunctionId function : List.of(FunctionId.FFA_MEM_DONATE, FunctionId.FFA_MEM_LEND)) {
                byte[] bytes = descriptor(
                        VM,
                        SendFlags.NONE,
                        List.of(pages(HEAP, 4)),
                        List.of(function == FunctionId.FFA_MEM_DONATE ? MemoryAbi.receiver(SP) : writer(SP)));
                broken(
                        place,
                        1,
                        () -> vm.begin(function, bytes, bytes.length)
                                .refused(Status.DENIED, "PARTITA-provider-failed"));
                assertThat(platform.grants()).isEmpty();
                lendsAndReclaims(vm, function, bytes);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatHasComeInFragmentsIsTakenBack(Place place) throws Exception {
        byte[] bytes = descriptor(VM, SendFlags.NONE, scattered(HEAP, 30), List.of(writer(SP)));
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0).inFragments(200)) {
            broken(place, 1, () -> {
                vm.send(FunctionId.FFA_MEM_SHARE, bytes);
                vm.abi().refused(Status.DENIED, "PARTITA-provider-failed");
            });
            lendsAndReclaims(vm, FunctionId.FFA_MEM_SHARE, bytes);
        }
    }

    /** Zeroing 40 pages takes the SPM three slices of 16. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatIsSentOnInSlicesIsTakenBack(Place place) throws Exception {
        byte[] bytes = descriptor(VM, new SendFlags(true, true), List.of(pages(HEAP, 40)), List.of(writer(SP)));
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0)) {
            for (int time = 1; time <= 2; time++) {
                int at = time;
                broken(place, at, () -> {
                    vm.send(FunctionId.FFA_MEM_LEND, bytes);
                    vm.abi().refused(Status.DENIED, "PARTITA-provider-failed");
                });
                assertThat(platform.operations()).isEmpty();
                lendsAndReclaims(vm, FunctionId.FFA_MEM_LEND, bytes);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void buffersAreMappedAndUnmappedAtBothOrNone(Place place) throws Exception {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            partitions.callback(Dts.vm("mapper", 0x21).memory("ram", 0x90000000L, 32, 11), request -> {});
            try (Abi vm = new Abi(platform, 0x21)) {
                broken(place, 1, () -> map(vm).refused(Status.DENIED, "PARTITA-provider-failed"));
                map(vm).success();
                broken(place, 1, () -> unmap(vm).refused(Status.DENIED, "PARTITA-provider-failed"));
                if (place == Place.AFTER_THE_SPM) {
                    assertThat(unmap(vm).error()).as("no pair is registered").isEqualTo(Status.INVALID_PARAMETERS);
                } else {
                    unmap(vm).success();
                }
                map(vm).success();
            }
        }
    }

    private static Abi map(Abi vm) {
        return vm.raw(FunctionId.FFA_RXTX_MAP.id32(), 0x90000000L, 0x90001000L, 1);
    }

    private static Abi unmap(Abi vm) {
        return vm.raw(FunctionId.FFA_RXTX_UNMAP.id32());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void partitionsAreListedAgain(Place place) throws Exception {
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0)) {
            for (int time = 1; time <= 2; time++) {
                broken(
                        place,
                        time,
                        () -> vm.abi()
                                .raw(FunctionId.FFA_PARTITION_INFO_GET.id32())
                                .refused(Status.DENIED, "PARTITA-provider-failed"));
                vm.abi().raw(FunctionId.FFA_RX_RELEASE.id32());
            }
            vm.abi().raw(FunctionId.FFA_PARTITION_INFO_GET.id32());
            assertThat(vm.abi().succeeded()).isTrue();
            vm.abi().raw(FunctionId.FFA_RX_RELEASE.id32()).success();
        }
    }
}
