package org.partita.partition.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256, and HMAC with it. */
final class Digests {
    /** Bytes of either. */
    static final int BYTES = 32;

    static final String MAC = "HmacSHA256";

    private static final String HASH = "SHA-256";

    private Digests() {}

    static void check() throws GeneralSecurityException {
        MessageDigest.getInstance(HASH);
        Mac.getInstance(MAC);
    }

    static byte[] hash(byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance(HASH).digest(message);
    }

    static byte[] mac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(new SecretKeySpec(key, MAC));
        return mac.doFinal(message);
    }
}
