package org.partita.api.admin;

import org.jspecify.annotations.Nullable;
import org.partita.api.smmu.SmmuEvent;

/**
 * What became of a device's access. One that crosses pages may have been completed in part.
 *
 * @param bytes what was read, or written, before anything stopped it
 * @param event the event that an SMMU has recorded, or null
 * @param abort why memory did not answer, empty if it did
 */
public record DmaResult(byte[] bytes, @Nullable SmmuEvent event, String abort) {
    /** Whether all of it was done. */
    public boolean completed() {
        return event == null && abort.isEmpty();
    }
}
