package org.partita.api.provider;

import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.memory.PageStore;

/** What core hands to a provider that begins to serve. */
@ProviderType
public interface Attachment {
    /** The role as spm:wiring prints it. */
    String role();

    /** Number of PEs of the platform. */
    int peCount();

    /** Storage that outlives providers. */
    PageStore pages();
}
