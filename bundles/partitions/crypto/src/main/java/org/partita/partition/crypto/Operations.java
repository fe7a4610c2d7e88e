package org.partita.partition.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.partita.api.ffm.PsaStatus;

/** What is done with data. */
final class Operations {
    private Operations() {}

    static void hash(Request request) throws Refused, GeneralSecurityException {
        request.noKey();
        request.result(Digests.hash(request.data(1)));
    }

    static void computeMac(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        byte[] key = keys.get(request.client(), request.key(), KeyKind.HMAC);
        try {
            request.result(Digests.mac(key, request.data(1)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static void verifyMac(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        byte[] key = keys.get(request.client(), request.key(), KeyKind.HMAC);
        try {
            byte[] mac = request.data(2, Digests.BYTES);
            authentic(MessageDigest.isEqual(Digests.mac(key, request.data(1)), mac));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static void encrypt(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        byte[] key = keys.get(request.client(), request.key(), KeyKind.AES);
        try {
            request.result(AesGcm.encrypt(key, request.nonce(), request.data(1), request.data(2)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static void decrypt(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        byte[] key = keys.get(request.client(), request.key(), KeyKind.AES);
        try {
            byte[] ciphertext = request.data(1);
            if (ciphertext.length < AesGcm.TAG) {
                throw new Refused(PsaStatus.PSA_ERROR_INVALID_ARGUMENT);
            }
            request.result(AesGcm.decrypt(key, request.nonce(), ciphertext, request.data(2)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    static void sign(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        byte[] pair = keys.get(request.client(), request.key(), KeyKind.EC_P256);
        try {
            request.result(P256.sign(pair, request.data(1, Digests.BYTES)));
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    static void verify(Request request, KeyTable keys) throws Refused, GeneralSecurityException {
        byte[] pair = keys.get(request.client(), request.key(), KeyKind.EC_P256);
        try {
            byte[] hash = request.data(1, Digests.BYTES);
            authentic(P256.verify(pair, hash, request.data(2, P256.SIGNATURE)));
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    private static void authentic(boolean is) throws Refused {
        if (!is) {
            throw new Refused(PsaStatus.PSA_ERROR_INVALID_SIGNATURE);
        }
    }
}
