package org.partita.api.partition;

import org.osgi.annotation.versioning.ProviderType;

/** A direct request that a callback partition is processing (FF-A 10.2); valid until the callback returns. */
@ProviderType
public interface DirectRequest {
    /** 16-bit ID of the sender. */
    int sender();

    /** Whether the request is a 64-bit call, with x3 to x7 significant instead of w3 to w7. */
    boolean is64();

    /** Payload register {@code n}, 3 to 7. */
    long x(int n);

    /** Sets payload register {@code n}, 3 to 7, of the response; registers that are not set are zero. */
    void respond(int n, long value);

    /** The context in which the request is processed, for calls of one's own. */
    PartitionContext context();
}
