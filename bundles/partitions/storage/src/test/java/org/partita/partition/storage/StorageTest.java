package org.partita.partition.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.partition.storage.StorageClient.CLIENT;
import static org.partita.partition.storage.StorageClient.uid;
import static org.partita.partition.storage.StorageClient.word;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.lib.fixture.psa.partition.SfnModel;

/** Expected values are those of the PSA Secure Storage API and of TF-M's request types. */
class StorageTest {
    private static final int SUCCESS = 0;
    private static final int PROGRAMMER_ERROR = -129;
    private static final int NOT_PERMITTED = -133;
    private static final int NOT_SUPPORTED = -134;
    private static final int INVALID_ARGUMENT = -135;
    private static final int DOES_NOT_EXIST = -140;
    private static final int INSUFFICIENT_STORAGE = -142;
    private static final int WRITE_ONCE = 1;
    private static final long UID = 0x8877_6655_4433_2211L;

    private StorageClient storage;

    @BeforeEach
    void load() throws Exception {
        storage = StorageClient.loaded(3, "");
    }

    @Test
    void whatWasSetIsThere() {
        assertThat(storage.set(CLIENT, UID, "an asset", 0)).isEqualTo(SUCCESS);

        assertThat(storage.get(CLIENT, UID)).isEqualTo("an asset");
        assertThat(storage.info(CLIENT, UID)).isEqualTo("8 8 0");
    }

    @ParameterizedTest
    @CsvSource({"3,1024,asset", "0,2,an", "3,3,ass", "8,1024,''", "0,0,''", "9,1,-135", "-1,1,-135"})
    void aPartIsFromTheOffsetOnAsFarAsThereIsRoom(int offset, int room, String part) {
        storage.set(CLIENT, UID, "an asset", 0);

        assertThat(storage.get(CLIENT, UID, offset, room)).isEqualTo(part);
    }

    @Test
    void anAssetIsReplacedAsAWhole() {
        storage.set(CLIENT, UID, "a long asset", 2);
        storage.set(CLIENT, UID, "short", 4);

        assertThat(storage.get(CLIENT, UID)).isEqualTo("short");
        assertThat(storage.info(CLIENT, UID)).isEqualTo("5 5 4");
    }

    @Test
    void anAssetMayBeEmpty() {
        assertThat(storage.set(CLIENT, UID, "", 0)).isEqualTo(SUCCESS);

        assertThat(storage.info(CLIENT, UID)).isEqualTo("0 0 0");
        assertThat(storage.get(CLIENT, UID)).isEmpty();
    }

    @Test
    void anAssetThatWasRemovedIsNotThere() {
        storage.set(CLIENT, UID, "an asset", 0);

        assertThat(storage.remove(CLIENT, UID)).isEqualTo(SUCCESS);
        assertThat(storage.get(CLIENT, UID)).isEqualTo("" + DOES_NOT_EXIST);
        assertThat(storage.info(CLIENT, UID)).isEqualTo("" + DOES_NOT_EXIST);
        assertThat(storage.remove(CLIENT, UID)).isEqualTo(DOES_NOT_EXIST);
    }

    @Test
    void whatIsWrittenOnceStays() {
        storage.set(CLIENT, UID, "for ever", WRITE_ONCE);

        assertThat(storage.set(CLIENT, UID, "another", 0)).isEqualTo(NOT_PERMITTED);
        assertThat(storage.remove(CLIENT, UID)).isEqualTo(NOT_PERMITTED);
        assertThat(storage.get(CLIENT, UID)).isEqualTo("for ever");
        assertThat(storage.info(CLIENT, UID)).isEqualTo("8 8 1");
    }

    @Test
    void anAssetIsItsClientsOnly() {
        storage.set(CLIENT, UID, "mine", 0);

        for (int other : new int[] {-2, 1, 261}) {
            assertThat(storage.get(other, UID)).isEqualTo("" + DOES_NOT_EXIST);
            assertThat(storage.info(other, UID)).isEqualTo("" + DOES_NOT_EXIST);
            assertThat(storage.remove(other, UID)).isEqualTo(DOES_NOT_EXIST);
        }
        assertThat(storage.set(-2, UID, "another's", 0)).isEqualTo(SUCCESS);
        assertThat(storage.get(CLIENT, UID)).isEqualTo("mine");
        assertThat(storage.get(-2, UID)).isEqualTo("another's");
    }

    @Test
    void anotherUidIsAnotherAsset() {
        storage.set(CLIENT, UID, "one", 0);
        storage.set(CLIENT, UID ^ 1L << 63, "two", 0);

        assertThat(storage.get(CLIENT, UID)).isEqualTo("one");
        assertThat(storage.get(CLIENT, UID ^ 1L << 63)).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(ints = {CLIENT, 0, 261})
    void zeroIsNoUid(int client) {
        assertThat(storage.set(client, 0, "an asset", 0)).isEqualTo(INVALID_ARGUMENT);
        assertThat(storage.get(client, 0)).isEqualTo("" + INVALID_ARGUMENT);
        assertThat(storage.info(client, 0)).isEqualTo("" + INVALID_ARGUMENT);
        assertThat(storage.remove(client, 0)).isEqualTo(INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "4,0", "7,0", "8,-134", "0x80000000,-134", "9,-134"})
    void flagsThatAreNotKnownAreNotSupported(String flags, int status) {
        assertThat(storage.set(CLIENT, UID, "an asset", Long.decode(flags).intValue()))
                .isEqualTo(status);
        assertThat(storage.get(CLIENT, UID)).isEqualTo(status == 0 ? "an asset" : "" + DOES_NOT_EXIST);
    }

    @Test
    void anAssetHas512BytesAtMost() {
        byte[] most = new byte[512];
        Arrays.fill(most, (byte) 'x');

        assertThat(storage.set(CLIENT, UID, most, 0)).isEqualTo(SUCCESS);
        assertThat(storage.get(CLIENT, UID)).isEqualTo("x".repeat(512));
        assertThat(storage.set(CLIENT, UID, new byte[513], 0)).isEqualTo(INSUFFICIENT_STORAGE);
        assertThat(storage.get(CLIENT, UID)).isEqualTo("x".repeat(512));
    }

    @Test
    void thereAreAsManyAssetsAsMemoryHasRoomFor() {
        storage.set(CLIENT, 1, "one", 0);
        storage.set(CLIENT, 2, "two", 0);
        storage.set(-2, 1, "three", 0);

        assertThat(storage.set(CLIENT, 3, "four", 0)).isEqualTo(INSUFFICIENT_STORAGE);
        assertThat(storage.set(CLIENT, 2, "another two", 0)).isEqualTo(SUCCESS);
        assertThat(storage.remove(CLIENT, 1)).isEqualTo(SUCCESS);
        assertThat(storage.set(CLIENT, 3, "four", 0)).isEqualTo(SUCCESS);
        assertThat(storage.get(CLIENT, 2)).isEqualTo("another two");
        assertThat(storage.get(-2, 1)).isEqualTo("three");
    }

    @Test
    void assetsLieInThePartitionsMemoryAndNotInTheObject() throws Exception {
        storage.set(CLIENT, UID, "an asset", 0);

        SfnModel model = storage.partition();
        long table = model.scratch() + model.scratchSize() / 2;
        assertThat(model.memory().read64(table + 8)).isEqualTo(UID);
        model.memory().write64(table, 0);
        assertThat(storage.get(CLIENT, UID)).isEqualTo("" + DOES_NOT_EXIST);
    }

    @Test
    void withoutAFileAPartitionThatIsLoadedAgainHasNoAssets() throws Exception {
        storage.set(CLIENT, UID, "an asset", 0);

        storage.partition().initialize();

        assertThat(storage.get(CLIENT, UID)).isEqualTo("" + DOES_NOT_EXIST);
    }

    @Test
    void memoryWithoutRoomForAnAssetIsSaid() {
        assertThatThrownBy(() -> StorageClient.loaded(0, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("heap_size");
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1002, 1003, 1004})
    void aUidHasEightBytes(int type) {
        for (int size : new int[] {0, 4, 7, 9}) {
            Outputs outputs = new Outputs(12);
            assertThat(storage.partition().request(CLIENT, type, outputs, new byte[size], word(0), word(0)))
                    .isEqualTo(PROGRAMMER_ERROR);
        }
    }

    @Test
    void flagsOffsetAndInfoHaveTheSizesOfTheirTypes() {
        SfnModel p = storage.partition();
        storage.set(CLIENT, UID, "an asset", 0);

        assertThat(p.request(CLIENT, 1001, Outputs.NONE, uid(UID), word(1))).isEqualTo(PROGRAMMER_ERROR);
        assertThat(p.request(CLIENT, 1001, Outputs.NONE, uid(UID), word(1), uid(0)))
                .isEqualTo(PROGRAMMER_ERROR);
        assertThat(p.request(CLIENT, 1002, new Outputs(8), uid(UID), uid(0))).isEqualTo(PROGRAMMER_ERROR);
        assertThat(p.request(CLIENT, 1003, new Outputs(11), uid(UID))).isEqualTo(PROGRAMMER_ERROR);
        assertThat(p.request(CLIENT, 1003, new Outputs(13), uid(UID))).isEqualTo(PROGRAMMER_ERROR);
        assertThat(storage.get(CLIENT, UID)).isEqualTo("an asset");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 1005, 32767})
    void otherTypesAreNotSupported(int type) {
        assertThat(storage.partition().request(CLIENT, type, Outputs.NONE, uid(UID)))
                .isEqualTo(NOT_SUPPORTED);
    }
}
