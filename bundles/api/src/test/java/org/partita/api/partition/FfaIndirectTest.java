package org.partita.api.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.testkit.Shows;

/** Indirect messages and cycles as the endpoint library asks for them; identifiers and codes from FF-A Tables 7.2, 9.3, 9.7, 10.3, 10.4. */
class FfaIndirectTest {
    private static final int SUCCESS = 0x84000061;
    private static final int ERROR = 0x84000060;

    private final FakeContext context = new FakeContext(0x41);
    private final Ffa ffa = new Ffa(context);

    private List<Long> asked() {
        return List.of(
                context.asked.x0,
                context.asked.x1,
                context.asked.x2,
                context.asked.x3,
                context.asked.x4,
                context.asked.x5,
                context.asked.x6,
                context.asked.x7);
    }

    private void answering(int code) {
        context.manager = r -> r.set(ERROR, 0, Integer.toUnsignedLong(code), 0, 0, 0, 0, 0);
    }

    @Shows({"FFA-10.1.2.1-3", "FFA-10.1.2.1-4", "FFA-10.1.2.1-5"})
    @ParameterizedTest(name = "to {0}, {1} bytes, notify {2}")
    @CsvSource({"2, 1, false, 0", "0x42, 4096, true, 1"})
    void aSenderSaysFromWhomToWhomHowMuchAndWhetherToNotify(String receiver, int bytes, boolean notify, long flags) {
        context.manager = r -> r.set(SUCCESS, 0);

        assertThat(ffa.send(Integer.decode(receiver), bytes, notify)).isTrue();
        assertThat(asked())
                .containsExactly(0x8400006EL, 0x00410000L | Long.decode(receiver), 0L, (long) bytes, flags, 0L, 0L, 0L);
    }

    /** INVALID_PARAMETERS, BUSY, DENIED, NO_MEMORY, NOT_SUPPORTED. */
    @Shows("FFA-10.1.2.1-6")
    @Test
    void aSenderTellsAllErrorsApart() {
        answering(-4);
        assertThat(ffa.send(2, 8, false)).isFalse();
        Set<Status> others = EnumSet.noneOf(Status.class);
        for (int code : new int[] {-2, -6, -3, -1}) {
            answering(code);
            assertThatExceptionOfType(FfaException.class)
                    .isThrownBy(() -> ffa.send(2, 8, false))
                    .satisfies(e -> assertThat(e.function()).isEqualTo(FunctionId.FFA_MSG_SEND))
                    .satisfies(e -> others.add(e.status()));
        }
        assertThat(others)
                .containsExactlyInAnyOrder(
                        Status.INVALID_PARAMETERS, Status.DENIED, Status.NO_MEMORY, Status.NOT_SUPPORTED);
    }

    @Shows("FFA-10.4-9")
    @Test
    void whoPollsWritesZeroesAndReadsWhatHasCome() {
        context.manager = r -> r.set(0x8400006E, 0x00020041L, 0, 40, 0, 3, 0, 0);

        assertThat(ffa.poll()).isTrue();
        assertThat(asked()).containsExactly(0x8400006AL, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(ffa.messageSender()).isEqualTo(2);
        assertThat(ffa.messageSize()).isEqualTo(40);
        answering(-7);
        assertThat(ffa.poll()).isFalse();
    }

    @Shows({"FFA-9.2-16", "FFA-9.2-13"})
    @ParameterizedTest
    @CsvSource({"0x8400006D, FFA_RUN", "0x84000062, FFA_INTERRUPT"})
    void whoYieldsWritesZeroesAndIsToldWhatCompletedIt(String w0, FunctionId completion) {
        context.manager = r -> r.set(Long.decode(w0).intValue(), 0);

        assertThat(ffa.yieldCycles()).isEqualTo(completion);
        assertThat(asked()).containsExactly(0x8400006CL, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    }
}
