package org.partita.interfaces.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.RxTxDescriptor;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryOperation;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class RxTxMapTest {
    private static final int MAP = 0x84000066;
    private static final int MAP_64 = 0xC4000066;
    private static final long TX = 0x1_0000;
    private static final long RX = 0x2_0000;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1).memory(TX, 0x4000_0000L, 32);
    private final EndpointModel sp = platform.sp(0x8001).memory(TX, 0x600_0000L, 64);
    private final PairModel ofHypervisor = platform.pairOf(ManagerKind.SPMC, 0);
    private final PairModel ofVm = platform.pairOf(ManagerKind.HYPERVISOR, 1);
    private final PairModel ofVmAtSpm = platform.pairOf(ManagerKind.SPMC, 1);
    private final PairModel ofSp = platform.pairOf(ManagerKind.SPMC, 0x8001);
    private final SetupAndDiscovery setup = new SetupAndDiscovery();

    @BeforeEach
    void theHypervisorHasSharedItsPair() {
        ofHypervisor.mappedAt(0x5000_0000L, 0x5000_1000L);
    }

    private CallModel map(EndpointModel caller, long tx, long rx, long pages, long... rest) {
        CallModel call = caller.call(MAP_64, tx, rx, pages);
        for (int i = 0; i < rest.length; i++) {
            call.registers.x(4 + i, rest[i]);
        }
        assertThat(call.pass(setup)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    private void refused(CallModel call, String refusal) {
        Refusal.of(call.refusal()).is(refusal);
        assertThat(ofVm.held() || ofHypervisor.held()).isFalse();
    }

    @Shows({"FFA-8.4-2", "FFA-8.4-11", "FFA-4.2.2-10"})
    @Test
    void anSpSharesItsPairWithTheSpmcAtTheAddressesOfItsRegime() {
        CallModel call = map(sp, TX, RX, 2);

        assertThat(call.registers).hasToString("FFA_SUCCESS x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");
        assertThat(call.hops()).isEmpty();
        assertThat(ofSp.tx().get(0).address()).isEqualTo(0x600_0000L);
        assertThat(ofSp.rx().get(0).address()).isEqualTo(0x601_0000L);
        assertThat(ofSp.size()).isEqualTo(0x2000);
        assertThat(ofSp.rxFull()).isFalse();
    }

    @Shows({"FFA-8.4-5", "FFA-4.2.2.2-8", "FFA-4.2.2-6"})
    @Test
    void theHypervisorSharesAVmsPairWithTheSpmToo() {
        CallModel call = map(vm, TX, RX, 1);

        assertThat(call.status()).isNull();
        assertThat(call.hops()).containsExactly("FFA_RXTX_MAP to SPMC");
        assertThat(ofVm.rx()).containsExactly(new ConstituentRange(0x4001_0000L, 1));
        assertThat(ofVmAtSpm.rx()).isEqualTo(ofVm.rx());
        assertThat(ofVmAtSpm.tx()).containsExactly(new ConstituentRange(0x4000_0000L, 1));
        assertThat(ofHypervisor.held()).isFalse();
    }

    @Shows({"FFA-8.4-14", "FFA-8.4-16"})
    @Test
    void aForwardedCallHasEmptyAddresses() {
        CallModel call = vm.call(MAP, TX, RX, 1);

        assertThat(call.from(vm.component()).handle(setup)).isEqualTo(Outcome.FORWARD);
        assertThat(call.registers).hasToString("FFA_RXTX_MAP x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0");
    }

    @Shows({"FFA-8.4-18", "FFA-8.4-17", "FFA-8.4-19"})
    @Test
    void encodingIsCheckedInTheOrderOfTheRegisters() {
        refused(map(vm, 1, 1, 64, 1), "INVALID_PARAMETERS FFA-8.4-18");
        refused(map(vm, 1, 1, 1L << 32 | 1, 1), "INVALID_PARAMETERS FFA-8.4-18");
        refused(map(vm, 1, 1, 0, 1), "INVALID_PARAMETERS FFA-8.4-17");
        for (int i = 0; i < 4; i++) {
            long[] reserved = new long[4];
            reserved[i] = 1;
            refused(map(vm, 1, 1, 1, reserved), "INVALID_PARAMETERS FFA-8.4-19");
        }
    }

    @Shows({"FFA-4.2.2.3-1", "FFA-4.2.2.3-2", "FFA-2.7-1", "FFA-2.7-2"})
    @Test
    void sizeAndAddressesFollowTheGranule() {
        platform.granule(1, 16);

        refused(map(vm, TX, RX, 8), "INVALID_PARAMETERS FFA-4.2.2.3-1");
        refused(map(vm, TX, RX + 0x1000, 16), "INVALID_PARAMETERS FFA-4.2.2.3-2");
        refused(map(vm, TX + 0x1000, RX, 16), "INVALID_PARAMETERS FFA-4.2.2.3-2");
        assertThat(map(vm, TX, RX, 16).status()).isNull();
    }

    @Shows("FFA-8.4-20")
    @Test
    void anAddressIsNot0OrBeyondWhatExistsAndTheBuffersAreTwo() {
        String invalid = "INVALID_PARAMETERS FFA-8.4-20";

        refused(map(vm, 0, RX, 1), invalid);
        refused(map(vm, 0, 0, 1), invalid);
        refused(map(vm, TX, 1L << 52, 1), invalid);
        refused(map(vm, -0x1000L, RX, 1), invalid);
        refused(map(vm, TX, TX, 1), invalid);
        refused(map(vm, TX, TX + 0x1000, 2), invalid);
        refused(map(vm, RX + 0x1000, RX, 2), invalid);
    }

    @Shows("FFA-8.4-12")
    @Test
    void a32BitCallHas32BitAddresses() {
        CallModel call = sp.call(MAP, 5L << 32 | TX, 6L << 32 | RX, 7L << 32 | 1, 8L << 32);

        assertThat(call.pass(setup)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.status()).isNull();
        assertThat(ofSp.tx().get(0).address()).isEqualTo(0x600_0000L);
    }

    @Shows({"FFA-8.4-23", "FFA-4.2.2-3", "FFA-8.4-20"})
    @Test
    void aSecondPairIsDeniedWhereverItLies() {
        map(vm, TX, RX, 1);

        refused(map(vm, 0x70_0000, 0x71_0000, 1), "DENIED FFA-8.4-23");
        assertThat(ofVm.mapped()).isTrue();
        refused(map(vm, 0x70_0000, 0x70_0000, 1), "INVALID_PARAMETERS FFA-8.4-20");
    }

    @Shows({"FFA-8.4-6", "FFA-4.2.2.3-9", "FFA-4.2.2.3-10", "FFA-4.2.2.3-12"})
    @Test
    void pagesThatAreNotMappedAsTheBufferNeedsAreDenied() {
        vm.regime()
                .add(0x10_0000, 0x4100_0000L, 1, false, false, false)
                .add(0x20_0000, 0x4200_0000L, 1, true, true, false)
                .add(0x30_0000, 0x4300_0000L, 1, true, false, true);
        String denied = "DENIED FFA-8.4-6";

        refused(map(vm, TX, 0x90_0000, 1), denied);
        refused(map(vm, 0x10_0000, RX, 1), denied);
        refused(map(vm, TX, 0x20_0000, 1), denied);
        refused(map(vm, TX, 0x30_0000, 1), denied);
        refused(map(vm, TX, 0x2_F000, 2), denied);
        assertThat(ofVm.mapped()).isFalse();
        assertThat(map(vm, TX, 0x10_0000, 1).status()).isNull();
    }

    @Shows({"FFA-8.4-6", "FFA-4.2.2.3-4", "FFA-4.2.2.3-12"})
    @Test
    void buffersAreReadableNormalMemory() {
        String denied = "DENIED FFA-8.4-6";
        long other = 0x40_0000;
        for (Mapping wrong : List.of(
                new Mapping(other, 0x4400_0000L, 1, true, true, false, false, true, "device"),
                new Mapping(other, 0x4400_0000L, 1, false, true, false, false, false, "unreadable"))) {
            EndpointModel owner = platform.vm(7).memory(TX, 0x4700_0000L, 32);
            owner.regime().add(wrong);
            refused(map(owner, TX, other, 1), denied);
            refused(map(owner, other, RX, 1), denied);
            assertThat(map(owner, TX, RX, 1).status()).as("without %s", wrong).isNull();
            platform.pairOf(ManagerKind.HYPERVISOR, 7).unmap();
            platform.pairOf(ManagerKind.SPMC, 7).unmap();
        }
    }

    @Shows({"FFA-4.2.2.4-8", "FFA-4.2.2.4-18"})
    @Test
    void theHypervisorsTxIsTheSpmsFromTheCallToItsCompletion() {
        CallModel call = vm.call(MAP, TX, RX, 1);

        assertThat(call.from(vm.component()).handle(setup)).isEqualTo(Outcome.FORWARD);
        int then = call.then();
        assertThat(ofHypervisor.takeTx()).as("owned by the Hypervisor").isFalse();
        assertThat(RxTxDescriptor.decode(ofHypervisor.txContents()))
                .isEqualTo(new RxTxDescriptor(1, at(0x4001_0000L, 1), at(0x4000_0000L, 1)));

        call.downTo(ManagerKind.SPMC).handle(setup);
        call.from(vm.component());
        assertThat(setup.resume(call, then)).isEqualTo(Outcome.COMPLETE);
        assertThat(ofHypervisor.takeTx()).as("owned by the Hypervisor").isTrue();
    }

    @Shows({"FFA-4.2.2.1-2", "FFA-4.2.2.4-8"})
    @Test
    void theSpmReadsWhatTheHypervisorWroteToTheSharedTxAndCopiesNothing() {
        assertThat(described(new RxTxDescriptor(1, at(0x1000, 1), at(0x2000, 1)))
                        .status())
                .isNull();

        assertThat(ofVmAtSpm.tx()).isEqualTo(at(0x2000, 1));
        assertThat(ofHypervisor.rxContents().mismatch(MemorySegment.ofArray(new byte[0x1000])))
                .as("first byte of RX that was written")
                .isEqualTo(-1);
        assertThat(ofHypervisor.rxFull()).isFalse();
    }

    @Shows("FFA-8.4-6")
    @Test
    void pagesThatSomebodyElseCanAccessAreDenied() {
        EndpointModel other = platform.vm(2).memory(TX, 0x4001_0000L, 1);
        refused(map(vm, TX, RX, 1), "DENIED FFA-8.4-6");
        refused(map(vm, RX, TX, 1), "DENIED FFA-8.4-6");

        other.memory(0x80_0000, 0x5000_0000L, 2);
        refused(map(other, 0x80_0000, 0x80_1000, 1), "DENIED FFA-8.4-6");
        other.memory(0x90_0000, 0x4500_0000L, 1).memory(0xA0_0000, 0x4500_0000L, 1);
        refused(map(other, 0x90_0000, 0xA0_0000, 1), "DENIED FFA-8.4-6");
    }

    @Shows("FFA-8.4-6")
    @Test
    void pagesThatTheManagerHasMappedForADescriptorAreDenied() {
        CallModel share = vm.call(0x84000073, 96, 48, 0x80_0000, 1);
        MemoryOperation unfinished = platform.operations().begin(ManagerKind.HYPERVISOR, vm.id(), share.registers);
        assertThat(unfinished).isNotNull();
        unfinished.map(vm.regime().physical(TX, 1), false);

        refused(map(vm, TX, RX, 1), "DENIED FFA-8.4-6");
        refused(map(vm, RX, TX, 1), "DENIED FFA-8.4-6");
        platform.operations().end(unfinished);
        assertThat(map(vm, TX, RX, 1).status()).isNull();
    }

    @Shows("FFA-8.4-22")
    @Test
    void aHypervisorWithoutRoomInItsTxBufferHasNoMemory() {
        ofHypervisor.shrunkTo(40);
        refused(map(vm, TX, RX, 1), "NO_MEMORY FFA-8.4-22");
        assertThat(ofVm.mapped()).isFalse();

        ofHypervisor.unmap();
        refused(map(vm, TX, RX, 1), "NO_MEMORY FFA-8.4-22");
    }

    @Shows("FFA-8.4-22")
    @Test
    void aTxBufferThatAnotherCallUsesHasNoRoomEither() {
        assertThat(ofHypervisor.takeTx()).isTrue();

        CallModel call = map(vm, TX, RX, 1);

        Refusal.of(call.refusal()).is("NO_MEMORY FFA-8.4-22");
        assertThat(ofHypervisor.held()).isTrue();
        assertThat(ofVm.mapped()).isFalse();
    }

    @Shows({"FFA-8.4-1", "FFA-8.4-23"})
    @Test
    void aPairThatTheSpmRefusesIsNotRegisteredWithTheHypervisor() {
        ofVmAtSpm.mappedAt(0x4900_0000L, 0x4900_1000L);

        refused(map(vm, TX, RX, 1), "DENIED FFA-8.4-23");
        assertThat(ofVm.mapped()).isFalse();
    }

    private CallModel ofManager(long... registers) {
        CallModel call = CallModel.ofManager(platform, ManagerKind.HYPERVISOR, MAP_64, registers)
                .downTo(ManagerKind.SPMC);
        assertThat(call.handle(setup)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    @Shows({"FFA-8.4-4", "FFA-4.2.2-8", "FFA-8.4-23"})
    @Test
    void theHypervisorSharesPhysicalPages() {
        ofHypervisor.unmap();

        assertThat(ofManager(0x5100_0000L, 0x5200_0000L, 4).status()).isNull();
        assertThat(ofHypervisor.tx()).containsExactly(new ConstituentRange(0x5100_0000L, 4));
        refused(ofManager(0x5100_0000L, 0x5200_0000L, 4), "DENIED FFA-8.4-23");
    }

    @Shows("FFA-8.4-6")
    @Test
    void physicalPagesOfAVmOrOfNobodyAreDenied() {
        ofHypervisor.unmap();
        platform.withoutMemoryAt(0x5200_1000L);

        refused(ofManager(0x4000_0000L, 0x5300_0000L, 1), "DENIED FFA-8.4-6");
        refused(ofManager(0x5100_0000L, 0x5200_0000L, 2), "DENIED FFA-8.4-6");
        assertThat(ofHypervisor.mapped()).isFalse();
    }

    @Shows({"FFA-4.2.2-7", "FFA-8.4-20"})
    @Test
    void theOsKernelSharesItsPairWithTheSpmAndHasNoForwardedForm() {
        PlatformModel bare = PlatformModel.withKernel();
        EndpointModel kernel = bare.kernel().memory(0x4000_0000L, 0x4000_0000L, 16);

        Refusal.of(map(kernel, 0, 0, 1).refusal()).is("INVALID_PARAMETERS FFA-8.4-20");
        CallModel call = kernel.call(MAP_64, 0x4000_0000L, 0x4000_1000L, 1).downTo(ManagerKind.SPMC);
        call.handle(setup);
        assertThat(call.status()).isNull();
        assertThat(bare.pairOf(ManagerKind.SPMC, 0).rx()).containsExactly(new ConstituentRange(0x4000_1000L, 1));
    }

    private CallModel described(RxTxDescriptor descriptor) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) descriptor.size()]);
        descriptor.encode(bytes);
        ofHypervisor.writeTx(0, bytes);
        return ofManager(0, 0, 99);
    }

    private static List<ConstituentRange> at(long address, int pages) {
        return List.of(new ConstituentRange(address, pages));
    }

    @Shows({"FFA-8.4-25", "FFA-8.4-27", "FFA-8.4-29", "FFA-8.4-30"})
    @Test
    void aDescriptorNamesAVmAndTwoBuffersOfTheSameSize() {
        refused(described(new RxTxDescriptor(9, at(0x1000, 1), at(0x2000, 1))), "INVALID_PARAMETERS FFA-8.4-25");
        refused(described(new RxTxDescriptor(0x8001, at(0x1000, 1), at(0x2000, 1))), "INVALID_PARAMETERS FFA-8.4-25");
        refused(described(new RxTxDescriptor(1, at(0x1000, 1), at(0x2000, 2))), "INVALID_PARAMETERS FFA-8.4-29");
        refused(described(new RxTxDescriptor(1, at(0x1000, 64), at(0x80000, 64))), "INVALID_PARAMETERS FFA-8.4-29");
        refused(described(new RxTxDescriptor(1, at(0x1001, 1), at(0x2000, 1))), "INVALID_PARAMETERS FFA-8.4-29");
        refused(described(new RxTxDescriptor(1, List.of(), List.of())), "INVALID_PARAMETERS FFA-8.4-29");
        assertThat(described(new RxTxDescriptor(1, at(0x1000, 1), at(0x2000, 1)))
                        .status())
                .isNull();
        assertThat(ofVmAtSpm.rx()).isEqualTo(at(0x1000, 1));
    }

    /** RX has a range at 12, TX two, at 28 and 44; a byte is written over. */
    @ParameterizedTest(name = "byte {0} is {1}: {3} at {2}")
    @CsvSource({
        "0, 0x09, 0, 9, FFA-8.4-25",
        "3, 0x40, 2, 4000, FFA-8.4-26",
        "5, 0x01, 4, 101, FFA-8.4-27",
        "10, 0x01, 8, 10002, FFA-8.4-28",
        "13, 0x18, 12, 51001800, FFA-8.4-29",
        "20, 0x40, 20, 40, FFA-8.4-29",
        "27, 0x80, 24, 80000000, FFA-5.10.1-7",
        "4, 0x00, 4, 0, FFA-8.4-29",
        "8, 0x01, 8, 1, FFA-8.4-29",
        "44, 0x01, 44, 51005001, FFA-8.4-29",
        "52, 0x03, 52, 3, FFA-8.4-29"
    })
    @Shows({"FFA-8.4-25", "FFA-8.4-26", "FFA-8.4-27", "FFA-8.4-28", "FFA-8.4-29", "FFA-5.10.1-7"})
    void aRefusedDescriptorHasTheOffsetOfTheFieldBesideItsValue(
            int at, String value, long offset, String found, String rule) {
        RxTxDescriptor descriptor = new RxTxDescriptor(
                1,
                at(0x5100_1000L, 2),
                List.of(new ConstituentRange(0x5100_4000L, 1), new ConstituentRange(0x5100_5000L, 1)));
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) descriptor.size()]);
        descriptor.encode(bytes);
        bytes.set(ValueLayout.JAVA_BYTE, at, (byte) (int) Integer.decode(value));
        ofHypervisor.writeTx(0, bytes);

        CallModel call = ofManager(0, 0, 0);

        refused(call, "INVALID_PARAMETERS " + rule);
        assertThat(call.offset()).isEqualTo(offset);
        assertThat(call.found()).isEqualTo(Long.parseUnsignedLong(found, 16));
    }

    @Shows("FFA-8.4-23")
    @Test
    void aPairThatIsRegisteredAlreadyIsDeniedByTheIdInTheDescriptor() {
        assertThat(described(new RxTxDescriptor(1, at(0x1000, 1), at(0x2000, 1)))
                        .status())
                .isNull();

        CallModel call = described(new RxTxDescriptor(1, at(0x3000, 1), at(0x4000, 1)));
        refused(call, "DENIED FFA-8.4-23");
        assertThat(call.offset()).isZero();
        assertThat(call.found()).isEqualTo(1);
        assertThat(ofVmAtSpm.rx()).isEqualTo(at(0x1000, 1));
    }

    @Shows({"FFA-8.4-26", "FFA-8.4-5"})
    @Test
    void aDescriptorThatCannotBeReadIsInvalid() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[] {1, 0, 1, 0});
        ofHypervisor.writeTx(0, bytes);
        refused(ofManager(0, 0, 0), "INVALID_PARAMETERS FFA-8.4-26");

        ofHypervisor.unmap();
        refused(ofManager(0, 0, 0), "INVALID_PARAMETERS FFA-8.4-5");
    }
}
