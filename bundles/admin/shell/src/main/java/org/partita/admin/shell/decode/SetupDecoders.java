package org.partita.admin.shell.decode;

import java.util.Map;
import java.util.UUID;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.UuidRegisters;

/** Setup and discovery interfaces (FF-A 8). */
final class SetupDecoders {
    private static final UUID NIL = new UUID(0, 0);

    private SetupDecoders() {}

    static void calls(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_VERSION, w -> "caller has " + FfaVersion.decode(w.w(1)));
        table.put(FunctionId.FFA_FEATURES, SetupDecoders::features);
        table.put(FunctionId.FFA_RXTX_MAP, SetupDecoders::map);
        table.put(FunctionId.FFA_RXTX_UNMAP, w -> w.w(1) == 0 ? "" : "of " + w.high(1));
        table.put(FunctionId.FFA_PARTITION_INFO_GET, SetupDecoders::partitions);
    }

    static void results(Map<FunctionId, Decoder> table) {
        table.put(FunctionId.FFA_ID_GET, w -> "ID " + w.low(2));
        table.put(FunctionId.FFA_PARTITION_INFO_GET, SetupDecoders::count);
    }

    private static String features(Words w) {
        FunctionId queried = FunctionId.of(w.w(1));
        return "of " + (queried == null ? Numbers.hex(Integer.toUnsignedLong(w.w(1))) : queried.name());
    }

    private static String map(Words w) {
        if (w.value(1) == 0 && w.value(2) == 0) {
            return "as described in the caller's TX buffer";
        }
        return "TX " + Numbers.hex(w.value(1)) + ", RX " + Numbers.hex(w.value(2)) + ", " + (w.w(3) & 0x3F)
                + " pages each";
    }

    private static String partitions(Words w) {
        UUID uuid = UuidRegisters.decode(w.w(1), w.w(2), w.w(3), w.w(4));
        return uuid.equals(NIL) ? "all partitions" : "UUID " + uuid;
    }

    private static String count(Words w) {
        long count = Integer.toUnsignedLong(w.w(2));
        return count + (count == 1 ? " partition information descriptor, " : " partition information descriptors, ")
                + count * PartitionInfo.SIZE + " bytes in the RX buffer";
    }
}
