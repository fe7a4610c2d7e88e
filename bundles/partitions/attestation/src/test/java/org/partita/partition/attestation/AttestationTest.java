package org.partita.partition.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.lib.fixture.psa.partition.SfnModel;

/** Tokens are compared with bytes written down by hand from RFC 8949, RFC 9052 and RFC 9783. */
class AttestationTest {
    private static final HexFormat HEX = HexFormat.of();

    private static final int SUCCESS = 0;
    private static final int NOT_SUPPORTED = -134;
    private static final int INVALID_ARGUMENT = -135;
    private static final int BUFFER_TOO_SMALL = -138;
    private static final int INSUFFICIENT_MEMORY = -141;

    private final FakeCrypto crypto = new FakeCrypto();
    private final SfnModel cryptoPartition = new SfnModel(259, 0x80, 0x8000, crypto);
    private final SfnModel partition = loaded().lifecycle(0x3000);

    private SfnModel loaded() {
        return new SfnModel(261, 0x20, 0x1000, new Attestation()).needs(0x4000_0100, cryptoPartition);
    }

    private byte[] token(int client, byte[] challenge) {
        Outputs outputs = new Outputs(1024);
        assertThat(partition.request(client, 1001, outputs, challenge)).isEqualTo(SUCCESS);
        return outputs.bytes(0);
    }

    private byte[] publicKey() {
        Outputs outputs = new Outputs(65);
        assertThat(partition.request(-1, 1003, outputs)).isEqualTo(SUCCESS);
        return outputs.bytes(0);
    }

    private static byte[] challenge(int size) {
        byte[] challenge = new byte[size];
        Arrays.fill(challenge, (byte) 0xC4);
        return challenge;
    }

    private static String text(String ascii) {
        return HEX.formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * @param challenge length and bytes
     * @param client the encoded client id
     * @param lifecycle the encoded state
     */
    private static String claims(String challenge, String client, String lifecycle) {
        return "a5"
                + "0a" + challenge
                + "190109" + "7820" + text("tag:partita.org,2026:attestation")
                + "19095a" + client
                + "19095b" + lifecycle
                + "19095c" + "5820" + text("partita-sample-implementation-01");
    }

    private static boolean isSigned(PublicKey by, String claims, byte[] token) throws Exception {
        byte[] payload = HEX.parseHex(claims);
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(by);
        verifier.update(HEX.parseHex("84" + "6a" + text("Signature1") + "43a10126" + "40" + length(payload) + claims));
        return verifier.verify(token, token.length - 64, 64);
    }

    /** The head of a byte string of 24 to 255 bytes. */
    private static String length(byte[] bytes) {
        assertThat(bytes.length).isBetween(24, 255);
        return "58" + HEX.toHexDigits((byte) bytes.length);
    }

    @ParameterizedTest
    @CsvSource({"32,5820", "48,5830", "64,5840"})
    void aTokenIsACoseSign1OfTheClaims(int size, String head) throws Exception {
        byte[] token = token(-1, challenge(size));

        String claims = claims(head + "c4".repeat(size), "20", "193000");
        String expected = "d2" + "84" + "43a10126" + "a0" + length(HEX.parseHex(claims)) + claims + "5840";
        assertThat(HEX.formatHex(token)).startsWith(expected).hasSize(expected.length() + 128);
        assertThat(isSigned(crypto.key(0).key(), claims, token)).isTrue();
        assertThat(isSigned(crypto.key(0).key(), claims.replace("c4c4", "c4c5"), token))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1,20", "-2,21", "-256,38ff", "-67108864,3a03ffffff", "-2147483648,3a7fffffff", "0,00", "257,190101"})
    void theClientIsWhoAsks(int client, String encoded) throws Exception {
        byte[] token = token(client, challenge(32));

        String claims = claims("5820" + "c4".repeat(32), encoded, "193000");
        assertThat(HEX.formatHex(token)).contains(claims);
        assertThat(isSigned(crypto.key(0).key(), claims, token)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,00", "0x1000,191000", "0x60ff,1960ff"})
    void theLifecycleIsThatOfThePlatform(String state, String encoded) {
        partition.lifecycle(Integer.decode(state));

        assertThat(HEX.formatHex(token(-1, challenge(32)))).contains(claims("5820" + "c4".repeat(32), "20", encoded));
    }

    @Test
    void thePublicKeyVerifiesTokensOfBeforeAndAfter() throws Exception {
        String claims = claims("5820" + "c4".repeat(32), "20", "193000");
        byte[] before = token(-1, challenge(32));
        byte[] key = publicKey();
        byte[] after = token(-1, challenge(32));

        assertThat(key).isEqualTo(crypto.key(0).point());
        assertThat(isSigned(crypto.key(0).key(), claims, before)).isTrue();
        assertThat(isSigned(crypto.key(0).key(), claims, after)).isTrue();
    }

    @Test
    void theKeyIsMadeOnceAndAtFirstUse() throws Exception {
        assertThat(partition.initialize()).isZero();
        assertThat(crypto.operations).isEmpty();

        publicKey();
        token(-1, challenge(32));
        token(-2, challenge(64));

        assertThat(crypto.operations).containsExactly(13, 7, 8, 1, 9, 1, 9);
    }

    @Test
    void aCryptoPartitionThatHasLostTheKeyMakesAnother() throws Exception {
        token(-1, challenge(32));
        crypto.forget();

        byte[] token = token(-1, challenge(32));
        assertThat(isSigned(crypto.key(0).key(), claims("5820" + "c4".repeat(32), "20", "193000"), token))
                .isTrue();
        crypto.forget();
        assertThat(publicKey()).isEqualTo(crypto.key(0).point());
    }

    @Test
    void aKeyThatOtherCodeOfThePartitionHasLeftIsDestroyed() throws Exception {
        publicKey();
        byte[] before = crypto.key(0).point();

        SfnModel again = loaded();
        Outputs key = new Outputs(65);
        assertThat(again.initialize()).isZero();
        assertThat(again.request(-1, 1003, key)).isEqualTo(SUCCESS);

        assertThat(crypto.keys()).isEqualTo(1);
        assertThat(key.bytes(0)).isEqualTo(crypto.key(0).point()).isNotEqualTo(before);
    }

    @Test
    void whatTheCryptoPartitionAnswersIsAnswered() {
        crypto.refuses = INSUFFICIENT_MEMORY;

        assertThat(partition.request(-1, 1001, new Outputs(1024), challenge(32)))
                .isEqualTo(INSUFFICIENT_MEMORY);
        assertThat(partition.request(-1, 1003, new Outputs(65))).isEqualTo(INSUFFICIENT_MEMORY);
        crypto.refuses = 0;
        assertThat(token(-1, challenge(32))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33, 47, 63, 65, 1000})
    void aChallengeHas32Or48Or64Bytes(int size) {
        assertThat(partition.request(-1, 1001, new Outputs(1024), challenge(size)))
                .isEqualTo(INVALID_ARGUMENT);
        assertThat(partition.request(-1, 1002, new Outputs(4), word(size))).isEqualTo(INVALID_ARGUMENT);
        assertThat(crypto.operations).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"32,-1", "48,-1", "64,-1", "64,261", "32,-67108864"})
    void theSizeIsThatOfTheTokenThatFollows(int size, int client) {
        Outputs outputs = new Outputs(4);
        assertThat(partition.request(client, 1002, outputs, word(size))).isEqualTo(SUCCESS);
        assertThat(outputs.length(0)).isEqualTo(4);
        int tokenSize =
                ByteBuffer.wrap(outputs.bytes(0)).order(ByteOrder.LITTLE_ENDIAN).getInt();

        Outputs tooShort = new Outputs(tokenSize - 1);
        assertThat(partition.request(client, 1001, tooShort, challenge(size))).isEqualTo(BUFFER_TOO_SMALL);
        assertThat(tooShort.length(0)).isZero();
        Outputs exact = new Outputs(tokenSize);
        assertThat(partition.request(client, 1001, exact, challenge(size))).isEqualTo(SUCCESS);
        assertThat(exact.length(0)).isEqualTo(tokenSize);
    }

    @Test
    void sizesAreFourBytesAndAKeyIs65() {
        assertThat(partition.request(-1, 1002, new Outputs(3), word(32))).isEqualTo(INVALID_ARGUMENT);
        assertThat(partition.request(-1, 1002, new Outputs(8), word(32))).isEqualTo(INVALID_ARGUMENT);
        assertThat(partition.request(-1, 1002, new Outputs(4), new byte[] {32})).isEqualTo(INVALID_ARGUMENT);
        assertThat(partition.request(-1, 1003, new Outputs(64))).isEqualTo(BUFFER_TOO_SMALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 1004, 32767})
    void otherTypesAreNotSupported(int type) {
        assertThat(partition.request(-1, type, new Outputs(1024), challenge(32)))
                .isEqualTo(NOT_SUPPORTED);
    }

    private static byte[] word(int word) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(word)
                .array();
    }
}
