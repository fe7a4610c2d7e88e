package org.partita.partition.attestation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.SfnPsa;

/** The crypto partition's service TFM_CRYPTO, as its package describes it. Its errors are thrown on. */
final class CryptoClient {
    /** Handle of a stateless service: bit 30, version 1 in bits 15:8, its manifest's stateless_handle, 1, less 1 in bits 4:0. */
    static final int HANDLE = 0x4000_0100;

    static final int PUBLIC_KEY = 65;

    private static final int HASH_COMPUTE = 1;
    private static final int KEY_GENERATE = 7;
    private static final int KEY_EXPORT_PUBLIC = 8;
    private static final int SIGN_HASH = 9;
    private static final int KEY_DESTROY_ALL = 13;

    private static final int EC_P256 = 3;
    private static final int HASH = 32;

    private final SfnPsa psa;

    CryptoClient(SfnPsa psa) {
        this.psa = psa;
    }

    /** A new key for signatures; its id. */
    int generate() throws Refused {
        return words(call(KEY_GENERATE, Integer.BYTES, request(0, EC_P256))).getInt();
    }

    /** Destroys all keys that the partition has there, also those that it knows nothing of any more. */
    void destroyKeys() throws Refused {
        int status = psa.call(HANDLE, KEY_DESTROY_ALL, new byte[][] {request(0, 0)}, Outputs.NONE);
        if (status != PsaStatus.PSA_SUCCESS.code()) {
            throw new Refused(status);
        }
    }

    byte[] publicKey(int key) throws Refused {
        return call(KEY_EXPORT_PUBLIC, PUBLIC_KEY, request(key, 0));
    }

    /** Signs a message with ES256. */
    byte[] sign(int key, byte[] message) throws Refused {
        byte[] hash = call(HASH_COMPUTE, HASH, request(0, 0), message);
        return call(SIGN_HASH, CoseSign1.SIGNATURE, request(key, 0), hash);
    }

    private byte[] call(int operation, int size, byte[]... inputs) throws Refused {
        Outputs outputs = new Outputs(size);
        int status = psa.call(HANDLE, operation, inputs, outputs);
        if (status != PsaStatus.PSA_SUCCESS.code()) {
            throw new Refused(status);
        }
        if (outputs.length(0) != size) {
            throw new Refused(PsaStatus.PSA_ERROR_GENERIC_ERROR);
        }
        return outputs.bytes(0);
    }

    private static byte[] request(int key, int kind) {
        return words(new byte[2 * Integer.BYTES]).putInt(key).putInt(kind).array();
    }

    private static ByteBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
