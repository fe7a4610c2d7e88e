package org.partita.api.memory;

import org.jspecify.annotations.Nullable;

/**
 * A physical range with one Owner and one history.
 *
 * @param base physical address
 * @param pages count of 4 KiB pages
 * @param secure Secure physical address space
 * @param owner 16-bit ID: an endpoint, the SPMC for what the SPM owns, 0 for the Hypervisor or OS kernel
 * @param keeper 16-bit ID of who has the Owner's access: the Owner, or the SPMC when the Owner is an SP that a fatal error
 *     has ended (FF-A 5.4.1 rule 8)
 * @param grant the transaction that it takes part in, or null: the Owner has exclusive access
 * @param origin what made the Owner of it, or null: it has it since boot, or since it was set up
 */
public record Holding(
        long base,
        long pages,
        boolean secure,
        int owner,
        int keeper,
        @Nullable Grant grant,
        @Nullable Origin origin) {
    /** A range whose Owner has its access itself, since it was set up. */
    public Holding(long base, long pages, boolean secure, int owner, @Nullable Grant grant) {
        this(base, pages, secure, owner, owner, grant, null);
    }

    /** With somebody else in the place of the Owner, but for ownership. */
    public Holding keptBy(int id) {
        return new Holding(base, pages, secure, owner, id, grant, origin);
    }

    /** State of a component for this range. */
    public AccessState state(int component) {
        if (keeper == owner || (component != keeper && component != owner)) {
            return stated(component);
        }
        if (component == owner) {
            return AccessState.OWNER_NO_ACCESS;
        }
        return switch (stated(owner)) {
            case OWNER_EXCLUSIVE -> AccessState.NOT_OWNER_EXCLUSIVE;
            case OWNER_SHARED -> AccessState.NOT_OWNER_SHARED;
            default -> AccessState.NOT_OWNER_NO_ACCESS;
        };
    }

    private AccessState stated(int component) {
        if (grant != null) {
            return grant.state(component);
        }
        return component == owner ? AccessState.OWNER_EXCLUSIVE : AccessState.NOT_OWNER_NO_ACCESS;
    }
}
