package org.partita.api.ffm.partition;

import org.osgi.annotation.versioning.ProviderType;

/** The PSA API as an IPC partition has it: all of it. */
@ProviderType
public interface Psa extends SfnPsa {
    /**
     * psa_get.
     *
     * @param message address of a {@code psa_msg_t} in the partition's memory
     */
    int get(int signal, long message);

    /** psa_get into a message on the heap. */
    int get(int signal, PsaMessage message);

    /** psa_reply. */
    void reply(int message, int status);

    /** psa_notify. */
    void notify(int partition);

    /** psa_clear. */
    void clear();
}
