package org.partita.partition.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.partition.storage.StorageClient.CLIENT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFileTest {
    private static final int SUCCESS = 0;
    private static final int STORAGE_FAILURE = -146;
    private static final String DOES_NOT_EXIST = "-140";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("assets");
    }

    private StorageClient load(int assets) throws Exception {
        return StorageClient.loaded(assets, file.toString());
    }

    @Test
    void assetsOutliveThePartition() throws Exception {
        StorageClient before = load(3);
        before.set(CLIENT, 1, "an asset", 1);
        before.set(-2, 1, "another's", 0);
        before.set(CLIENT, 2, "removed", 0);
        before.remove(CLIENT, 2);

        StorageClient after = load(3);
        assertThat(after.get(CLIENT, 1)).isEqualTo("an asset");
        assertThat(after.info(CLIENT, 1)).isEqualTo("8 8 1");
        assertThat(after.get(-2, 1)).isEqualTo("another's");
        assertThat(after.get(CLIENT, 2)).isEqualTo(DOES_NOT_EXIST);
        assertThat(after.remove(CLIENT, 1)).isEqualTo(-133);
    }

    @Test
    void whatMemoryHadBeforeIsGoneWhenTheFileIsLoaded() throws Exception {
        load(3).set(CLIENT, 1, "in the file", 0);
        StorageClient other = load(3);
        Files.delete(file);
        other.set(CLIENT, 2, "in memory", 0);
        Files.delete(file);

        other.partition().initialize();

        assertThat(other.get(CLIENT, 1)).isEqualTo(DOES_NOT_EXIST);
        assertThat(other.get(CLIENT, 2)).isEqualTo(DOES_NOT_EXIST);
    }

    @Test
    void eachChangeIsInTheFileAndNothingElseIsInTheFolder() throws Exception {
        StorageClient storage = load(2);
        assertThat(file).doesNotExist();

        storage.set(CLIENT, 1, "first asset", 0);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("first asset");
        storage.set(CLIENT, 1, "next", 0);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("next")
                .doesNotContain("asset");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aFileThatIsNotWrittenChangesNothing() throws Exception {
        StorageClient storage = load(2);
        storage.set(CLIENT, 1, "an asset", 0);
        byte[] written = Files.readAllBytes(file);
        Files.createDirectory(folder.resolve("assets.new"));

        assertThat(storage.set(CLIENT, 1, "another", 0)).isEqualTo(STORAGE_FAILURE);
        assertThat(storage.set(CLIENT, 2, "a second", 0)).isEqualTo(STORAGE_FAILURE);
        assertThat(storage.remove(CLIENT, 1)).isEqualTo(STORAGE_FAILURE);

        assertThat(storage.get(CLIENT, 1)).isEqualTo("an asset");
        assertThat(storage.get(CLIENT, 2)).isEqualTo(DOES_NOT_EXIST);
        assertThat(file).hasBinaryContent(written);
        Files.delete(folder.resolve("assets.new"));
        assertThat(storage.remove(CLIENT, 1)).isEqualTo(SUCCESS);
    }

    @Test
    void moreMemoryTakesTheFileOfLess() throws Exception {
        load(1).set(CLIENT, 1, "an asset", 0);

        StorageClient larger = load(2);
        assertThat(larger.get(CLIENT, 1)).isEqualTo("an asset");
        assertThat(larger.set(CLIENT, 2, "a second", 0)).isEqualTo(SUCCESS);
        assertThatThrownBy(() -> load(1))
                .isInstanceOf(IOException.class)
                .hasMessage(file
                        + " has 2 places for assets, the partition's memory 1; its manifest needs a larger heap_size");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 300, 543})
    void aDamagedFileIsSaid(int at) throws Exception {
        load(1).set(CLIENT, 1, "an asset", 0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x10;
        Files.write(file, bytes);

        assertThatThrownBy(() -> load(1)).isInstanceOf(IOException.class).hasMessageContaining(file + " is damaged");
    }

    @Test
    void aFileThatEndsTooEarlyIsSaid() throws Exception {
        load(2).set(CLIENT, 1, "an asset", 0);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : List.of(0, 7, 8, 543, 544, bytes.length - 1)) {
            Files.write(file, Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> load(2)).as("%d bytes", length).hasMessageContaining(file + " is damaged");
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        file = folder.resolve("none").resolve("assets");

        assertThatThrownBy(() -> load(1))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("there is no folder " + folder.resolve("none"));
    }
}
