package org.partita.benchmarks.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Manifests of the partitions that are measured: those that send, receive, give memory and borrow it. */
final class Manifests {
    /** Pages of RX and of TX: 512 ranges fit. */
    static final int BUFFER_PAGES = 4;

    /** Bits 0 and 1 of messaging-method: receives, sends. */
    private static final int RECEIVES = 1;

    private static final int SENDS = 2;
    /** Bit 2: indirect messages. */
    private static final int INDIRECT = 4;

    /** Attributes of a memory region: read, write, Non-secure. */
    private static final int READ = 1;

    private static final int WRITE = 2;
    private static final int NON_SECURE = 8;
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

    /** Writes the manifest of a VM that has a heap; returns the file's name. */
    String lendingVm(int id, Heap heap) throws IOException {
        return write("vm", id, SENDS, EL1, 0x81000000L, regions(0x81000000L + order * 0x100000L, NON_SECURE, heap));
    }

    /** Writes the manifest of an SP that has a heap; returns the file's name. */
    String lender(int id, Heap heap) throws IOException {
        return write("lender", id, SENDS, S_EL1, 0x6000000L, regions(0x6000000L + order * 0x100000L, 0, heap));
    }

    /** Writes the manifest of an SP that has buffers and no heap; returns the file's name. */
    String borrower(int id) throws IOException {
        return write("borrower", id, SENDS, S_EL1, 0x6000000L, regions(0x6000000L + order * 0x100000L, 0, null));
    }

    /** Writes the manifest of an SP that sends and receives; returns the file's name. */
    String both(int id) throws IOException {
        return write("both", id, SENDS | RECEIVES, S_EL1, 0x6000000L);
    }

    /**
     * A partition with buffers.
     *
     * @param file its manifest
     * @param rx address of its RX buffer
     */
    record Messenger(String file, long rx) {}

    /** Writes the manifest of a VM that sends indirect messages; returns the file's name. */
    String messenger(int id) throws IOException {
        return messenger("messenger", id, "").file();
    }

    /** Writes the manifest of a VM that receives them. */
    Messenger reader(int id) throws IOException {
        return messenger("reader", id, "");
    }

    /** Writes the manifest of the VM with the primary scheduler; returns the file's name. */
    String scheduler(int id) throws IOException {
        return messenger("scheduler", id, "\thas-primary-scheduler;\n").file();
    }

    private Messenger messenger(String name, int id, String more) throws IOException {
        long load = 0x81000000L + order * 0x100000L;
        String file =
                write(name, id, SENDS | RECEIVES | INDIRECT, EL1, 0x81000000L, more + regions(load, NON_SECURE, null));
        return new Messenger(file, load + 0x10000);
    }

    /** Writes the manifest of an SP with a device; returns the file's name. */
    String driver(int id, int intid) throws IOException {
        return write("driver", id, RECEIVES, S_EL1, 0x6000000L, """
            \tdevice-regions {
            \t\tcompatible = "arm,ffa-manifest-device-regions";
            \t\tdevice {
            \t\t\tdescription = "device";
            \t\t\tpages-count = <1>;
            \t\t\tattributes = <0x3>;
            \t\t\tbase-address = <0x0 0x1c008000>;
            \t\t\tinterrupts = <%d 0xb20>;
            \t\t};
            \t};
            """.formatted(intid));
    }

    private static String regions(long load, int security, @Nullable Heap heap) {
        String regions = region("rx", READ | security, load + 0x10000, BUFFER_PAGES)
                + region("tx", READ | WRITE | security, load + 0x20000, BUFFER_PAGES)
                + (heap == null ? "" : region("heap", READ | WRITE | security, heap.base(), heap.pages()));
        return """
            	memory-regions {
            		compatible = "arm,ffa-manifest-memory-regions";
            %s	};
            	rx_tx-info {
            		compatible = "arm,ffa-manifest-rx_tx-buffer";
            		rx-buffer = <&rx>;
            		tx-buffer = <&tx>;
            	};
            """.formatted(regions);
    }

    private static String region(String name, int attributes, long base, int pages) {
        return """
            		%1$s: %1$s {
            			description = "%1$s";
            			pages-count = <%2$d>;
            			attributes = <0x%3$x>;
            			base-address = <0x%4$x 0x%5$x>;
            		};
            """.formatted(name, pages, attributes, base >>> Integer.SIZE, base & 0xFFFFFFFFL);
    }

    private String write(String name, int id, int messaging, int level, long base) throws IOException {
        return write(name, id, messaging, level, base, "");
    }

    private String write(String name, int id, int messaging, int level, long base, String regions) throws IOException {
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
            %7$s};
            """.formatted(name, id, messaging, level, base + order * 0x100000L, order, regions);
        order++;
        Files.writeString(folder.resolve(file), text);
        return file;
    }
}
