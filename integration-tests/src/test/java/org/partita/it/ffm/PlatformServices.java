package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.PsaClient;

/** The platform partition's service, as its package describes it. */
final class PlatformServices {
    static final int HANDLE = 0x40000105;

    /** Interrupt IDs of its manifest. */
    static final int WATCHDOG = 33;

    static final int TICKER = 34;

    static final int WATCHDOG_SIGNAL = 0x8000_0000;
    static final int TICKER_SIGNAL = 0x4000_0000;

    /** Ticks of a period. */
    static final int PERIOD = 4;

    private static final int NV_READ = 1010;
    private static final int NV_INCREMENT = 1011;
    private static final int IOCTL = 1013;
    private static final int STATISTICS = 1;
    private static final int AWAIT_INTERRUPT = 2;

    private final PsaClient client;

    /** What is counted of interrupts. */
    record Statistics(int ticks, int periods, int warnings, int last) {
        private static Statistics of(Outputs outputs) {
            ByteBuffer bytes = ByteBuffer.wrap(outputs.bytes(0)).order(ByteOrder.LITTLE_ENDIAN);
            return new Statistics(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
        }
    }

    PlatformServices(PsaClient client) {
        this.client = client;
    }

    int counter(int number) {
        Outputs value = new Outputs(4);
        assertThat(client.call(HANDLE, NV_READ, words(number), value)).isZero();
        return ByteBuffer.wrap(value.bytes(0)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    void increment(int number) {
        assertThat(client.call(HANDLE, NV_INCREMENT, words(number), Outputs.NONE))
                .isZero();
    }

    Statistics statistics() {
        return ioctl(STATISTICS);
    }

    /** The statistics when the next signal has been handled. */
    Statistics next() {
        return ioctl(AWAIT_INTERRUPT);
    }

    private Statistics ioctl(int request) {
        Outputs outputs = new Outputs(16);
        assertThat(client.call(HANDLE, IOCTL, words(request), outputs)).isZero();
        return Statistics.of(outputs);
    }

    private static byte[][] words(int word) {
        return new byte[][] {
            ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(word).array()
        };
    }
}
