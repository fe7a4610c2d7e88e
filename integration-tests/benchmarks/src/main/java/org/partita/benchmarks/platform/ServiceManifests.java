package org.partita.benchmarks.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Manifests of the partitions of FF-M that are measured, and the list of them. */
final class ServiceManifests {
    private static final int FIRST_ID = 257;

    private final Path folder;

    ServiceManifests(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes all of them.
     *
     * @param ipc whether the partitions are of the IPC model, else of the SFN model
     */
    void write(boolean ipc) throws IOException {
        StringBuilder list = new StringBuilder("""
                description: partitions that are measured
                type: manifest_list
                version_major: 0
                version_minor: 1
                manifest_list:
                """);
        for (int i = 0; i < Services.COUNT; i++) {
            String file = Services.name(i) + ".yaml";
            Files.writeString(folder.resolve(file), partition(i, ipc));
            list.append("""
                    - description: %1$s
                      manifest: %2$s
                      pid: %3$d
                    """.formatted(Services.name(i), file, FIRST_ID + i));
        }
        Files.writeString(folder.resolve("tfm_manifest_list.yaml"), list);
    }

    private static String partition(int i, boolean ipc) {
        return """
                psa_framework_version: 1.1
                name: %1$s
                type: APPLICATION-ROT
                priority: NORMAL
                model: %2$s
                %3$s: main
                stack_size: 0x800
                heap_size: 0x800
                services:
                """.formatted(Services.name(i), ipc ? "IPC" : "SFN", ipc ? "entry_point" : "entry_init")
                + service("STATELESS_" + i, Services.stateless(i), "false\n  stateless_handle: " + (i + 1))
                + service("CONNECTED_" + i, Services.sid(i), "true");
    }

    private static String service(String name, int sid, String connected) {
        return """
                - name: %1$s
                  sid: 0x%2$x
                  non_secure_clients: true
                  connection_based: %3$s
                  version: %4$d
                  version_policy: STRICT
                """.formatted(name, sid, connected, Services.VERSION);
    }
}
