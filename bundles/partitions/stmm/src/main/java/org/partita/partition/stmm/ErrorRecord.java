package org.partita.partition.stmm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * The service that is invoked by an interrupt: a hardware error record as UEFI has them, in a variable. Its data is the interrupt ID
 * and how often it came, 32 bits each. Without room for it nothing is recorded.
 */
final class ErrorRecord {
    /** EFI_HARDWARE_ERROR_VARIABLE. */
    static final UUID VENDOR = UUID.fromString("414e6bdd-e47b-47cc-b244-bb61020cf516");

    static final String NAME = "HwErrRec0001";

    private static final int ATTRIBUTES = Variable.NON_VOLATILE
            | Variable.BOOTSERVICE_ACCESS
            | Variable.RUNTIME_ACCESS
            | Variable.HARDWARE_ERROR_RECORD;
    private static final int BYTES = 2 * Integer.BYTES;

    private ErrorRecord() {}

    static void add(VariableStore store, int intid) {
        Variable before = store.get(VENDOR, NAME);
        int count = before == null || before.dataBytes() != BYTES
                ? 0
                : buffer(before.data()).getInt(Integer.BYTES);
        byte[] data = new byte[BYTES];
        buffer(data).putInt(intid).putInt(count + 1);
        store.put(new Variable(VENDOR, NAME, ATTRIBUTES, data));
    }

    private static ByteBuffer buffer(byte[] data) {
        return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }
}
