package org.partita.api.ffa;

import org.jspecify.annotations.Nullable;

/**
 * The functions of FF-A 1.0. A 32-bit call is 0x84000000 + number, a 64-bit call 0xC4000000 + number, numbers 0x60 to
 * 0x7F (FF-A 6, SMC Calling Convention).
 */
public enum FunctionId {
    FFA_ERROR(0x60, false, "7.2"),
    FFA_SUCCESS(0x61, true, "7.3"),
    FFA_INTERRUPT(0x62, false, "7.4"),
    FFA_VERSION(0x63, false, "8.1"),
    FFA_FEATURES(0x64, false, "8.2"),
    FFA_RX_RELEASE(0x65, false, "8.3"),
    FFA_RXTX_MAP(0x66, true, "8.4"),
    FFA_RXTX_UNMAP(0x67, false, "8.5"),
    FFA_PARTITION_INFO_GET(0x68, false, "8.6"),
    FFA_ID_GET(0x69, false, "8.7"),
    FFA_MSG_POLL(0x6A, false, "10.4"),
    FFA_MSG_WAIT(0x6B, false, "9.1"),
    FFA_YIELD(0x6C, false, "9.2"),
    FFA_RUN(0x6D, false, "9.3"),
    FFA_MSG_SEND(0x6E, false, "10.1"),
    FFA_MSG_SEND_DIRECT_REQ(0x6F, true, "10.2"),
    FFA_MSG_SEND_DIRECT_RESP(0x70, true, "10.3"),
    FFA_MEM_DONATE(0x71, true, "11.1"),
    FFA_MEM_LEND(0x72, true, "11.2"),
    FFA_MEM_SHARE(0x73, true, "11.3"),
    FFA_MEM_RETRIEVE_REQ(0x74, true, "11.4"),
    FFA_MEM_RETRIEVE_RESP(0x75, false, "11.5"),
    FFA_MEM_RELINQUISH(0x76, false, "11.6"),
    FFA_MEM_RECLAIM(0x77, false, "11.7"),
    FFA_MEM_OP_PAUSE(0x78, false, "12.2.3.4"),
    FFA_MEM_OP_RESUME(0x79, false, "12.2.3.5"),
    FFA_MEM_FRAG_RX(0x7A, false, "12.2.2.4"),
    FFA_MEM_FRAG_TX(0x7B, false, "12.2.2.5"),
    FFA_NORMAL_WORLD_RESUME(0x7C, false, "9.4");

    /** Size of a table that is indexed by {@link #index()}. */
    public static final int INDEX_LIMIT = 32;

    private static final int NUMBER_MASK = 0x1F;
    private static final int RANGE_32 = 0x84000060;
    private static final int RANGE_64 = 0xC4000060;
    private static final @Nullable FunctionId[] BY_INDEX = new @Nullable FunctionId[INDEX_LIMIT];

    static {
        for (FunctionId f : values()) {
            BY_INDEX[f.index()] = f;
        }
    }

    private final int number;
    private final boolean has64;
    private final String section;

    FunctionId(int number, boolean has64, String section) {
        this.number = number;
        this.has64 = has64;
        this.section = section;
    }

    /** The identifier of the 32-bit call. */
    public int id32() {
        return 0x84000000 | number;
    }

    /** Whether the function also has an identifier for 64-bit calls. */
    public boolean has64() {
        return has64;
    }

    /**
     * The identifier of the 64-bit call.
     *
     * @throws IllegalStateException if the function has none
     */
    public int id64() {
        if (!has64) {
            throw new IllegalStateException(name() + " has no 64-bit call (FF-A " + section + ")");
        }
        return 0xC4000000 | number;
    }

    /** A small number for tables, below {@link #INDEX_LIMIT}. */
    public int index() {
        return number & NUMBER_MASK;
    }

    /** The section that specifies the function. */
    public String section() {
        return section;
    }

    /** Table index of the function that w0 names, or -1 if w0 is no function identifier of FF-A 1.0. */
    public static int indexOf(int w0) {
        int range = w0 & ~NUMBER_MASK;
        int index = w0 & NUMBER_MASK;
        FunctionId f = BY_INDEX[index];
        if (f == null || (range != RANGE_32 && (range != RANGE_64 || !f.has64))) {
            return -1;
        }
        return index;
    }

    /** The function that w0 names, or null if w0 is no function identifier of FF-A 1.0. */
    public static @Nullable FunctionId of(int w0) {
        int index = indexOf(w0);
        return index < 0 ? null : BY_INDEX[index];
    }

    /** The function at this table index, or null. */
    public static @Nullable FunctionId atIndex(int index) {
        return BY_INDEX[index];
    }

    /** Whether w0 lies in one of the two ranges reserved for FF-A, allocated or not (FF-A 6). */
    public static boolean inRange(int w0) {
        int range = w0 & ~NUMBER_MASK;
        return range == RANGE_32 || range == RANGE_64;
    }

    /** Whether w0 names a call in the SMC64 convention (bit 30). */
    public static boolean is64(int w0) {
        return (w0 & 0x40000000) != 0;
    }
}
