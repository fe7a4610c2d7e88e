package org.partita.interfaces.setup;

/** What the Hypervisor goes on with when the SPM has completed a call that was forwarded. */
final class Continuations {
    /** FFA_RXTX_MAP of a VM's pair. */
    static final int BUFFERS_MAPPED = 1;
    /** FFA_RXTX_UNMAP of a VM's pair. */
    static final int BUFFERS_UNMAPPED = 2;
    /** FFA_PARTITION_INFO_GET into the Hypervisor's RX buffer. */
    static final int SPS_LISTED = 3;
    /** FFA_RX_RELEASE of the Hypervisor's RX buffer. */
    static final int RX_RELEASED = 4;

    private Continuations() {}
}
