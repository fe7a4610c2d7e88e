package org.partita.core.execution;

import java.util.List;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.memory.MemoryFault;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;

/**
 * What a partition may access at isolation levels 2 and 3. It is made once; partitions of one domain have the same.
 *
 * @param level 2 or 3
 * @param privileged whether its code is privileged
 * @param table what the MPU is loaded with while it runs
 * @param owners whose memory each region is, for people
 */
public record SpmDomain(IsolationLevel level, boolean privileged, MpuTable table, List<String> owners) {
    public SpmDomain {
        owners = List.copyOf(owners);
    }

    /** Whether the MPU permits an access when the table is loaded: the same rules, of the table alone. */
    public boolean permits(long address, long length, boolean write) {
        List<MpuRegion> regions = table.regions();
        long covered = 0;
        for (int i = 0; i < regions.size(); i++) {
            MpuRegion r = regions.get(i);
            long part = Math.min(address + length - 1, r.limit()) - Math.max(address, r.base()) + 1;
            if (part <= 0) {
                continue;
            }
            boolean mine = privileged || r.permissions().unprivileged();
            if (!mine || (write && !r.permissions().writable())) {
                return false;
            }
            covered += part;
        }
        return covered == length || (privileged && table.privilegedDefault());
    }

    /** The fault that code gets. */
    MemoryFault fault(String who, MpuFault fault, boolean write) {
        boolean none = fault.region() == MpuFault.NO_REGION;
        String where = none
                ? "no region of the MPU is there"
                : "region " + fault.region() + " of the MPU, of " + owners.get(fault.region()) + ", "
                        + stands(fault.cause());
        return new MemoryFault(
                none ? MemoryFault.Cause.TRANSLATION : MemoryFault.Cause.PERMISSION,
                fault.address(),
                who + (write ? " writes 0x" : " reads 0x") + Long.toHexString(fault.address()) + ": " + where
                        + " (FF-M isolation level " + level.number() + "); see hw:mpu");
    }

    private static String stands(MpuFault.Cause cause) {
        return switch (cause) {
            case READ_ONLY -> "is read-only";
            case PRIVILEGED_ONLY -> "is for privileged code";
            case EXECUTE_NEVER -> "is not executable";
            case NO_REGION -> "does not permit it";
        };
    }
}
