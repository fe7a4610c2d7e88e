package org.partita.api.ffm;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffm.manifest.IsolationLevel;

/** Protocol state of the FF-M SPM that core keeps for all providers. */
@ProviderType
public interface SpmState {
    IsolationLevel isolation();

    /** The service with this SID, or null. */
    @Nullable
    SpmService service(int sid);

    /**
     * The stateless service with this index.
     *
     * @param index bits 4:0 of its handle
     * @return null if there is none
     */
    @Nullable
    SpmService stateless(int index);

    /** The partition with this id, or null. */
    @Nullable
    SpmPartition partition(int id);

    /** The connection with this handle, or null. */
    @Nullable
    SpmConnection connection(int handle);

    /**
     * Takes a connection from the pool.
     *
     * @param clientId of the client
     * @return null if the pool is spent
     */
    @Nullable
    SpmConnection connect(SpmService service, int clientId);

    /** Gives a connection back to the pool; its handle means nothing from then on. */
    void free(SpmConnection connection);

    /** Lifecycle state of the device: PSA state in bits 15:8, an implementation's in bits 7:0. */
    int lifecycle();
}
