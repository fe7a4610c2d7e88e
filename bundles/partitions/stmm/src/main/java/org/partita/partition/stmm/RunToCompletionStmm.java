package org.partita.partition.stmm;

import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/** The STMM SP whose services run to completion; one of them is invoked by an interrupt. */
@Component(service = ThreadedPartition.class)
@PartitionOf(manifest = "stmm.dts")
public final class RunToCompletionStmm extends StmmSp {
    public RunToCompletionStmm() {
        super(0x600_0000L, ErrorRecord::add);
    }
}
