package org.partita.interfaces.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.UuidRegisters;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PairModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class PartitionInfoGetTest {
    private static final int INFO = 0x84000068;
    private static final UUID NIL = new UUID(0, 0);
    private static final UUID BOTH = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final UUID SECURE = UUID.fromString("11112222-3333-4444-5555-666677778888");
    private static final UUID NORMAL = UUID.fromString("22221111-3333-4444-5555-666677778888");
    private static final UUID NOBODY = UUID.fromString("99991111-3333-4444-5555-666677778888");

    private final PlatformModel platform = PlatformModel.withHypervisor().peCount(4);
    private final EndpointModel vm = platform.vm(1).indirectly().offering(NORMAL);
    private final EndpointModel vm2 = platform.vm(2).direct(true, false).offering(BOTH);
    private final EndpointModel sp = platform.sp(0x8001).indirectly().offering(SECURE);
    private final EndpointModel sp2 =
            platform.sp(0x8002).contexts(4).direct(false, true).offering(BOTH);
    private final PairModel ofHypervisor = platform.pairOf(ManagerKind.SPMC, 0);
    private final PairModel ofVm = platform.pairOf(ManagerKind.HYPERVISOR, 1);
    private final PairModel ofSp = platform.pairOf(ManagerKind.SPMC, 0x8001);
    private final SetupAndDiscovery setup = new SetupAndDiscovery();

    private static final PartitionInfo VM1 = new PartitionInfo(1, 1, 0b111);
    private static final PartitionInfo VM2 = new PartitionInfo(2, 1, 0b010);
    private static final PartitionInfo SP1 = new PartitionInfo(0x8001, 1, 0b011);
    private static final PartitionInfo SP2 = new PartitionInfo(0x8002, 4, 0b001);

    @BeforeEach
    void everybodyHasAPair() {
        ofHypervisor.mappedAt(0x1000, 0x2000);
        ofVm.mappedAt(0x3000, 0x4000);
        ofSp.mappedAt(0x5000, 0x6000);
    }

    private CallModel asks(EndpointModel caller, UUID uuid) {
        long[] words = new long[4];
        for (int n = 0; n < 4; n++) {
            words[n] = Integer.toUnsignedLong(UuidRegisters.word(uuid, n));
        }
        CallModel call = caller.call(INFO, words);
        assertThat(call.pass(setup)).isEqualTo(Outcome.COMPLETE);
        assertThat(ofVm.held() || ofSp.held() || ofHypervisor.held()).isFalse();
        return call;
    }

    private void gets(CallModel call, PairModel pair, PartitionInfo... expected) {
        assertThat(call.registers)
                .hasToString("FFA_SUCCESS x1=0x0 x2=0x%x x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0", expected.length);
        List<PartitionInfo> found = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            found.add(PartitionInfo.decode(pair.rxContents(), (long) i * PartitionInfo.SIZE));
        }
        assertThat(found).containsExactly(expected);
        assertThat(pair.rxFull()).isTrue();
    }

    @Shows({"FFA-8.6-1", "FFA-8.6-2", "FFA-8.6-7", "FFA-8.6-16", "FFA-8.6-24"})
    @Test
    void aVmIsToldOfAllVmsAndThenAllSps() {
        CallModel call = asks(vm, NIL);

        gets(call, ofVm, VM1, VM2, SP1, SP2);
        assertThat(call.hops()).containsExactly("FFA_PARTITION_INFO_GET to SPMC", "FFA_RX_RELEASE to SPMC");
        assertThat(ofHypervisor.rxFull()).isFalse();
    }

    /** Another context of the caller's unmaps the pair after it was found there. */
    @Shows("FFA-8.6-29")
    @Test
    void whoHasUnmappedItsPairMeanwhileIsDenied() {
        ofVm.unmappedAfter(0);
        Refusal.of(asks(vm, NIL).refusal()).is("DENIED FFA-8.6-29");
        ofSp.unmappedAfter(0);
        Refusal.of(asks(sp, NIL).refusal()).is("DENIED FFA-8.6-29");

        ofVm.mappedAt(0x3000, 0x4000);
        gets(asks(vm, NIL), ofVm, VM1, VM2, SP1, SP2);
    }

    @Shows({"FFA-4.2.2.4-1", "FFA-4.2.2.4-7", "FFA-4.2.2.1-2"})
    @Test
    void theSpmFillsTheHypervisorsRxAndTheHypervisorTheVms() {
        PairModel ofVmAtSpm = platform.pairOf(ManagerKind.SPMC, 1).mappedAt(0x3000, 0x4000);

        gets(asks(vm, NIL), ofVm, VM1, VM2, SP1, SP2);

        assertThat(PartitionInfo.decode(ofHypervisor.rxContents(), 0)).isEqualTo(SP1);
        assertThat(PartitionInfo.decode(ofHypervisor.rxContents(), PartitionInfo.SIZE))
                .isEqualTo(SP2);
        for (MemorySegment untouched :
                List.of(ofHypervisor.txContents(), ofVmAtSpm.rxContents(), ofVmAtSpm.txContents(), ofVm.txContents())) {
            assertThat(untouched.mismatch(MemorySegment.ofArray(new byte[0x1000])))
                    .isEqualTo(-1);
        }
        assertThat(ofVmAtSpm.rxFull()).isFalse();
    }

    @Shows({"FFA-8.6-3", "FFA-8.6-14"})
    @Test
    void aVmIsToldOfThePartitionsThatOfferAUuidInEitherWorld() {
        gets(asks(vm, BOTH), ofVm, VM2, SP2);
        ofVm.releaseRx();
        gets(asks(vm, SECURE), ofVm, SP1);
        ofVm.releaseRx();
        CallModel normalOnly = asks(vm, NORMAL);
        gets(normalOnly, ofVm, VM1);
        assertThat(normalOnly.hops()).containsExactly("FFA_PARTITION_INFO_GET to SPMC");
    }

    @Shows({"FFA-8.6-4", "FFA-8.6-5", "FFA-8.6-6", "FFA-8.6-27"})
    @Test
    void anSpIsToldOfSpsOnly() {
        gets(asks(sp, NIL), ofSp, SP1, SP2);
        ofSp.releaseRx();
        gets(asks(sp, BOTH), ofSp, SP2);
        ofSp.releaseRx();
        Refusal.of(asks(sp, NORMAL).refusal()).is("INVALID_PARAMETERS FFA-8.6-27");
    }

    @Shows("FFA-8.6-29")
    @Test
    void withoutAPairTheRequestIsDeniedEvenForAnUnknownUuid() {
        ofVm.unmap();
        ofSp.unmap();

        Refusal.of(asks(vm, NOBODY).refusal()).is("DENIED FFA-8.6-29");
        Refusal.of(asks(sp, NOBODY).refusal()).is("DENIED FFA-8.6-29");
    }

    @Shows("FFA-8.6-27")
    @Test
    void anUnknownUuidIsInvalidEvenIfRxIsNotFree() {
        ofVm.filled();
        ofSp.filled();

        CallModel refused = asks(vm, NOBODY);
        Refusal.of(refused.refusal()).is("INVALID_PARAMETERS FFA-8.6-27");
        assertThat(refused.found()).isEqualTo(Integer.toUnsignedLong(UuidRegisters.word(NOBODY, 0)));
        Refusal.of(asks(sp, NOBODY).refusal()).is("INVALID_PARAMETERS FFA-8.6-27");
    }

    @Shows({"FFA-8.6-26", "FFA-8.6-8"})
    @Test
    void aFullRxBufferIsBusyEvenIfItIsTooSmall() {
        ofVm.filled().shrunkTo(8);
        ofSp.filled().shrunkTo(8);

        Refusal.of(asks(vm, NIL).refusal()).is("BUSY FFA-8.6-26");
        Refusal.of(asks(vm, NORMAL).refusal()).is("BUSY FFA-8.6-26");
        Refusal.of(asks(sp, NIL).refusal()).is("BUSY FFA-8.6-26");
        assertThat(ofHypervisor.rxFull()).isFalse();
    }

    @Shows({"FFA-8.6-28", "FFA-4.2.2.4-35"})
    @Test
    void resultsThatDoNotFitLeaveRxWithTheProducer() {
        ofVm.shrunkTo(24);
        ofSp.shrunkTo(8);

        Refusal.of(asks(vm, NIL).refusal()).is("NO_MEMORY FFA-8.6-28");
        Refusal.of(asks(sp, NIL).refusal()).is("NO_MEMORY FFA-8.6-28");
        assertThat(ofVm.rxFull() || ofSp.rxFull() || ofHypervisor.rxFull()).isFalse();
        gets(asks(vm, BOTH), ofVm, VM2, SP2);
    }

    @Shows("FFA-8.6-26")
    @Test
    void aVmIsBusyWhileTheHypervisorsOwnRxIsInUse() {
        ofHypervisor.filled();

        Refusal.of(asks(vm, NIL).refusal()).is("BUSY FFA-8.6-26");
        assertThat(ofVm.rxFull()).isFalse();
        assertThat(ofHypervisor.rxFull()).isTrue();
    }

    @Shows("FFA-2.8-6")
    @Test
    void theHypervisorItselfIsToldOfSps() {
        CallModel call =
                CallModel.ofManager(platform, ManagerKind.HYPERVISOR, INFO).downTo(ManagerKind.SPMC);

        assertThat(call.handle(setup)).isEqualTo(Outcome.COMPLETE);
        gets(call, ofHypervisor, SP1, SP2);
    }

    @Shows({"FFA-8.6-1", "FFA-4.2.2.4-3"})
    @Test
    void theOsKernelIsToldOfItselfAndOfSps() {
        PlatformModel bare = PlatformModel.withKernel();
        bare.kernel().direct(true, false);
        bare.sp(0x8001);
        PairModel pair = bare.pairOf(ManagerKind.SPMC, 0).mappedAt(0x1000, 0x2000);
        CallModel call = bare.kernel().call(INFO).downTo(ManagerKind.SPMC);

        assertThat(call.handle(setup)).isEqualTo(Outcome.COMPLETE);
        gets(call, pair, new PartitionInfo(0, 1, 0b010), SP1);
    }
}
