package org.partita.api.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.testkit.Shows;

/** Direct messages as the endpoint library makes them; identifiers and codes from FF-A Tables 7.2, 10.7, 10.8, 10.11. */
class FfaDirectTest {
    private static final int ERROR = 0x84000060;

    private static final int RESPONSE_64 = 0xC4000070;

    private final FakeContext context = new FakeContext(0x8002);
    private final Ffa ffa = new Ffa(context);

    /** NS-Endpoint to S-Endpoint, VM to VM, SP to SP, S-Endpoint to NS-Endpoint (FF-A Table 4.9). */
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"0x0001, 0x8001", "0x0001, 0x0002", "0x8002, 0x8001", "0x8001, 0x0001"})
    @Retention(RetentionPolicy.RUNTIME)
    @interface InEveryDirection {}

    private static int[] errors(FunctionId function) {
        // FF-A Tables 10.8 and 10.12
        return function == FunctionId.FFA_MSG_SEND_DIRECT_REQ
                ? new int[] {-1, -2, -4, -6, -8}
                : new int[] {-1, -2, -4, -6};
    }

    private static FakeContext failing(int id, int code) {
        FakeContext sender = new FakeContext(id);
        sender.manager = r -> r.set(ERROR, 0, Integer.toUnsignedLong(code), 0, 0, 0, 0, 0);
        return sender;
    }

    @Shows({"FFA-10.2.1.1.1-1", "FFA-10.2.1.1.1-2", "FFA-10.2.1.1.2-1", "FFA-10.2.1.1.3-1", "FFA-10.2.1.1.4-1"})
    @InEveryDirection
    void senderOfARequestWritesPayloadAndIds(String source, String destination) {
        FakeContext sender = new FakeContext(Integer.decode(source));
        long[] payload = new SplittableRandom(20).longs(5).toArray();

        new Ffa(sender)
                .sendDirect(Integer.decode(destination), payload[0], payload[1], payload[2], payload[3], payload[4]);

        assertThat(sender.asked.x0).isEqualTo(0xC400006FL);
        assertThat(sender.asked.x1).isEqualTo(Long.decode(source) << 16 | Long.decode(destination));
        assertThat(sender.asked.x2).isZero();
        for (int n = 3; n <= 7; n++) {
            assertThat(sender.asked.x(n)).isEqualTo(payload[n - 3]);
        }
    }

    @Shows({"FFA-10.2.1.1.1-3", "FFA-10.2.1.1.2-1", "FFA-10.2.1.1.3-1", "FFA-10.2.1.1.4-1"})
    @InEveryDirection
    void senderOfARequestTellsAllErrorsApart(String source, String destination) {
        Set<DirectResult> results = EnumSet.noneOf(DirectResult.class);
        for (int code : errors(FunctionId.FFA_MSG_SEND_DIRECT_REQ)) {
            results.add(new Ffa(failing(Integer.decode(source), code))
                    .sendDirect(Integer.decode(destination), 0, 0, 0, 0, 0));
        }
        assertThat(results).hasSize(5).doesNotContain(DirectResult.UNEXPECTED, DirectResult.RESPONSE);
    }

    /** A context that has been asked something, with a library that is about to answer. */
    private static Ffa asked(FakeContext responder, int requester) {
        responder.manager = r -> r.set(0xC400006F, (long) requester << 16 | responder.id(), 0, 1, 2, 3, 4, 5);
        Ffa library = new Ffa(responder);
        library.msgWait();
        return library;
    }

    @Shows({"FFA-10.3.1.1.1-1", "FFA-10.3.1.1.1-2", "FFA-10.3.1.1.2-1", "FFA-10.3.1.1.3-1", "FFA-10.3.1.1.4-1"})
    @InEveryDirection
    void senderOfAResponseWritesPayloadAndIds(String source, String destination) {
        FakeContext sender = new FakeContext(Integer.decode(source));
        Ffa responding = asked(sender, Integer.decode(destination));
        long[] payload = new SplittableRandom(21).longs(5).toArray();

        responding.respond(payload[0], payload[1], payload[2], payload[3], payload[4]);

        assertThat(sender.asked.function()).isEqualTo(RESPONSE_64);
        assertThat(sender.asked.x1).isEqualTo(Long.decode(source) << 16 | Long.decode(destination));
        assertThat(sender.asked.x2).isZero();
        for (int n = 3; n <= 7; n++) {
            assertThat(sender.asked.x(n)).isEqualTo(payload[n - 3]);
        }
    }

    @Shows({"FFA-10.3.1.1.1-3", "FFA-10.3.1.1.2-1", "FFA-10.3.1.1.3-1", "FFA-10.3.1.1.4-1"})
    @InEveryDirection
    void senderOfAResponseTellsAllErrorsApart(String source, String destination) {
        Set<Status> results = EnumSet.noneOf(Status.class);
        for (int code : errors(FunctionId.FFA_MSG_SEND_DIRECT_RESP)) {
            FakeContext sender = new FakeContext(Integer.decode(source));
            Ffa responding = asked(sender, Integer.decode(destination));
            sender.manager = failing(sender.id(), code).manager;
            assertThatExceptionOfType(FfaException.class)
                    .isThrownBy(() -> responding.respond(1, 2, 3, 4, 5))
                    .satisfies(e -> results.add(e.status()))
                    .satisfies(e -> assertThat(e.function()).isEqualTo(FunctionId.FFA_MSG_SEND_DIRECT_RESP));
        }
        assertThat(results)
                .containsExactly(Status.NOT_SUPPORTED, Status.INVALID_PARAMETERS, Status.BUSY, Status.DENIED);
    }

    @Shows("FFA-10.2-9")
    @Test
    void aRequestOf32BitsHasOnlyTheLowHalves() {
        ffa.sendDirect32(1, -1, -2, -3, -4, -5);

        assertThat(context.asked.x0).isEqualTo(0x8400006FL);
        assertThat(context.asked.x1).isEqualTo(0x80020001L);
        assertThat(context.asked.x3).isEqualTo(0xFFFFFFFFL);
        assertThat(context.asked.x7).isEqualTo(0xFFFFFFFBL);
    }

    @Shows("FFA-10.2.1.1.1-3")
    @ParameterizedTest
    @CsvSource({
        "-1,NOT_SUPPORTED",
        "-2,INVALID_PARAMETERS",
        "-4,BUSY",
        "-6,DENIED",
        "-8,ABORTED",
        "-3,UNEXPECTED",
        "-5,UNEXPECTED",
        "-7,UNEXPECTED",
        "-9,UNEXPECTED",
        "0,UNEXPECTED"
    })
    void eachStatusOfTheErrorTableIsAResultOfItsOwn(int code, DirectResult expected) {
        context.manager = r -> r.set(ERROR, 0, Integer.toUnsignedLong(code), 0, 0, 0, 0, 0);

        assertThat(ffa.sendDirect(0x8001, 1, 2, 3, 4, 5)).isEqualTo(expected);
    }

    @Shows("FFA-10.2.1.1.1-3")
    @ParameterizedTest
    @CsvSource({
        "0x84000070,RESPONSE",
        "0xC4000070,RESPONSE",
        "0x84000062,INTERRUPTED",
        "0x84000061,SUCCESS",
        "0xC4000061,SUCCESS",
        "0x8400006B,UNEXPECTED",
        "0x12345678,UNEXPECTED"
    })
    void eachCompletionIsAResultOfItsOwn(String function, DirectResult expected) {
        context.manager = r -> r.set((int) (long) Long.decode(function), 0);

        assertThat(ffa.sendDirect(0x8001, 1, 2, 3, 4, 5)).isEqualTo(expected);
    }

    @Shows("FFA-10.3.1.4-1")
    @Test
    void theResponseStandsInTheRegisters() {
        context.manager = r -> r.set(RESPONSE_64, 0x80018002L, 0, 30, 40, 50, 60, 70);

        assertThat(ffa.sendDirect(0x8001, 0, 0, 0, 0, 0)).isEqualTo(DirectResult.RESPONSE);
        for (int n = 3; n <= 7; n++) {
            assertThat(context.registers().x(n)).isEqualTo(10L * n);
        }
    }

    @Shows("FFA-10.2.1.4-2")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aResponseGoesBackToTheSenderInTheConventionOfTheRequest(boolean is64) {
        FunctionId request = FunctionId.FFA_MSG_SEND_DIRECT_REQ;
        context.manager = r -> r.set(is64 ? request.id64() : request.id32(), 0xFFFE8002L, 0, 1, 2, 3, 4, 5);
        assertThat(ffa.msgWait()).isEqualTo(request);
        assertThat(ffa.sender()).isEqualTo(0xFFFE);
        assertThat(ffa.is64()).isEqualTo(is64);

        ffa.respond(-1, 2, 3, 4, 5);

        assertThat(context.asked.x0).isEqualTo(is64 ? 0xC4000070L : 0x84000070L);
        assertThat(context.asked.x1).isEqualTo(0x8002FFFEL);
        assertThat(context.asked.x2).isZero();
        assertThat(context.asked.x3).isEqualTo(is64 ? -1L : 0xFFFFFFFFL);
    }

    @Test
    void withoutARequestThereIsNothingToAnswer() {
        context.manager = r -> r.set(0x84000062, 0);
        assertThat(ffa.msgWait()).isEqualTo(FunctionId.FFA_INTERRUPT);

        assertThatThrownBy(() -> ffa.respond(0, 0, 0, 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no direct request to answer");
    }

    @Test
    void aRequestAllocatesNothing() {
        context.manager = r -> r.set(ERROR, 0, 0xFFFFFFFCL, 0, 0, 0, 0, 0);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long busy = busyAnswers(100);
        long before = threads.getCurrentThreadAllocatedBytes();
        busy += busyAnswers(10_000);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(busy).isEqualTo(10_100);
        assertThat(bytes).as("bytes in 10,000 requests").isLessThan(10_000);
    }

    private long busyAnswers(int requests) {
        long busy = 0;
        for (int i = 0; i < requests; i++) {
            if (ffa.sendDirect(0x8001, i, 2, 3, 4, 5) == DirectResult.BUSY) {
                busy++;
            }
        }
        return busy;
    }
}
