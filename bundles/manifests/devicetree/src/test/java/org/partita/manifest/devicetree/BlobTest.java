package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Problem;
import org.partita.manifest.devicetree.tree.Limits;

class BlobTest {
    private static final int STRUCTURE = 56;

    private static byte[] blob() throws ManifestException {
        return BlobWriter.write(Files.source("/dts-v1/; / { name1 = <1 2>; child { other; }; };"));
    }

    private static Problem problem(byte[] blob) {
        ManifestException e = catchThrowableOfType(ManifestException.class, () -> Files.blob(blob));
        assertThat(e).isNotNull();
        return e.problems().getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0  | 0xd00dfeee | offset 0x0: expecting a devicetree blob",
                "4  | 0x7fffffff | offset 0x4: the header says 2147483647 bytes",
                "4  | 0xffffffff | offset 0x4: the header says 4294967295 bytes",
                "8  | 0xfffffff0 | offset 0x8: offset 0xfffffff0",
                "8  | 57         | offset 0x8: offset 0x39",
                "12 | 0x10000    | offset 0xc: offset 0x10000",
                "16 | 0x31       | offset 0x10: offset 0x31",
                "20 | 3          | blob version 3",
                "24 | 99         | compatible with 99",
                "32 | 0x7fffffff | offset 0x20: a block of 2147483647 bytes",
                "36 | 0xffffffff | offset 0x24: a block of 4294967295 bytes",
                "36 | 8          | offset 0x40: the structure block has no end",
                "56 | 7          | offset 0x38: token 0x7",
                "56 | 2          | offset 0x38: a node ends that has not begun",
                "56 | 3          | offset 0x38: a property outside of every node",
                "68 | 0x7fffffff | offset 0x44: a value of 2147483647 bytes",
                "68 | 0xffffffff | offset 0x44: a value of 4294967295 bytes",
                "72 | 0x7fffffff | offset 0x48: a name at 0x7fffffff",
                "60 | 0x41000000 | offset 0x3c: a node \"A\"",
            })
    void aFaultIsNamedWithItsOffset(int offset, String value, String message) throws Exception {
        byte[] blob = blob();
        ByteBuffer.wrap(blob).putInt(offset, Long.decode(value).intValue());
        assertThat(problem(blob).message()).contains(message);
    }

    @Test
    void aBlobCutOffAnywhereIsRefused() throws Exception {
        byte[] whole = blob();
        for (int length = 0; length < whole.length; length++) {
            assertThat(problem(Arrays.copyOf(whole, length)).message()).startsWith("offset 0x");
        }
    }

    @Test
    void bytesAfterTheBlobAreIgnored() throws Exception {
        byte[] whole = blob();
        assertThat(Files.blob(Arrays.copyOf(whole, whole.length + 100)).sameAs(Files.blob(whole)))
                .isTrue();
    }

    @Test
    void nothingIsReadOutsideOfTheStringsBlock() throws Exception {
        byte[] blob = blob();
        ByteBuffer fields = ByteBuffer.wrap(blob);
        fields.putInt(32, fields.getInt(32) - 1);
        assertThat(problem(blob).message()).contains("reaches over the end of its block");
    }

    @Test
    void depthIsLimited() {
        ByteBuffer blob = ByteBuffer.allocate(4096);
        header(blob);
        blob.position(STRUCTURE).putInt(1).putInt(0);
        for (int i = 0; i <= Limits.MAX_DEPTH; i++) {
            blob.putInt(1).putInt('a' << 24);
        }
        assertThat(problem(blob.array()).message()).contains("inside each other");
    }

    @Test
    void theFaultNamesTheNode() throws Exception {
        byte[] blob = blob();
        ByteBuffer fields = ByteBuffer.wrap(blob);
        int other = STRUCTURE + 8 + 20 + 12;
        assertThat(fields.getInt(other)).isEqualTo(3);
        fields.putInt(other + 4, -1);
        assertThat(problem(blob).at().node()).isEqualTo("/child");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 9})
    @Timeout(30)
    void tenMegabytesOfOneTokenAreRefusedQuickly(int token) {
        ByteBuffer blob = ByteBuffer.allocate(10 << 20);
        header(blob);
        blob.position(STRUCTURE).putInt(1).putInt(0);
        while (blob.remaining() >= 4) {
            blob.putInt(token);
        }
        assertThat(problem(blob.array()).message()).startsWith("offset 0x");
    }

    @Test
    @Timeout(30)
    void tenMegabytesOfNoiseAreRefusedQuickly() {
        byte[] noise = new byte[10 << 20];
        new Random(1).nextBytes(noise);
        ByteBuffer blob = ByteBuffer.wrap(noise);
        header(blob);
        assertThat(problem(noise).message()).startsWith("offset 0x");
        assertThat(catchThrowableOfType(ManifestException.class, () -> Files.source("noise.dts", noise)))
                .isNotNull();
    }

    /** A header with the blocks as large as the file allows; the reservation block is empty. */
    private static void header(ByteBuffer blob) {
        int size = blob.capacity();
        int[] header = {0xd00dfeed, size, STRUCTURE, STRUCTURE, 40, 17, 16, 0, size - STRUCTURE, size - STRUCTURE};
        blob.position(0);
        for (int field : header) {
            blob.putInt(field);
        }
        blob.putLong(0).putLong(0);
    }
}
