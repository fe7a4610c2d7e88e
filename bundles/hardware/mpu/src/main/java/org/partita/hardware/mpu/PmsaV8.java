package org.partita.hardware.mpu;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.mpu.Mpu;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuState;
import org.partita.api.mpu.MpuTable;
import org.partita.api.provider.Attachment;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/**
 * The MPU of one Security state. Not modelled: PXN, HFNMIENA (no handler runs with a negative priority), the Private Peripheral Bus, which
 * has the default memory map whatever the regions say.
 */
@Component(service = Mpu.class, immediate = true, configurationPid = MpuConfiguration.PID)
@Designate(ocd = MpuConfiguration.class)
@FillsRole(role = Roles.HARDWARE_MPU)
public final class PmsaV8 implements Mpu {
    static final int VERSION = 1;

    private static final Logger LOG = System.getLogger(PmsaV8.class.getName());
    private static final int MOST_REGIONS = 16;

    private volatile int configured;
    private volatile int regions;
    private volatile @Nullable MpuTable loaded;

    @Activate
    public PmsaV8(MpuConfiguration configuration) {
        configured = regions(configuration);
        regions = configured;
    }

    /** Takes another number of regions from the next platform on: hardware does not change. */
    @Modified
    void modified(MpuConfiguration configuration) {
        try {
            int wanted = regions(configuration);
            if (wanted != configured) {
                LOG.log(Level.INFO, "{0} regions: {1} from the next platform on", MpuConfiguration.PID, wanted);
            }
            configured = wanted;
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "the MPU stays as it is: {0}", e.getMessage());
        }
    }

    private static int regions(MpuConfiguration configuration) {
        int wanted = configuration.regions();
        if (wanted < 1 || wanted > MOST_REGIONS) {
            throw new IllegalArgumentException(
                    MpuConfiguration.PID + " regions: found " + wanted + "; it has to be 1 to " + MOST_REGIONS);
        }
        return wanted;
    }

    @Override
    public void attach(Attachment attachment) {
        // reset: what an earlier platform loaded is gone with it; what a predecessor had comes with its state
        regions = configured;
        loaded = null;
    }

    @Override
    public int regions() {
        return regions;
    }

    // ---- registers

    @Override
    public void load(MpuTable table) {
        require(table.regions());
        loaded = table;
    }

    private void require(List<MpuRegion> wanted) {
        if (wanted.size() > regions) {
            throw new IllegalArgumentException(wanted.size() + " regions, but this MPU has " + regions + ": see "
                    + MpuConfiguration.PID + " regions");
        }
    }

    @Override
    public @Nullable MpuTable loaded() {
        return loaded;
    }

    // ---- accesses

    @Override
    public @Nullable MpuFault check(long address, long length, MpuAccess access, boolean privileged) {
        MpuTable table = loaded;
        long done = 0;
        while (done < length) {
            long at = address + done;
            int number = table == null ? MpuFault.NO_REGION : numberAt(table, at);
            MpuFault.Cause cause;
            if (table == null || number == MpuFault.NO_REGION) {
                boolean defaults = table == null || (privileged && table.privilegedDefault());
                cause = outside(at, access, defaults);
            } else {
                cause = inside(table.regions().get(number), access, privileged);
            }
            if (cause != null) {
                return new MpuFault(cause, at, number);
            }
            done = next(table, number, at) - address;
        }
        return null;
    }

    private static int numberAt(MpuTable table, long address) {
        List<MpuRegion> all = table.regions();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).contains(address)) {
                return i;
            }
        }
        return MpuFault.NO_REGION;
    }

    private static MpuFault.@Nullable Cause outside(long address, MpuAccess access, boolean defaults) {
        if (!defaults || !DefaultMap.contains(address)) {
            return MpuFault.Cause.NO_REGION;
        }
        return DefaultMap.permits(address, access) ? null : MpuFault.Cause.EXECUTE_NEVER;
    }

    private static MpuFault.@Nullable Cause inside(MpuRegion region, MpuAccess access, boolean privileged) {
        if (!privileged && !region.permissions().unprivileged()) {
            return MpuFault.Cause.PRIVILEGED_ONLY;
        }
        return switch (access) {
            case READ -> null;
            case WRITE -> region.permissions().writable() ? null : MpuFault.Cause.READ_ONLY;
            case EXECUTE -> region.executeNever() ? MpuFault.Cause.EXECUTE_NEVER : null;
        };
    }

    /** First address that may be permitted by something else than this one. */
    private static long next(@Nullable MpuTable table, int number, long address) {
        if (table != null && number != MpuFault.NO_REGION) {
            return table.regions().get(number).limit() + 1;
        }
        long next = DefaultMap.next(address);
        if (table != null) {
            List<MpuRegion> all = table.regions();
            for (int i = 0; i < all.size(); i++) {
                long base = all.get(i).base();
                next = base > address && base < next ? base : next;
            }
        }
        return next;
    }

    // ---- state

    @Override
    public MpuState exportState() {
        MpuTable table = loaded;
        return table == null
                ? new MpuState(MpuState.SCHEMA, VERSION, false, false, List.of())
                : new MpuState(MpuState.SCHEMA, VERSION, true, table.privilegedDefault(), table.regions());
    }

    @Override
    public Class<MpuState> stateType() {
        return MpuState.class;
    }

    /** Refuses more regions than it has: what they permit, the partition that runs could not access any more. */
    @Override
    public void importState(MpuState state) {
        if (!MpuState.SCHEMA.equals(state.schema()) || state.version() != VERSION) {
            throw new IllegalArgumentException("state of schema " + state.schema() + " version " + state.version()
                    + " is not understood; this MPU takes " + MpuState.SCHEMA + " version " + VERSION);
        }
        require(state.regions());
        MpuTable table = new MpuTable(state.privilegedDefault(), state.regions());
        if (state.enabled()) {
            loaded = table;
        } else if (state.regions().isEmpty()) {
            loaded = null;
        } else {
            throw new IllegalArgumentException(
                    "an MPU that is not enabled has " + state.regions().size() + " regions");
        }
    }
}
