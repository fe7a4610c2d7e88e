package org.partita.partition.stmm;

import java.util.function.ObjIntConsumer;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/** An SP that runs the program of management mode. */
class StmmSp implements ThreadedPartition {
    private final long image;
    private final ObjIntConsumer<VariableStore> interruptService;

    /**
     * @param image address of its image, as its manifest has it
     * @param interruptService what it does for an interrupt
     */
    StmmSp(long image, ObjIntConsumer<VariableStore> interruptService) {
        this.image = image;
        this.interruptService = interruptService;
    }

    @Override
    public void main(PartitionContext context) {
        new ManagementMode(context, image, interruptService).run();
    }
}
