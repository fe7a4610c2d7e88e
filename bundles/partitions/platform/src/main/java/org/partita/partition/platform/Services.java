package org.partita.partition.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPsa;

/** What requests are answered, in either form; the protocol stands at the package. */
final class Services {
    /** In place of a status: it is answered, by {@link #tell}, when the next interrupt has been handled. */
    static final int LATER = 1;

    private static final int NV_READ = 1010;
    private static final int NV_INCREMENT = 1011;
    private static final int IOCTL = 1013;

    private static final int STATISTICS = 1;
    private static final int AWAIT_INTERRUPT = 2;

    private Services() {}

    /** The status, or {@link #LATER}. */
    static int serve(SfnPsa psa, PsaMessage message) {
        return switch (message.type()) {
            case NV_READ -> read(psa, message).code();
            case NV_INCREMENT -> increment(psa, message).code();
            case IOCTL -> control(psa, message);
            default -> PsaStatus.PSA_ERROR_NOT_SUPPORTED.code();
        };
    }

    /** Answers a message with the statistics. */
    static int tell(SfnPsa psa, int message) {
        psa.write(message, 0, Interrupts.statistics(Words.of(psa)));
        return PsaStatus.PSA_SUCCESS.code();
    }

    private static PsaStatus read(SfnPsa psa, PsaMessage message) {
        if (message.inSize(0) != Integer.BYTES || message.outSize(0) != Integer.BYTES) {
            return PsaStatus.PSA_ERROR_INVALID_ARGUMENT;
        }
        int word = Counters.word(message.clientId(), number(psa, message));
        if (word == Counters.NONE) {
            return PsaStatus.PSA_ERROR_DOES_NOT_EXIST;
        }
        int value = (int) Words.of(psa).get(word);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        psa.write(message.handle(), 0, bytes.putInt(value).array());
        return PsaStatus.PSA_SUCCESS;
    }

    private static PsaStatus increment(SfnPsa psa, PsaMessage message) {
        if (message.inSize(0) != Integer.BYTES) {
            return PsaStatus.PSA_ERROR_INVALID_ARGUMENT;
        }
        int word = Counters.word(message.clientId(), number(psa, message));
        return word == Counters.NONE ? PsaStatus.PSA_ERROR_DOES_NOT_EXIST : Counters.increment(Words.of(psa), word);
    }

    private static int control(SfnPsa psa, PsaMessage message) {
        if (message.inSize(0) != Integer.BYTES) {
            return PsaStatus.PSA_ERROR_INVALID_ARGUMENT.code();
        }
        int request = number(psa, message);
        if (request != STATISTICS && request != AWAIT_INTERRUPT) {
            return PsaStatus.PSA_ERROR_NOT_SUPPORTED.code();
        }
        if (message.outSize(0) != Interrupts.STATISTICS) {
            return PsaStatus.PSA_ERROR_INVALID_ARGUMENT.code();
        }
        return request == AWAIT_INTERRUPT ? LATER : tell(psa, message.handle());
    }

    private static int number(SfnPsa psa, PsaMessage message) {
        byte[] bytes = new byte[Integer.BYTES];
        psa.read(message.handle(), 0, bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
