package org.partita.partition.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KeyGenerator;
import org.partita.api.ffm.PsaStatus;

/** What is done with keys, and random bytes. */
final class KeyOperations {
    private static final int MOST_HMAC_BYTES = 64;
    private static final int LEAST_GENERATED = 32;

    private KeyOperations() {}

    static void importKey(Request request, KeyTable keys) throws Refused {
        KeyKind kind = request.kind();
        byte[] key = request.data(1);
        boolean fits = switch (kind) {
            case AES -> key.length == AesGcm.KEY_128 || key.length == AesGcm.KEY_256;
            case HMAC -> key.length > 0 && key.length <= MOST_HMAC_BYTES;
            case EC_P256 -> throw new Refused(PsaStatus.PSA_ERROR_NOT_SUPPORTED);
        };
        if (!fits) {
            throw new Refused(PsaStatus.PSA_ERROR_INVALID_ARGUMENT);
        }
        keep(request, keys, kind, key);
    }

    static void generate(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        KeyKind kind = request.kind();
        byte[] key = switch (kind) {
            case AES -> randomBytes(AesGcm.KEY_256);
            case HMAC -> throw new Refused(PsaStatus.PSA_ERROR_NOT_SUPPORTED);
            case EC_P256 -> P256.generate();
        };
        keep(request, keys, kind, key);
    }

    private static void keep(Request request, KeyTable keys, KeyKind kind, byte[] key) throws Refused {
        try {
            request.needsRoom(Integer.BYTES);
            request.result(keys.add(request.client(), kind, key));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static void exportPublic(Request request, KeyTable keys) throws Refused {
        byte[] pair = keys.get(request.client(), request.key(), KeyKind.EC_P256);
        try {
            request.result(P256.publicKey(pair));
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    static void destroyAll(Request request, KeyTable keys) throws Refused {
        request.noKey();
        keys.destroyAll(request.client());
    }

    static void random(Request request) throws Refused, GeneralSecurityException {
        request.noKey();
        request.result(randomBytes(request.room()));
    }

    /** A generator of keys is the way to the JDK's random numbers: a key for a MAC is nothing but random bytes. */
    private static byte[] randomBytes(int count) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance(Digests.MAC);
        generator.init(Math.max(count, LEAST_GENERATED) * Byte.SIZE);
        byte[] generated = generator.generateKey().getEncoded();
        byte[] bytes = Arrays.copyOf(generated, count);
        Arrays.fill(generated, (byte) 0);
        return bytes;
    }
}
