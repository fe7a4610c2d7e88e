package org.partita.api.memory;

import org.jspecify.annotations.Nullable;

/**
 * A physical range with one Owner and one history.
 *
 * @param base physical address
 * @param pages count of 4 KiB pages
 * @param secure Secure physical address space
 * @param owner 16-bit ID: an endpoint, the SPMC for what the SPM owns, 0 for the Hypervisor or OS kernel
 * @param grant the transaction that it takes part in, or null: the Owner has exclusive access
 */
public record Holding(
        long base,
        long pages,
        boolean secure,
        int owner,
        @Nullable Grant grant) {
    /** State of a component for this range. */
    public AccessState state(int component) {
        if (grant != null) {
            return grant.state(component);
        }
        return component == owner ? AccessState.OWNER_EXCLUSIVE : AccessState.NOT_OWNER_NO_ACCESS;
    }
}
