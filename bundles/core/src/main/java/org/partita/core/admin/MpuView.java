package org.partita.core.admin;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.partita.api.admin.Ffm.ProtectedRegion;
import org.partita.api.admin.Ffm.Protection;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffa.EndpointId;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;
import org.partita.core.boot.FfmWorld;
import org.partita.core.execution.Hub;
import org.partita.core.execution.SpmDomain;
import org.partita.core.spm.Resident;
import org.partita.core.wiring.RoleTable;

/** How the MPU confines partitions, for administrators. */
final class MpuView {
    private final Hub hub;
    private final FfmWorld ffm;

    MpuView(Hub hub, FfmWorld ffm) {
        this.hub = hub;
        this.ffm = ffm;
    }

    Protection of(int partition) {
        Resident r = ffm.tables().partition(partition);
        if (r == null) {
            throw new PartitaException(
                    "no partition has the ID " + EndpointId.format(partition) + ": spm:partitions lists them");
        }
        SpmDomain domain = ffm.domains().of(r.manifest());
        if (domain == null) {
            throw new PartitaException("at isolation level "
                    + ffm.tables().isolation().number()
                    + " no MPU decides: every partition may access all memory; see configuration key ffm.isolation");
        }
        MpuTable table = domain.table();
        List<MpuRegion> regions = table.regions();
        return new Protection(
                partition,
                r.manifest().name(),
                domain.privileged(),
                table.privilegedDefault(),
                loaded(table),
                IntStream.range(0, regions.size())
                        .mapToObj(i -> new ProtectedRegion(
                                i, regions.get(i), domain.owners().get(i)))
                        .toList());
    }

    /** While the role is vacant nothing is. */
    private boolean loaded(MpuTable table) {
        return hub.wiring().fills(RoleTable.MPU)
                && hub.outside(RoleTable.MPU, 0, w -> w.mpu != null && Objects.equals(w.mpu.loaded(), table));
    }
}
