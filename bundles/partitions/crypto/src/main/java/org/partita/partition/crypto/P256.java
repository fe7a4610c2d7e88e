package org.partita.partition.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/** ECDSA over P-256. A key pair is kept as its private number (32 bytes), then its public key: 04, x (32), y (32). */
final class P256 {
    /** Bytes of a signature: r, then s. */
    static final int SIGNATURE = 64;

    private static final int NUMBER = 32;
    private static final int PUBLIC = 1 + 2 * NUMBER;
    private static final byte UNCOMPRESSED = 4;
    private static final String FAMILY = "EC";
    private static final String CURVE = "secp256r1";
    private static final String ALGORITHM = "NONEwithECDSAinP1363Format";

    private P256() {}

    static void check() throws GeneralSecurityException {
        curve();
        Signature.getInstance(ALGORITHM);
    }

    static byte[] generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(FAMILY);
        generator.initialize(new ECGenParameterSpec(CURVE));
        KeyPair made = generator.generateKeyPair();
        ECPoint point = ((ECPublicKey) made.getPublic()).getW();
        byte[] pair = new byte[NUMBER + PUBLIC];
        put(((ECPrivateKey) made.getPrivate()).getS(), pair, 0);
        pair[NUMBER] = UNCOMPRESSED;
        put(point.getAffineX(), pair, NUMBER + 1);
        put(point.getAffineY(), pair, NUMBER + 1 + NUMBER);
        return pair;
    }

    static byte[] publicKey(byte[] pair) {
        return Arrays.copyOfRange(pair, NUMBER, NUMBER + PUBLIC);
    }

    static byte[] sign(byte[] pair, byte[] hash) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(
                KeyFactory.getInstance(FAMILY).generatePrivate(new ECPrivateKeySpec(number(pair, 0), curve())));
        signature.update(hash);
        return signature.sign();
    }

    static boolean verify(byte[] pair, byte[] hash, byte[] signed) throws GeneralSecurityException {
        ECPoint point = new ECPoint(number(pair, NUMBER + 1), number(pair, NUMBER + 1 + NUMBER));
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initVerify(KeyFactory.getInstance(FAMILY).generatePublic(new ECPublicKeySpec(point, curve())));
        signature.update(hash);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // numbers that are no signature of any message
            return false;
        }
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance(FAMILY);
        parameters.init(new ECGenParameterSpec(CURVE));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** Big-endian, {@link #NUMBER} bytes. */
    private static void put(BigInteger number, byte[] to, int at) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - NUMBER);
        System.arraycopy(bytes, from, to, at + NUMBER - (bytes.length - from), bytes.length - from);
    }

    private static BigInteger number(byte[] from, int at) {
        return new BigInteger(1, from, at, NUMBER);
    }
}
