package org.partita.manifest.devicetree.source;

import java.io.IOException;

/** Where {@code /include/} finds files. */
@FunctionalInterface
public interface Includes {
    /**
     * Reads an included file.
     *
     * @param from name of the file that includes
     * @param name as written
     * @param limit bytes that may be read; a larger file is an error
     * @return the file
     * @throws IOException with a reason for people
     */
    Included open(String from, String name, int limit) throws IOException;

    /**
     * An included file.
     *
     * @param name for messages and for further includes
     * @param content the bytes
     */
    record Included(String name, byte[] content) {}
}
