package org.partita.api.memory;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ProviderType;

/** Page storage in arenas that core opened: contents outlive the models that use them. */
@ProviderType
public interface PageStore {
    /**
     * The 4 KiB page kept under this key, zeroed when it is asked for the first time.
     *
     * @param key page number, with a bit for the security state as the model chooses
     */
    MemorySegment page(long key);

    /** Whether a page is kept under this key: it was asked for, by this model or by one before. */
    boolean has(long key);

    /** Pages kept so far. */
    int pageCount();
}
