package org.partita.core.boot;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.partita.api.admin.PartitaException;
import org.partita.core.execution.SpmPanics.Policy;
import org.partita.core.spm.ConnectionPool;

/**
 * What a configuration says of the FF-M SPM, checked.
 *
 * @param list file name of the manifest list, in the folder of the manifests
 * @param isolation 1, 2 or 3
 * @param backend auto, sfn or ipc
 * @param definitions what manifests refer to by name
 * @param connections size of the pool of connections
 * @param clients number of Non-secure client ids, from -1 downwards
 * @param lifecycle as psa_rot_lifecycle_state returns it
 * @param panic what a partition that panics means for the others
 */
public record FfmSettings(
        String list,
        int isolation,
        String backend,
        Map<String, String> definitions,
        int connections,
        int clients,
        int lifecycle,
        Policy panic) {
    private static final int MAX_CLIENTS = 31;

    public FfmSettings {
        definitions = Map.copyOf(definitions);
    }

    static FfmSettings of(CoreConfiguration c) {
        if (c.ffm_isolation() < 1 || c.ffm_isolation() > 3) {
            throw new PartitaException(
                    "configuration key ffm.isolation: " + c.ffm_isolation() + "; FF-M has isolation levels 1, 2 and 3");
        }
        if (c.ffm_connections() < 1 || c.ffm_connections() > ConnectionPool.LIMIT) {
            throw new PartitaException("configuration key ffm.connections: " + c.ffm_connections()
                    + "; the pool has 1 to " + ConnectionPool.LIMIT + " connections");
        }
        if (c.ffm_clients() < 0 || c.ffm_clients() > MAX_CLIENTS) {
            throw new PartitaException("configuration key ffm.clients: " + c.ffm_clients() + "; there are 0 to "
                    + MAX_CLIENTS + " Non-secure clients");
        }
        if ((c.ffm_lifecycle() & ~0xFFFF) != 0) {
            throw new PartitaException("configuration key ffm.lifecycle: 0x" + Integer.toHexString(c.ffm_lifecycle())
                    + " has more than 16 bits; for example 0x3000, SECURED");
        }
        return new FfmSettings(
                c.ffm_list(),
                c.ffm_isolation(),
                backend(c.ffm_backend()),
                definitions(c.ffm_definitions()),
                c.ffm_connections(),
                c.ffm_clients(),
                c.ffm_lifecycle(),
                panic(c.ffm_panic()));
    }

    private static Policy panic(String word) {
        for (Policy p : Policy.values()) {
            if (p.name().equalsIgnoreCase(word)) {
                return p;
            }
        }
        throw new PartitaException(
                "configuration key ffm.panic: \"" + word + "\"; possible are contain, halt and reset");
    }

    private static String backend(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "auto", "sfn", "ipc" -> lower;
            default ->
                throw new PartitaException(
                        "configuration key ffm.backend: \"" + word + "\"; possible are auto, sfn and ipc");
        };
    }

    private static Map<String, String> definitions(String[] entries) {
        Map<String, String> all = new HashMap<>();
        for (String entry : entries) {
            int at = entry.indexOf('=');
            if (at < 1) {
                throw new PartitaException(
                        "configuration key ffm.definitions: \"" + entry + "\" is not NAME=VALUE, as STACK_SIZE=0x800");
            }
            all.put(entry.substring(0, at).trim(), entry.substring(at + 1).trim());
        }
        return all;
    }
}
