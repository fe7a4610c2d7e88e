package org.partita.api.ffm;

/** Structures of the PSA API in memory, as a little-endian processor with 32-bit pointers has them. Offsets and sizes in bytes. */
public final class SpmLayout {
    /** {@code psa_invec}, {@code psa_outvec}: base, then len, 32 bits each. */
    public static final int VECTOR = 8;

    public static final int VECTOR_BASE = 0;
    public static final int VECTOR_LENGTH = 4;

    /** {@code psa_msg_t}: type, handle, client_id, rhandle, in_size[4], out_size[4], 32 bits each. */
    public static final int MESSAGE = 48;

    public static final int MESSAGE_TYPE = 0;
    public static final int MESSAGE_HANDLE = 4;
    public static final int MESSAGE_CLIENT = 8;
    public static final int MESSAGE_RHANDLE = 12;
    public static final int MESSAGE_INPUTS = 16;
    public static final int MESSAGE_OUTPUTS = 32;

    private SpmLayout() {}
}
