package org.partita.partition.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.partition.crypto.CryptoClient.HEX;
import static org.partita.partition.crypto.CryptoClient.NO_NONCE;
import static org.partita.partition.crypto.CryptoClient.id;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.lib.fixture.psa.partition.SfnModel;

/** Keys and their clients, and requests that are refused. */
class CryptoTest {
    private static final int AES = 1;
    private static final int HMAC = 2;
    private static final int EC_P256 = 3;
    private static final String AES_128 = "000102030405060708090a0b0c0d0e0f";
    private static final String HASH = "11".repeat(32);
    private static final String NONCE = "22".repeat(12);

    private static final String DONE = "";
    private static final String PROGRAMMER_ERROR = "error -129";
    private static final String NOT_SUPPORTED = "error -134";
    private static final String INVALID_ARGUMENT = "error -135";
    private static final String INVALID_HANDLE = "error -136";
    private static final String BUFFER_TOO_SMALL = "error -138";
    private static final String INSUFFICIENT_MEMORY = "error -141";

    private CryptoClient client;

    @BeforeEach
    void load() throws Exception {
        client = CryptoClient.loaded(3);
    }

    /** The result of each operation with a key, for somebody. */
    private List<String> useAll(CryptoClient who, int aes, int hmac, int ec) {
        List<String> results = new ArrayList<>();
        results.add(who.encrypt(aes, NONCE, HASH, ""));
        results.add(who.decrypt(aes, NONCE, client.encrypt(aes, NONCE, HASH, ""), ""));
        results.add(who.mac(hmac, HASH));
        results.add(who.verifyMac(hmac, HASH, client.mac(hmac, HASH)));
        results.add(who.exportPublic(ec));
        results.add(who.sign(ec, HASH));
        results.add(who.verify(ec, HASH, client.sign(ec, HASH)));
        return results;
    }

    @Test
    void aKeyIsItsClientsOnly() {
        int aes = id(client.generate(AES));
        int hmac = id(client.importKey(HMAC, "33"));
        int ec = id(client.generate(EC_P256));

        for (int other : new int[] {-2, 1, 261}) {
            assertThat(useAll(client.other(other), aes, hmac, ec)).hasSize(7).containsOnly(INVALID_HANDLE);
            assertThat(client.other(other).destroy(ec)).isEqualTo(INVALID_HANDLE);
        }
        assertThat(useAll(client, aes, hmac, ec)).hasSize(7).noneMatch(result -> result.startsWith("error"));
    }

    @Test
    void aKeyOfAnotherKindIsOfNoUse() {
        int aes = id(client.generate(AES));
        int hmac = id(client.importKey(HMAC, "33".repeat(32)));
        int ec = id(client.generate(EC_P256));

        assertThat(client.encrypt(hmac, NONCE, HASH, "")).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.decrypt(ec, NONCE, HASH, "")).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.mac(aes, HASH)).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.verifyMac(ec, HASH, HASH)).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.sign(aes, HASH)).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.verify(hmac, HASH, HASH + HASH)).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.exportPublic(aes)).isEqualTo(INVALID_ARGUMENT);
    }

    @Test
    void aKeyThatWasDestroyedIsNotThere() {
        int first = id(client.importKey(AES, AES_128));
        int second = id(client.importKey(HMAC, "33"));

        assertThat(client.destroy(first)).isEqualTo(DONE);
        assertThat(client.encrypt(first, NONCE, "", "")).isEqualTo(INVALID_HANDLE);
        assertThat(client.destroy(first)).isEqualTo(INVALID_HANDLE);
        assertThat(client.mac(second, "")).hasSize(64);
    }

    @Test
    void aClientsKeysAreDestroyedTogetherAndOthersAreNot() {
        int first = id(client.importKey(AES, AES_128));
        int others = id(client.other(-2).importKey(HMAC, "33"));
        int last = id(client.generate(EC_P256));

        assertThat(client.call(13, first, 0, NO_NONCE, 0)).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.encrypt(first, NONCE, "", "")).hasSize(32);
        assertThat(client.destroyAll()).isEqualTo(DONE);

        assertThat(client.destroy(first)).isEqualTo(INVALID_HANDLE);
        assertThat(client.destroy(last)).isEqualTo(INVALID_HANDLE);
        assertThat(client.other(-2).mac(others, "")).hasSize(64);
        assertThat(client.destroyAll()).isEqualTo(DONE);
        assertThat(id(client.generate(AES))).isEqualTo(first);
        assertThat(id(client.generate(AES))).isEqualTo(last);
    }

    @Test
    void aPartitionThatIsLoadedAgainHasNoKeys() throws Exception {
        int id = id(client.importKey(AES, AES_128));

        client.partition().initialize();

        assertThat(client.encrypt(id, NONCE, "", "")).isEqualTo(INVALID_HANDLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anIdOfNoKeyIsRefused(int id) {
        assertThat(id(client.importKey(AES, AES_128))).isEqualTo(1);

        assertThat(client.encrypt(id, NONCE, "", "")).isEqualTo(INVALID_HANDLE);
        assertThat(client.destroy(id)).isEqualTo(INVALID_HANDLE);
    }

    @Test
    void thereAreAsManyKeysAsMemoryHasRoomFor() {
        client.generate(AES);
        int second = id(client.other(-2).generate(AES));
        client.generate(EC_P256);

        assertThat(client.generate(AES)).isEqualTo(INSUFFICIENT_MEMORY);
        assertThat(client.importKey(AES, AES_128)).isEqualTo(INSUFFICIENT_MEMORY);
        client.other(-2).destroy(second);
        assertThat(id(client.generate(AES))).isEqualTo(second);
    }

    @Test
    void keysLieInThePartitionsMemoryAndAreOverwrittenThere() throws Exception {
        SfnModel model = client.partition();
        byte[] memory = new byte[3 * 128];
        long table = model.scratch() + model.scratchSize() / 2;
        int id = id(client.importKey(AES, AES_128));

        model.memory().read(table, MemorySegment.ofArray(memory));
        assertThat(HEX.formatHex(memory)).contains(AES_128);
        client.destroy(id);
        model.memory().read(table, MemorySegment.ofArray(memory));
        assertThat(memory).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "1,15,-135",
        "1,16,0",
        "1,24,-135",
        "1,32,0",
        "1,33,-135",
        "1,0,-135",
        "2,0,-135",
        "2,1,0",
        "2,64,0",
        "2,65,-135",
        "3,32,-134",
        "3,97,-134",
        "0,16,-134",
        "4,16,-134",
        "-1,16,-134"
    })
    void whatIsImportedHasASizeOfItsKind(int kind, int size, int status) {
        String answer = client.importKey(kind, "55".repeat(size));

        assertThat(answer).isEqualTo(status == 0 ? "01000000" : "error " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, HMAC, 4, -1})
    void otherKindsAreNotGenerated(int kind) {
        assertThat(client.generate(kind)).isEqualTo(NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({"1,31", "2,31", "4,47", "5,31", "6,3", "7,3", "8,64", "9,63"})
    void aResultThatDoesNotFitIsNotThere(int operation, int room) throws Exception {
        CryptoClient c = CryptoClient.loaded(4);
        int aes = id(c.generate(AES));
        int hmac = id(c.importKey(HMAC, "33"));
        int ec = id(c.generate(EC_P256));
        String sealed = c.encrypt(aes, NONCE, HASH, "");

        String answer = switch (operation) {
            case 1 -> c.call(1, 0, 0, NO_NONCE, room, HASH);
            case 2 -> c.call(2, hmac, 0, NO_NONCE, room, HASH);
            case 4 -> c.call(4, aes, 0, NONCE, room, HASH, "");
            case 5 -> c.call(5, aes, 0, NONCE, room, sealed, "");
            case 6 -> c.call(6, 0, AES, NO_NONCE, room, AES_128);
            case 7 -> c.call(7, 0, AES, NO_NONCE, room);
            case 8 -> c.call(8, ec, 0, NO_NONCE, room);
            default -> c.call(9, ec, 0, NO_NONCE, room, HASH);
        };

        assertThat(answer).isEqualTo(BUFFER_TOO_SMALL);
        assertThat(id(c.generate(AES))).as("no key was made").isEqualTo(4);
    }

    @Test
    void hashesMacsSignaturesAndCiphertextsHaveTheirSizes() {
        int aes = id(client.generate(AES));
        int hmac = id(client.importKey(HMAC, "33"));
        int ec = id(client.generate(EC_P256));

        assertThat(client.verifyMac(hmac, HASH, HASH.substring(2))).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.decrypt(aes, NONCE, "00".repeat(15), "")).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.sign(ec, HASH + "00")).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.verify(ec, HASH + "00", HASH + HASH)).isEqualTo(INVALID_ARGUMENT);
        assertThat(client.verify(ec, HASH, HASH)).isEqualTo(INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "1,0", "1,20", "2,7", "3,9", "4,8", "4,19", "5,8", "5,21", "6,4", "7,20", "8,0", "9,12", "10,20", "11,4", "12,0"
    })
    void aRequestHasItsSize(int operation, int size) {
        assertThat(client.raw(operation, 64, new byte[size], new byte[32])).isEqualTo(PROGRAMMER_ERROR);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,0", "1,0,1", "2,2,1", "3,2,1", "4,1,1", "5,1,1", "6,1,1", "7,1,1", "8,3,1", "9,3,1", "10,3,1", "11,1,1",
        "12,1,0", "12,0,1"
    })
    void whatAnOperationDoesNotUseIsZero(int operation, int key, int kind) throws Exception {
        CryptoClient c = CryptoClient.loaded(4);
        c.importKey(AES, AES_128);
        c.importKey(HMAC, "33");
        c.generate(EC_P256);
        String nonce = operation == 4 || operation == 5 ? NONCE : NO_NONCE;
        String first = operation == 6 ? AES_128 : HASH;
        String second = operation == 10 ? HASH + HASH : HASH;

        assertThat(c.call(operation, key, kind, nonce, 65, first, second)).isEqualTo(INVALID_ARGUMENT);
        assertThat(c.encrypt(1, NONCE, "", "")).as("nothing was destroyed").hasSize(32);
        assertThat(id(c.generate(AES))).as("nothing was made").isEqualTo(4);
    }

    @Test
    void aCallHas8192BytesAtMost() throws Exception {
        CryptoClient c = CryptoClient.loaded(3);
        int aes = id(c.generate(AES));

        assertThat(c.hash("00".repeat(8192 - 8))).hasSize(64);
        assertThat(c.hash("00".repeat(8192 - 7))).isEqualTo(INSUFFICIENT_MEMORY);
        assertThat(c.encrypt(aes, NONCE, "00".repeat(8000), "00".repeat(172))).hasSize(2 * 8016);
        assertThat(c.encrypt(aes, NONCE, "00".repeat(8000), "00".repeat(173))).isEqualTo(INSUFFICIENT_MEMORY);
        assertThat(c.random(8193)).isEqualTo(INSUFFICIENT_MEMORY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 14, 1001, 32767})
    void otherOperationsAreNotSupported(int operation) {
        assertThat(client.call(operation, 0, 0, NO_NONCE, 64, HASH)).isEqualTo(NOT_SUPPORTED);
    }

    @Test
    void memoryWithoutRoomForAKeyIsSaid() {
        assertThatThrownBy(() -> CryptoClient.loaded(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("heap_size");
    }
}
