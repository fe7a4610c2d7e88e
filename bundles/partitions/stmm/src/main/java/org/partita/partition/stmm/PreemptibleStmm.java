package org.partita.partition.stmm;

import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/** The STMM SP whose services are preempted and resumed: none of them is invoked by an interrupt (FF-A 12.1.1.1). */
@Component(service = ThreadedPartition.class)
@PartitionOf(manifest = "stmm-preemptible.dts")
public final class PreemptibleStmm extends StmmSp {
    public PreemptibleStmm() {
        super(0x610_0000L, (store, intid) -> {});
    }
}
