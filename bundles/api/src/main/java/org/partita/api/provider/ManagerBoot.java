package org.partita.api.provider;

import org.osgi.annotation.versioning.ProviderType;

/** What core sets aside for a manager that makes calls of its own while the platform boots. */
@ProviderType
public interface ManagerBoot {
    /** Physical base address of the RX buffer set aside for the manager's pair with the SPM, 0 if none. */
    long rxAddress();

    /** Physical base address of the TX buffer set aside for the manager's pair with the SPM, 0 if none. */
    long txAddress();

    /** Size of each buffer in 4 KiB pages. */
    int pages();
}
