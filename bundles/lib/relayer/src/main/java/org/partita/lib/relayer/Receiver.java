package org.partita.lib.relayer;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.call.PlatformState;
import org.partita.api.smmu.Sepid;

/**
 * Whom a Sender can name (FF-A Table 5.7): a PE endpoint or a Stream endpoint.
 *
 * @param id partition ID or SEPID
 * @param secure whether the SPM is its Relayer
 */
public record Receiver(int id, boolean secure) {
    /** The one with this ID, or null. */
    public static @Nullable Receiver of(PlatformState state, int id) {
        Endpoint endpoint = state.endpoint(id);
        if (endpoint != null) {
            return new Receiver(id, endpoint.secure());
        }
        Sepid sepid = state.sepid(id);
        return sepid == null ? null : new Receiver(id, sepid.secure());
    }
}
