package org.partita.partition.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.partita.api.ffm.partition.Outputs;
import org.partita.lib.fixture.psa.partition.SfnModel;

/** A client of the service. Answers are in hexadecimal, errors decimal: {@code error -135}. */
final class CryptoClient {
    static final HexFormat HEX = HexFormat.of();
    static final String NO_NONCE = "";

    private final SfnModel partition;
    private final int id;

    private CryptoClient(SfnModel partition, int id) {
        this.partition = partition;
        this.id = id;
    }

    /** The client -1 of a partition with room for so many keys. */
    static CryptoClient loaded(int keys) throws Exception {
        SfnModel model = new SfnModel(259, 0x80, 2 * 128 * keys, new Crypto());
        int status = model.initialize();
        if (status != 0) {
            throw new AssertionError("it is not initialized: " + status);
        }
        return new CryptoClient(model, -1);
    }

    /** Another client of the same partition. */
    CryptoClient other(int itsId) {
        return new CryptoClient(partition, itsId);
    }

    SfnModel partition() {
        return partition;
    }

    /** @param data input vectors 1 and 2 in hexadecimal */
    String call(int operation, int key, int kind, String nonce, int room, String... data) {
        List<byte[]> inputs = new ArrayList<>();
        inputs.add(request(key, kind, HEX.parseHex(nonce)));
        Arrays.stream(data).map(HEX::parseHex).forEach(inputs::add);
        return raw(operation, room, inputs.toArray(byte[][]::new));
    }

    String raw(int operation, int room, byte[]... inputs) {
        Outputs outputs = new Outputs(room);
        int status = partition.request(id, operation, outputs, inputs);
        if (status != 0 && outputs.length(0) != 0) {
            throw new AssertionError("status " + status + ", and " + outputs.length(0) + " bytes");
        }
        return status == 0 ? HEX.formatHex(outputs.bytes(0)) : "error " + status;
    }

    String hash(String message) {
        return call(1, 0, 0, NO_NONCE, 32, message);
    }

    String mac(int key, String message) {
        return call(2, key, 0, NO_NONCE, 32, message);
    }

    String verifyMac(int key, String message, String mac) {
        return call(3, key, 0, NO_NONCE, 0, message, mac);
    }

    String encrypt(int key, String nonce, String plaintext, String additional) {
        return call(4, key, 0, nonce, plaintext.length() / 2 + 16, plaintext, additional);
    }

    String decrypt(int key, String nonce, String ciphertext, String additional) {
        return call(5, key, 0, nonce, ciphertext.length() / 2, ciphertext, additional);
    }

    String importKey(int kind, String key) {
        return call(6, 0, kind, NO_NONCE, 4, key);
    }

    String generate(int kind) {
        return call(7, 0, kind, NO_NONCE, 4);
    }

    String exportPublic(int key) {
        return call(8, key, 0, NO_NONCE, 65);
    }

    String sign(int key, String hash) {
        return call(9, key, 0, NO_NONCE, 64, hash);
    }

    String verify(int key, String hash, String signature) {
        return call(10, key, 0, NO_NONCE, 0, hash, signature);
    }

    String destroy(int key) {
        return call(11, key, 0, NO_NONCE, 0);
    }

    String destroyAll() {
        return call(13, 0, 0, NO_NONCE, 0);
    }

    String random(int count) {
        return call(12, 0, 0, NO_NONCE, count);
    }

    /** The id in an answer. */
    static int id(String answer) {
        return ByteBuffer.wrap(HEX.parseHex(answer))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }

    static String text(String ascii) {
        return HEX.formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] request(int key, int kind, byte[] nonce) {
        return ByteBuffer.allocate(8 + nonce.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(key)
                .putInt(kind)
                .put(nonce)
                .array();
    }
}
