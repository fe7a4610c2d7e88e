package org.partita.api.memory;

import org.partita.api.provider.Roles;

/** Optional features of memory management (FF-A 12.2), each a role of its own. */
public enum MemoryFeature {
    /** Transmission of transaction descriptors in fragments (FF-A 12.2.2). */
    FRAGMENTS(Roles.MEMORY_FEATURE_FRAGMENTS),

    /** Time slicing of memory management operations (FF-A 12.2.3). */
    TIME_SLICING(Roles.MEMORY_FEATURE_TIME_SLICING),

    /** Transmission of transaction descriptors in dynamically allocated buffers (FF-A 12.2.1). */
    DYNAMIC_BUFFERS(Roles.MEMORY_FEATURE_DYNAMIC_BUFFERS);

    private final String role;

    MemoryFeature(String role) {
        this.role = role;
    }

    /** The word of its role. */
    public String role() {
        return role;
    }
}
