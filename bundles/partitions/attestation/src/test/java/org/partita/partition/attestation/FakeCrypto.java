package org.partita.partition.attestation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;

/** What the crypto partition's package says of the operations of an attestation, with keys on the heap. */
final class FakeCrypto implements SfnPartition {
    static final int HASH_COMPUTE = 1;
    static final int KEY_GENERATE = 7;
    static final int KEY_EXPORT_PUBLIC = 8;
    static final int SIGN_HASH = 9;
    static final int KEY_DESTROY_ALL = 13;

    private static final int EC_P256 = 3;
    private static final int INVALID_HANDLE = -136;
    private static final int FIRST_KEY = 41;

    /** Operations that it was asked for. */
    final List<Integer> operations = new ArrayList<>();

    /** A status with which it answers everything, 0 if none. */
    int refuses;

    private final List<KeyPair> keys = new ArrayList<>();

    /** It has been loaded again. */
    void forget() {
        keys.clear();
    }

    int keys() {
        return keys.size();
    }

    PublicParts key(int n) {
        return new PublicParts((ECPublicKey) keys.get(n).getPublic());
    }

    /** A public key as the service and the JDK have it. */
    record PublicParts(ECPublicKey key) {
        byte[] point() {
            ByteBuffer bytes = ByteBuffer.allocate(65).put((byte) 4);
            for (var n : List.of(key.getW().getAffineX(), key.getW().getAffineY())) {
                for (int shift = 248; shift >= 0; shift -= 8) {
                    bytes.put(n.shiftRight(shift).byteValue());
                }
            }
            return bytes.array();
        }
    }

    @Override
    public int call(SfnPsa psa, PsaMessage message) throws Exception {
        operations.add(message.type());
        if (refuses != 0) {
            return refuses;
        }
        byte[] words = new byte[(int) message.inSize(0)];
        psa.read(message.handle(), 0, words);
        ByteBuffer request = ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN);
        int key = request.getInt() - FIRST_KEY;
        int kind = request.getInt();
        if (message.type() == KEY_DESTROY_ALL) {
            keys.clear();
            return 0;
        }
        byte[] data = new byte[(int) message.inSize(1)];
        psa.read(message.handle(), 1, data);
        if (message.type() == KEY_GENERATE) {
            return generate(psa, message, kind);
        }
        if (message.type() != HASH_COMPUTE && (key < 0 || key >= keys.size())) {
            return INVALID_HANDLE;
        }
        byte[] result = switch (message.type()) {
            case HASH_COMPUTE -> MessageDigest.getInstance("SHA-256").digest(data);
            case KEY_EXPORT_PUBLIC -> key(key).point();
            case SIGN_HASH -> sign(keys.get(key), data);
            default -> throw new AssertionError("operation " + message.type());
        };
        psa.write(message.handle(), 0, result);
        return 0;
    }

    private int generate(SfnPsa psa, PsaMessage message, int kind) throws Exception {
        if (kind != EC_P256) {
            throw new AssertionError("a key of kind " + kind);
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys.add(generator.generateKeyPair());
        ByteBuffer id = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(FIRST_KEY + keys.size() - 1);
        psa.write(message.handle(), 0, id.array());
        return 0;
    }

    private static byte[] sign(KeyPair pair, byte[] hash) throws Exception {
        Signature signature = Signature.getInstance("NONEwithECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(hash);
        return signature.sign();
    }
}
