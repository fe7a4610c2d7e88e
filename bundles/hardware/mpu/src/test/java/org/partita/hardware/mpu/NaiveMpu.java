package org.partita.hardware.mpu;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;

/** The rules of PMSAv8 as they are written, on the registers, a byte at a time. */
final class NaiveMpu {
    private static final int ENABLE = 1;
    private static final int PRIVDEFENA = 4;

    private int control;
    private final List<Integer> rbar = new ArrayList<>();
    private final List<Integer> rlar = new ArrayList<>();

    void load(MpuTable table) {
        control = ENABLE | (table.privilegedDefault() ? PRIVDEFENA : 0);
        rbar.clear();
        rlar.clear();
        for (MpuRegion r : table.regions()) {
            int permissions = switch (r.permissions()) {
                case PRIVILEGED_READ_WRITE -> 0b00;
                case READ_WRITE -> 0b01;
                case PRIVILEGED_READ_ONLY -> 0b10;
                case READ_ONLY -> 0b11;
            };
            rbar.add((int) r.base() | permissions << 1 | (r.executeNever() ? 1 : 0));
            rlar.add((int) (r.limit() & ~31L) | 1);
        }
    }

    @Nullable
    MpuFault check(long address, long length, MpuAccess access, boolean privileged) {
        for (long i = 0; i < length; i++) {
            MpuFault fault = check(address + i, access, privileged);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable MpuFault check(long address, MpuAccess access, boolean privileged) {
        boolean mapped = address >>> 32 == 0;
        List<Integer> hits = new ArrayList<>();
        for (int i = 0; i < rbar.size(); i++) {
            int granule = (int) address >>> 5;
            boolean enabled = (rlar.get(i) & 1) == 1;
            if (mapped && enabled && granule >= rbar.get(i) >>> 5 && granule <= rlar.get(i) >>> 5) {
                hits.add(i);
            }
        }
        if ((control & ENABLE) != 0 && hits.size() == 1) {
            MpuFault.Cause cause = inside(rbar.get(hits.getFirst()), access, privileged);
            return cause == null ? null : new MpuFault(cause, address, hits.getFirst());
        }
        if (hits.size() > 1) {
            throw new AssertionError("two regions");
        }
        boolean defaultMap = (control & ENABLE) == 0 || ((control & PRIVDEFENA) != 0 && privileged);
        if (!mapped || !defaultMap) {
            return new MpuFault(MpuFault.Cause.NO_REGION, address, -1);
        }
        return access == MpuAccess.EXECUTE && neverByDefault(address)
                ? new MpuFault(MpuFault.Cause.EXECUTE_NEVER, address, -1)
                : null;
    }

    /** The letters are those of the table of AP: what privileged code may, what other code may. */
    private static MpuFault.@Nullable Cause inside(int base, MpuAccess access, boolean privileged) {
        String[] may = {"rw,--", "rw,rw", "r-,--", "r-,r-"};
        String letters = may[base >>> 1 & 3].split(",")[privileged ? 0 : 1];
        if (letters.equals("--")) {
            return MpuFault.Cause.PRIVILEGED_ONLY;
        }
        if (access == MpuAccess.WRITE && !letters.contains("w")) {
            return MpuFault.Cause.READ_ONLY;
        }
        return access == MpuAccess.EXECUTE && (base & 1) == 1 ? MpuFault.Cause.EXECUTE_NEVER : null;
    }

    /** Peripheral 0x40000000-0x5FFFFFFF, device 0xA0000000-0xDFFFFFFF, system from 0xE0000000 on. */
    private static boolean neverByDefault(long address) {
        return (address >= 0x4000_0000L && address <= 0x5FFF_FFFFL) || address >= 0xA000_0000L;
    }
}
