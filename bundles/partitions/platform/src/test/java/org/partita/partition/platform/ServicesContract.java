package org.partita.partition.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.lib.fixture.psa.partition.PsaModel;

/** What clients see of either form. Types are those of TF-M's platform service. */
abstract class ServicesContract {
    static final int NV_READ = 1010;
    static final int NV_INCREMENT = 1011;
    static final int SYSTEM_RESET = 1012;
    static final int IOCTL = 1013;
    static final int STATISTICS = 1;
    static final int AWAIT_INTERRUPT = 2;

    static final int NS = -1;
    static final int SECURE = 261;

    static final int WATCHDOG = 1 << 31;
    static final int TICKER = 1 << 30;

    static final int SUCCESS = 0;
    private static final int NOT_PERMITTED = -133;
    private static final int NOT_SUPPORTED = -134;
    private static final int INVALID_ARGUMENT = -135;
    private static final int DOES_NOT_EXIST = -140;

    private PsaModel partition;

    /** A partition that is not initialized. */
    abstract PsaModel partition(int memory);

    @BeforeEach
    void load() throws Exception {
        partition = manifested(0x200);
        assertThat(partition.initialize()).isEqualTo(SUCCESS);
    }

    private PsaModel manifested(int memory) {
        PsaModel model = partition(memory);
        model.interrupt(WATCHDOG, false);
        model.interrupt(TICKER, true);
        return model;
    }

    static byte[] word(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    /** The statistics as they are answered, their numbers in the protocol's order. */
    static String statistics(int ticks, int periods, int warnings, int last) {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(ticks).putInt(periods).putInt(warnings).putInt(last);
        return HexFormat.of().formatHex(bytes.array());
    }

    String statistics() {
        Outputs outputs = new Outputs(16);
        assertThat(partition.request(NS, IOCTL, outputs, word(STATISTICS))).isEqualTo(SUCCESS);
        return HexFormat.of().formatHex(outputs.bytes(0));
    }

    private int increment(int client, int counter) {
        return partition.request(client, NV_INCREMENT, Outputs.NONE, word(counter));
    }

    private String read(int client, int counter) {
        Outputs outputs = new Outputs(4);
        int status = partition.request(client, NV_READ, outputs, word(counter));
        return status == SUCCESS ? HexFormat.of().formatHex(outputs.bytes(0)) : "error " + status;
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "-1,1", "-1,2", "261,0", "261,1", "261,2"})
    void aCounterBeginsAtZeroAndGrows(int client, int counter) {
        assertThat(read(client, counter)).isEqualTo("00000000");

        assertThat(increment(client, counter)).isEqualTo(SUCCESS);
        assertThat(increment(client, counter)).isEqualTo(SUCCESS);
        assertThat(read(client, counter)).isEqualTo("02000000");
        for (int other = 0; other < 3; other++) {
            assertThat(read(NS, other)).isEqualTo(client == NS && other == counter ? "02000000" : "00000000");
            assertThat(read(SECURE, other)).isEqualTo(client == SECURE && other == counter ? "02000000" : "00000000");
        }
    }

    @Test
    void clientsOfOneWorldShareTheirCounters() {
        increment(NS, 0);
        increment(-7, 0);
        increment(SECURE, 0);

        assertThat(read(-2, 0)).isEqualTo("02000000");
        assertThat(read(259, 0)).isEqualTo("01000000");
    }

    @ParameterizedTest
    @CsvSource({"-1,3", "-1,-1", "-1,-3", "261,3", "261,6", "261,2147483647"})
    void thereAreThreeCounters(int client, int counter) {
        assertThat(read(client, counter)).isEqualTo("error " + DOES_NOT_EXIST);
        assertThat(increment(client, counter)).isEqualTo(DOES_NOT_EXIST);
    }

    @Test
    void aCounterLiesInThePartitionsMemoryAndDoesNotBeginAgain() {
        partition.memory().write64(partition.scratch() + partition.scratchSize() / 2 + 8, 0xFFFF_FFFEL);

        assertThat(increment(NS, 1)).isEqualTo(SUCCESS);
        assertThat(read(NS, 1)).isEqualTo("ffffffff");
        assertThat(increment(NS, 1)).isEqualTo(NOT_PERMITTED);
        assertThat(read(NS, 1)).isEqualTo("ffffffff");
    }

    @Test
    void nothingHasBeenHandledAtFirst() {
        assertThat(partition.isEnabled(WATCHDOG)).isTrue();
        assertThat(partition.isEnabled(TICKER)).isTrue();
        assertThat(statistics()).isEqualTo(statistics(0, 0, 0, 0));
    }

    @Test
    void theFirstLevelCountsTicksAndTheThreadPeriods() {
        for (int tick = 1; tick <= 9; tick++) {
            partition.raise(TICKER);
            assertThat(statistics()).isEqualTo(statistics(tick, tick / 4, 0, TICKER));
        }
    }

    @Test
    void theThreadCountsWarningsAndLetsTheNextOneCome() {
        partition.raise(WATCHDOG);
        assertThat(statistics()).isEqualTo(statistics(0, 0, 1, WATCHDOG));
        assertThat(partition.isEnabled(WATCHDOG)).isTrue();

        partition.raise(WATCHDOG);
        assertThat(statistics()).isEqualTo(statistics(0, 0, 2, WATCHDOG));
        partition.raise(TICKER);
        assertThat(statistics()).isEqualTo(statistics(1, 0, 2, TICKER));
    }

    @Test
    void statisticsLieInThePartitionsMemory() {
        partition.raise(TICKER);

        assertThat(partition.memory().read64(partition.scratch() + partition.scratchSize() / 2 + 48))
                .isEqualTo(1);
        partition.memory().write64(partition.scratch() + partition.scratchSize() / 2 + 48, 3);
        partition.raise(TICKER);
        assertThat(statistics()).isEqualTo(statistics(4, 1, 0, TICKER));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 8})
    void aNumberHasFourBytes(int size) {
        Outputs sixteen = new Outputs(16);
        assertThat(partition.request(NS, NV_READ, new Outputs(4), new byte[size]))
                .isEqualTo(INVALID_ARGUMENT);
        assertThat(partition.request(NS, NV_READ, new Outputs(size), word(0))).isEqualTo(INVALID_ARGUMENT);
        assertThat(partition.request(NS, NV_INCREMENT, Outputs.NONE, new byte[size]))
                .isEqualTo(INVALID_ARGUMENT);
        assertThat(partition.request(NS, IOCTL, sixteen, new byte[size])).isEqualTo(INVALID_ARGUMENT);
        assertThat(sixteen.length(0)).isZero();
        assertThat(read(NS, 0)).isEqualTo("00000000");
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1,15", "1,17", "2,0", "2,15", "2,17"})
    void statisticsHaveSixteenBytes(int request, int size) {
        assertThat(partition.request(NS, IOCTL, new Outputs(size), word(request)))
                .isEqualTo(INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1})
    void otherRequestsOfIoctlAreNotSupported(int request) {
        assertThat(partition.request(NS, IOCTL, new Outputs(16), word(request))).isEqualTo(NOT_SUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1009, SYSTEM_RESET, 1014, 32767})
    void theSystemIsNotResetAndOtherTypesAreNotSupported(int type) {
        assertThat(partition.request(NS, type, new Outputs(16), word(0))).isEqualTo(NOT_SUPPORTED);
        assertThat(partition.request(SECURE, type, Outputs.NONE)).isEqualTo(NOT_SUPPORTED);
    }

    @Test
    void memoryWithoutRoomIsSaid() throws Exception {
        assertThat(manifested(160).initialize()).isEqualTo(SUCCESS);
        assertThatThrownBy(() -> manifested(158).initialize())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("heap_size");
    }
}
