package org.partita.benchmarks.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Manifests of the partitions that are measured: a VM and an SP that send, SPs that receive. */
final class Manifests {
    /** Bits 0 and 1 of messaging-method: receives, sends. */
    private static final int RECEIVES = 1;

    private static final int SENDS = 2;
    private static final int EL1 = 0;
    private static final int S_EL1 = 2;

    private final Path folder;
    private int order;

    Manifests(Path folder) {
        this.folder = folder;
    }

    /** Writes the manifest of a VM that sends; returns the file's name. */
    String vm(int id) throws IOException {
        return write("vm", id, SENDS, EL1, 0x81000000L);
    }

    /** Writes the manifest of an SP that sends; returns the file's name. */
    String sender(int id) throws IOException {
        return write("sender", id, SENDS, S_EL1, 0x6000000L);
    }

    /** Writes the manifest of an SP that receives; returns the file's name. */
    String receiver(int id) throws IOException {
        return write("receiver" + order, id, RECEIVES, S_EL1, 0x6000000L);
    }

    private String write(String name, int id, int messaging, int level, long base) throws IOException {
        String file = name + ".dts";
        String text = """
            /dts-v1/;

            / {
            	compatible = "arm,ffa-manifest-1.0";
            	description = "%1$s";
            	ffa-version = <0x00010000>;
            	id = <0x%2$x>;
            	uuid = <0x65696c63 0x0040c1d1 0x5e2f0c9d 0x%2$x>;
            	messaging-method = <%3$d>;
            	execution-ctx-count = <1>;
            	exception-level = <%4$d>;
            	execution-state = <0>;
            	load-address = <0x%5$x>;
            	entrypoint-offset = <0x0>;
            	xlat-granule = <0>;
            	boot-order = <%6$d>;
            };
            """.formatted(name, id, messaging, level, base + order * 0x100000L, order);
        order++;
        Files.writeString(folder.resolve(file), text);
        return file;
    }
}
