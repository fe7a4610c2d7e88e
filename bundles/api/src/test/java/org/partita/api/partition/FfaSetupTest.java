package org.partita.api.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.Status;
import org.partita.testkit.Shows;

/** Setup functions as the endpoint library makes them; register layouts from the tables of FF-A 8. */
class FfaSetupTest {
    private static final int SUCCESS = 0x84000061;

    private final FakeContext context = new FakeContext(0x8001);
    private final Ffa ffa = new Ffa(context);

    @Shows("FFA-8.1.2-1")
    @Test
    void versionAsksFor1Dot0AndDecodesTheAnswer() {
        context.manager = r -> {
            r.set(0, 0);
            r.x0 = 0x10001;
        };

        assertThat(ffa.version()).isEqualTo(new FfaVersion(1, 1));
        assertThat(context.asked.x0).isEqualTo(0x84000063L);
        assertThat(context.asked.x1).isEqualTo(0x10000L);
    }

    @Test
    void anIncompatibleVersionIsNotSupported() {
        context.manager = r -> r.x0 = 0xFFFFFFFFL;

        fails(FunctionId.FFA_VERSION, Status.NOT_SUPPORTED, ffa::version);
    }

    @Test
    void idIsTheLowHalfOfW2() {
        context.manager = r -> r.set(SUCCESS, 0, 0xFFFE, 0, 0, 0, 0, 0);

        assertThat(ffa.id()).isEqualTo(0xFFFE);
        assertThat(context.asked.x0).isEqualTo(0x84000069L);
    }

    @Shows("FFA-7.3-6")
    @ParameterizedTest
    @ValueSource(ints = {SUCCESS, 0xC4000061})
    void eitherIdentifierOfFfaSuccessIsASuccess(int w0) {
        context.manager = r -> r.set(w0, 0, 0x8001, 0, 0, 0, 0, 0);

        assertThat(ffa.id()).isEqualTo(0x8001);
    }

    @Test
    void featuresTellsWhetherAFunctionIsThere() {
        assertThat(features(SUCCESS, 0)).isTrue();
        assertThat(context.asked.x0).isEqualTo(0x84000064L);
        assertThat(context.asked.x1).isEqualTo(0xC4000066L);
        assertThat(features(0x84000060, 0xFFFFFFFFL)).isFalse();
    }

    private boolean features(int w0, long w2) {
        context.manager = r -> r.set(w0, 0, w2, 0, 0, 0, 0, 0);
        return ffa.features(0xC4000066);
    }

    @Test
    void rxtxMapNamesTxFirst() {
        context.manager = r -> r.set(SUCCESS, 0);

        ffa.rxtxMap(0x7000_0000_1000L, 0x7000_0000_2000L, 1);

        assertThat(context.asked.x0).isEqualTo(0xC4000066L);
        assertThat(context.asked.x1).isEqualTo(0x7000_0000_1000L);
        assertThat(context.asked.x2).isEqualTo(0x7000_0000_2000L);
        assertThat(context.asked.x3).isEqualTo(1);
    }

    @Test
    void aRefusedSetupNamesFunctionAndStatus() {
        context.manager = r -> r.set(0x84000060, 0, 0xFFFFFFFAL, 0, 0, 0, 0, 0);

        fails(FunctionId.FFA_RXTX_MAP, Status.DENIED, () -> ffa.rxtxMap(0, 0x1000, 1));
        fails(FunctionId.FFA_RX_RELEASE, Status.DENIED, ffa::rxRelease);
        fails(FunctionId.FFA_MSG_WAIT, Status.DENIED, ffa::msgWait);
    }

    private static void fails(
            FunctionId function, Status status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(FfaException.class)
                .isThrownBy(call)
                .withMessageContaining(function + " (FF-A " + function.section() + ")")
                .withMessageContaining(status.name())
                .satisfies(e -> {
                    assertThat(e.function()).isEqualTo(function);
                    assertThat(e.status()).isEqualTo(status);
                });
    }

    @Test
    void partitionInfoPutsTheUuidIntoFourRegistersAndReadsDescriptors() {
        context.manager = r -> r.set(SUCCESS, 0, 1, 0, 0, 0, 0, 0);
        MemorySegment rx = MemorySegment.ofArray(new byte[] {0x02, (byte) 0x80, 0x08, 0, 0x03, 0, 0, 0});
        context.write(0x108, rx);

        assertThat(ffa.partitionInfo(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")))
                .isEqualTo(1);
        assertThat(context.asked.x1).isEqualTo(0x33221100L);
        assertThat(context.asked.x4).isEqualTo(0xFFEEDDCCL);
        assertThat(ffa.partition(0x100, 1)).isEqualTo(new PartitionInfo(0x8002, 8, 3));
    }

    @Test
    void unmapIsAboutThePartitionsOwnPair() {
        context.manager = r -> r.set(SUCCESS, 0);

        ffa.rxtxUnmap();

        assertThat(context.asked.x0).isEqualTo(0x84000067L);
        assertThat(context.asked.x1).isEqualTo(0x80010000L);
    }
}
