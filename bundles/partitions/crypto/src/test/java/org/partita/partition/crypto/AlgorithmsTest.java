package org.partita.partition.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.partition.crypto.CryptoClient.HEX;
import static org.partita.partition.crypto.CryptoClient.id;
import static org.partita.partition.crypto.CryptoClient.text;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values are those of the algorithms' specifications. */
class AlgorithmsTest {
    private static final int AES = 1;
    private static final int HMAC = 2;
    private static final int EC_P256 = 3;
    private static final String INVALID_SIGNATURE = "error -149";
    private static final String DONE = "";

    private static final String NONCE = "cafebabefacedbaddecaf888";
    private static final String PLAINTEXT = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
    private static final String ADDITIONAL = "feedfacedeadbeeffeedfacedeadbeefabaddad2";

    private CryptoClient client;

    @BeforeEach
    void load() throws Exception {
        client = CryptoClient.loaded(8);
    }

    /** FIPS 180-4, examples. */
    @ParameterizedTest
    @CsvSource({
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq, "
                + "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    })
    void hashIsSha256(String message, String hash) {
        assertThat(client.hash(text(message))).isEqualTo(hash);
    }

    /** RFC 4231 4.2 to 4.4. */
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
                + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
                + "dddddddddddddddddddddddddddddddddddd,"
                + " 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    })
    void macIsHmacSha256(String key, String message, String mac) {
        int id = id(client.importKey(HMAC, key));

        assertThat(client.mac(id, message)).isEqualTo(mac);
        assertThat(client.verifyMac(id, message, mac)).isEqualTo(DONE);
        assertThat(client.verifyMac(id, message + "00", mac)).isEqualTo(INVALID_SIGNATURE);
        assertThat(client.verifyMac(id, message, flipped(mac, 31))).isEqualTo(INVALID_SIGNATURE);
    }

    /** The Galois/Counter Mode of Operation (McGrew, Viega), test cases 4 and 16. */
    @ParameterizedTest
    @CsvSource({
        "feffe9928665731c6d6a8f9467308308,"
                + " 42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091,"
                + " 5bc94fbc3221a5db94fae95ae7121a47",
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,"
                + " 522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662,"
                + " 76fc6ece0f4e1768cddf8853bb2d551b"
    })
    void authenticatedEncryptionIsAesGcm(String key, String ciphertext, String tag) {
        int id = id(client.importKey(AES, key));

        assertThat(client.encrypt(id, NONCE, PLAINTEXT, ADDITIONAL)).isEqualTo(ciphertext + tag);
        assertThat(client.decrypt(id, NONCE, ciphertext + tag, ADDITIONAL)).isEqualTo(PLAINTEXT);
    }

    @Test
    void whatIsNotAuthenticIsNotDecrypted() {
        int id = id(client.generate(AES));
        String sealed = client.encrypt(id, NONCE, PLAINTEXT, ADDITIONAL);

        for (int at = 0; at < sealed.length() / 2; at++) {
            assertThat(client.decrypt(id, NONCE, flipped(sealed, at), ADDITIONAL))
                    .isEqualTo(INVALID_SIGNATURE);
        }
        assertThat(client.decrypt(id, NONCE, sealed, flipped(ADDITIONAL, 0))).isEqualTo(INVALID_SIGNATURE);
        assertThat(client.decrypt(id, NONCE, sealed, "")).isEqualTo(INVALID_SIGNATURE);
        assertThat(client.decrypt(id, flipped(NONCE, 11), sealed, ADDITIONAL)).isEqualTo(INVALID_SIGNATURE);
        assertThat(client.decrypt(id, NONCE, sealed, ADDITIONAL)).isEqualTo(PLAINTEXT);
    }

    @Test
    void aKeyThatIsGeneratedIsAnotherEachTime() {
        String first = client.encrypt(id(client.generate(AES)), NONCE, PLAINTEXT, "");
        String second = client.encrypt(id(client.generate(AES)), NONCE, PLAINTEXT, "");

        assertThat(second).isNotEqualTo(first);
        assertThat(client.exportPublic(id(client.generate(EC_P256))))
                .isNotEqualTo(client.exportPublic(id(client.generate(EC_P256))));
    }

    @Test
    void theTextMayBeEmptyAndTheAdditionalDataToo() {
        int id = id(client.generate(AES));

        String tag = client.encrypt(id, NONCE, "", "");
        assertThat(tag).hasSize(32);
        assertThat(client.decrypt(id, NONCE, tag, "")).isEmpty();
    }

    /** Whoever has the public key and the message, which the service never sees, can verify a signature. */
    @Test
    void aSignatureIsEcdsaOverP256() throws Exception {
        int id = id(client.generate(EC_P256));
        String hash = client.hash(text("a message"));

        String signature = client.sign(id, hash);

        assertThat(isSignature(client.exportPublic(id), "a message", signature)).isTrue();
        assertThat(isSignature(client.exportPublic(id), "a massage", signature)).isFalse();
    }

    @Test
    void aSignatureOfTheKeyAndTheHashIsVerified() {
        int id = id(client.generate(EC_P256));
        String hash = client.hash(text("a message"));
        String signature = client.sign(id, hash);

        assertThat(client.verify(id, hash, signature)).isEqualTo(DONE);
        assertThat(client.verify(id, flipped(hash, 0), signature)).isEqualTo(INVALID_SIGNATURE);
        assertThat(client.verify(id, hash, flipped(signature, 0))).isEqualTo(INVALID_SIGNATURE);
        assertThat(client.verify(id, hash, flipped(signature, 63))).isEqualTo(INVALID_SIGNATURE);
        assertThat(client.verify(id(client.generate(EC_P256)), hash, signature)).isEqualTo(INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "ff"})
    void numbersThatNobodySignsWithAreNoSignature(String octet) {
        int id = id(client.generate(EC_P256));

        assertThat(client.verify(id, client.hash(""), octet.repeat(64))).isEqualTo(INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 31, 32, 33, 8192})
    void randomBytesFillTheVector(int count) {
        String first = client.random(count);
        assertThat(first).hasSize(2 * count);
        if (count >= 31) {
            assertThat(client.random(count)).isNotEqualTo(first);
            byte[] bytes = HEX.parseHex(first);
            assertThat(Arrays.copyOfRange(bytes, count - 16, count)).isNotEqualTo(new byte[16]);
        }
    }

    @Test
    void noRandomBytesAreNoneToo() {
        assertThat(client.random(0)).isEmpty();
    }

    private static String flipped(String hex, int at) {
        byte[] bytes = HEX.parseHex(hex);
        bytes[at] ^= 1;
        return HEX.formatHex(bytes);
    }

    private static boolean isSignature(String publicKey, String message, String signature) throws Exception {
        byte[] point = HEX.parseHex(publicKey);
        assertThat(point[0]).isEqualTo((byte) 4);
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPoint w = new ECPoint(new BigInteger(1, point, 1, 32), new BigInteger(1, point, 33, 32));
        PublicKey key = KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(w, parameters.getParameterSpec(ECParameterSpec.class)));
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(key);
        verifier.update(HEX.parseHex(text(message)));
        return verifier.verify(HEX.parseHex(signature));
    }
}
