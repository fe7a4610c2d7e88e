package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.mpu.Mpu;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuState;
import org.partita.api.mpu.MpuTable;

/** An MPU that looks at each byte by itself. */
public final class FakeMpu implements Mpu {
    private final int regions;

    /** Thrown by the next load. */
    public @Nullable RuntimeException broken;

    public volatile @Nullable MpuTable loaded;
    public int loads;

    public FakeMpu(int regions) {
        this.regions = regions;
    }

    @Override
    public int regions() {
        return regions;
    }

    @Override
    public void load(MpuTable table) {
        RuntimeException e = broken;
        broken = null;
        if (e != null) {
            throw e;
        }
        loads++;
        loaded = table;
    }

    @Override
    public @Nullable MpuTable loaded() {
        return loaded;
    }

    @Override
    public @Nullable MpuFault check(long address, long length, MpuAccess access, boolean privileged) {
        for (long at = address; at < address + length; at++) {
            MpuFault fault = check(at, access, privileged);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable MpuFault check(long at, MpuAccess access, boolean privileged) {
        MpuTable table = loaded;
        for (int i = 0; table != null && i < table.regions().size(); i++) {
            MpuRegion r = table.regions().get(i);
            if (at < r.base() || at > r.limit()) {
                continue;
            }
            boolean writes = access == MpuAccess.WRITE;
            return switch (r.permissions()) {
                case READ_WRITE -> null;
                case READ_ONLY -> writes ? new MpuFault(MpuFault.Cause.READ_ONLY, at, i) : null;
                case PRIVILEGED_READ_WRITE -> privileged ? null : new MpuFault(MpuFault.Cause.PRIVILEGED_ONLY, at, i);
                case PRIVILEGED_READ_ONLY ->
                    !privileged
                            ? new MpuFault(MpuFault.Cause.PRIVILEGED_ONLY, at, i)
                            : writes ? new MpuFault(MpuFault.Cause.READ_ONLY, at, i) : null;
            };
        }
        boolean defaults = table == null || (privileged && table.privilegedDefault());
        return defaults ? null : new MpuFault(MpuFault.Cause.NO_REGION, at, -1);
    }

    @Override
    public MpuState exportState() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Class<MpuState> stateType() {
        return MpuState.class;
    }

    @Override
    public void importState(MpuState state) {
        throw new UnsupportedOperationException();
    }
}
