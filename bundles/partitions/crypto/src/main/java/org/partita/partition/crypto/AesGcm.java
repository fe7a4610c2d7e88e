package org.partita.partition.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.partita.api.ffm.PsaStatus;

/** AES-GCM with nonces of 96 bits and tags of 128. */
final class AesGcm {
    static final int KEY_128 = 16;
    static final int KEY_256 = 32;

    /** Bytes of the tag, which stands behind the ciphertext. */
    static final int TAG = 16;

    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private AesGcm() {}

    static void check() throws GeneralSecurityException {
        Cipher.getInstance(ALGORITHM);
    }

    static byte[] encrypt(byte[] key, byte[] nonce, byte[] plaintext, byte[] additional)
            throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, key, nonce, additional).doFinal(plaintext);
    }

    /** @param ciphertext with its tag: {@link #TAG} bytes or more */
    static byte[] decrypt(byte[] key, byte[] nonce, byte[] ciphertext, byte[] additional)
            throws Refused, GeneralSecurityException {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, additional).doFinal(ciphertext);
        } catch (AEADBadTagException e) {
            throw new Refused(PsaStatus.PSA_ERROR_INVALID_SIGNATURE);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] additional)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(additional);
        return cipher;
    }
}
