package org.partita.api.ffm;

/** Reserved values of the PSA API: signals, time-outs, types of messages, handles. */
public final class Signals {
    /** PSA_DOORBELL. */
    public static final int DOORBELL = 0x8;

    /** PSA_POLL: psa_wait returns at once. */
    public static final int POLL = 0;

    /** PSA_BLOCK: psa_wait returns when one of the signals is asserted. The other bits of the time-out are reserved and ignored. */
    public static final int BLOCK = 0x80000000;

    /** PSA_IPC_CONNECT: the type of the message by which a client connects. */
    public static final int CONNECT = -1;

    /** PSA_IPC_DISCONNECT: the type of the message by which a connection ends. */
    public static final int DISCONNECT = -2;

    /** PSA_NULL_HANDLE. */
    public static final int NULL_HANDLE = 0;

    /** Bit that tells the handle of a stateless service from that of a connection. */
    public static final int STATELESS = 1 << 30;

    /** The largest handle of a connection. */
    public static final int MAX_HANDLE = STATELESS - 1;

    private Signals() {}
}
