package org.partita.partition.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPsa;

/** A request, its data and its result; the layout stands at the package. */
final class Request {
    static final int NONCE = 12;

    private static final int MOST_BYTES = 8192;
    private static final int WORDS = 8;

    private final SfnPsa psa;
    private final PsaMessage message;
    private final int key;
    private final int kind;
    private final byte[] nonce;

    private Request(SfnPsa psa, PsaMessage message, ByteBuffer words) {
        this.psa = psa;
        this.message = message;
        key = words.getInt();
        kind = words.getInt();
        nonce = new byte[words.remaining()];
        words.get(nonce);
    }

    /** Reads input vector 0. */
    static Request of(SfnPsa psa, PsaMessage message) throws Refused {
        boolean aead = message.type() == Crypto.AEAD_ENCRYPT || message.type() == Crypto.AEAD_DECRYPT;
        int size = aead ? WORDS + NONCE : WORDS;
        if (message.inSize(0) != size) {
            throw new Refused(PsaStatus.PSA_ERROR_PROGRAMMER_ERROR);
        }
        if (size + message.inSize(1) + message.inSize(2) + message.inSize(3) > MOST_BYTES) {
            throw new Refused(PsaStatus.PSA_ERROR_INSUFFICIENT_MEMORY);
        }
        byte[] words = new byte[size];
        psa.read(message.handle(), 0, words);
        return new Request(psa, message, ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN));
    }

    int client() {
        return message.clientId();
    }

    int operation() {
        return message.type();
    }

    /** Id of the key; the operation has no kind. */
    int key() throws Refused {
        require(kind == 0);
        return key;
    }

    /** Kind of the key that is to be made; the operation has no id. */
    KeyKind kind() throws Refused {
        require(key == 0);
        return KeyKind.of(kind);
    }

    /** The operation has neither key nor kind. */
    void noKey() throws Refused {
        require(key == 0 && kind == 0);
    }

    byte[] nonce() {
        return nonce;
    }

    /** All bytes of an input vector. */
    byte[] data(int vector) {
        byte[] data = new byte[(int) message.inSize(vector)];
        psa.read(message.handle(), vector, data);
        return data;
    }

    /** All bytes of an input vector that has to have so many. */
    byte[] data(int vector, int size) throws Refused {
        require(message.inSize(vector) == size);
        return data(vector);
    }

    /** Bytes for which output vector 0 has room, at most as many as a call may have. */
    int room() throws Refused {
        if (message.outSize(0) > MOST_BYTES) {
            throw new Refused(PsaStatus.PSA_ERROR_INSUFFICIENT_MEMORY);
        }
        return (int) message.outSize(0);
    }

    /** Refuses the request if its result, of this size, does not fit into output vector 0. */
    void needsRoom(int size) throws Refused {
        if (message.outSize(0) < size) {
            throw new Refused(PsaStatus.PSA_ERROR_BUFFER_TOO_SMALL);
        }
    }

    /** Writes the result into output vector 0. */
    void result(byte[] bytes) throws Refused {
        needsRoom(bytes.length);
        psa.write(message.handle(), 0, bytes);
    }

    /** Writes a number into output vector 0. */
    void result(int number) throws Refused {
        result(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }

    private static void require(boolean valid) throws Refused {
        if (!valid) {
            throw new Refused(PsaStatus.PSA_ERROR_INVALID_ARGUMENT);
        }
    }
}
