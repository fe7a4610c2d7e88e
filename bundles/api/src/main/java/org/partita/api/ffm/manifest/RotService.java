package org.partita.api.ffm.manifest;

import java.util.OptionalInt;

/**
 * A RoT Service of a partition: an element of {@code services}.
 *
 * @param name unique over all partitions
 * @param sid its SID, unsigned 32 bits, unique over all partitions
 * @param description for people, may be empty
 * @param nonSecureClients whether Non-secure clients may use it
 * @param version implemented version, unsigned 32 bits, not 0; 1 unless stated
 * @param versionPolicy STRICT unless stated
 * @param statelessNumber 1 to 32, unique over all partitions; absent if the service is connection based
 * @param mmIovec whether its vectors may be mapped: {@code mm_iovec}, and isolation level 1
 * @param signal its signal, one bit. The first service of an IPC partition has bit 4, since bits 3:0 are reserved; that of an
 *     SFN partition bit 0, since only the SPM sees its signals. The next service has the next bit
 */
public record RotService(
        String name,
        int sid,
        String description,
        boolean nonSecureClients,
        int version,
        VersionPolicy versionPolicy,
        OptionalInt statelessNumber,
        boolean mmIovec,
        int signal) {
    /** The version that a stateless handle can carry has 8 bits. */
    public static final int MAX_STATELESS_VERSION = 0xFF;

    private static final int STATELESS = 1 << 30;

    public boolean connectionBased() {
        return statelessNumber.isEmpty();
    }

    /**
     * The handle of a stateless service for its own version: bit 30, the version in bits 15:8, its number less 1 in bits 4:0.
     *
     * @throws java.util.NoSuchElementException if the service is connection based
     */
    public int statelessHandle() {
        return STATELESS | version << 8 | (statelessNumber.orElseThrow() - 1);
    }

    /** Whether a client that asks for this version gets it. */
    public boolean accepts(int requested) {
        return versionPolicy.accepts(version, requested);
    }
}
