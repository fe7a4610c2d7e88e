package org.partita.api.ffm.partition;

import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.partition.MemoryView;

/**
 * The client API of FF-M, for a partition or a Non-secure client. Addresses are physical. What FF-M calls a programmer error ends a Secure
 * caller's partition: the method does not return. A Non-secure caller gets the status.
 */
@ProviderType
public interface PsaClient {
    /** psa_framework_version: major in bits 15:8, minor in bits 7:0. */
    int frameworkVersion();

    /** psa_version: the version of a service; 0 if there is none, or the client may not call it. */
    int version(int sid);

    /** psa_connect: a handle, 1 or more, or a status. */
    int connect(int sid, int version);

    /**
     * psa_call.
     *
     * @param handle of a connection, or of a stateless service
     * @param control type and numbers of vectors: {@link org.partita.api.ffm.ControlParameter}
     * @param inputs address of an array of {@code psa_invec}
     * @param outputs address of an array of {@code psa_outvec}; their lengths are what was written, afterwards
     * @return the service's status
     */
    int call(int handle, int control, long inputs, long outputs);

    /**
     * psa_call with vectors from the heap: they are copied into the client's memory, from {@link #scratch()} on, and out again.
     *
     * @param type 0 to 32767
     * @param outputs as long as the outputs may be; filled, and {@link Outputs#length} says how far
     * @throws IllegalArgumentException if the vectors, each rounded up to 8 bytes, and 64 bytes of descriptors are larger than
     *     {@link #scratchSize()}
     */
    int call(int handle, int type, byte[][] inputs, Outputs outputs);

    /** psa_close. */
    void close(int handle);

    /** The client's memory. */
    MemoryView memory();

    /** Address of memory of the client that the method with arrays uses; as many bytes as {@link #scratchSize()}. */
    long scratch();

    long scratchSize();
}
