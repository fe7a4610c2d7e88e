package org.partita.partition.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A file with the slots of the table: "ITS1", CRC-32 of what follows (4 bytes, little-endian), the slots. */
record StoreFile(Path path) {
    private static final int MAGIC = 0x3153_5449;
    private static final int HEADER = 8;

    StoreFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /**
     * The slots in the file; none if there is no file yet.
     *
     * @param most bytes for which there is room
     * @throws IOException if it can't be read, is damaged, or has more
     */
    byte[] load(int most) throws IOException {
        if (!Files.exists(path)) {
            checkFolder();
            return new byte[0];
        }
        byte[] bytes = Files.readAllBytes(path);
        int size = bytes.length - HEADER;
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (size < 0
                || size % Asset.SLOT != 0
                || header.getInt(0) != MAGIC
                || header.getInt(4) != sum(bytes, HEADER, size)) {
            throw new IOException(
                    path + " is damaged, or no file of this partition; move it away to begin without assets");
        }
        if (size > most) {
            throw new IOException(path + " has " + size / Asset.SLOT + " places for assets, the partition's memory "
                    + most / Asset.SLOT + "; its manifest needs a larger heap_size");
        }
        return Arrays.copyOfRange(bytes, HEADER, bytes.length);
    }

    private void checkFolder() throws IOException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(path + " can't be written: there is no folder " + folder);
        }
    }

    /** Replaces the file: at every moment it has the old slots, or these. */
    void save(byte[] slots) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + slots.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(sum(slots, 0, slots.length)).put(slots);
        Path next = path.resolveSibling(path.getFileName() + ".new");
        Files.write(
                next,
                bytes.array(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int sum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
