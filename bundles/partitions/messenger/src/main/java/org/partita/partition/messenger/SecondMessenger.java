package org.partita.partition.messenger;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/** The VM with ID 2. */
@Component
@PartitionOf(manifest = "messenger2.dts")
public final class SecondMessenger implements ThreadedPartition {
    private static final long RX = 0x82010000L;
    private static final long TX = 0x82011000L;

    private @Nullable Messenger program;

    @Override
    public void main(PartitionContext context) {
        Messenger m = new Messenger(context, RX, TX);
        program = m;
        m.run();
    }

    @Override
    public void interrupt(PartitionContext context) {
        Messenger m = program;
        if (m != null) {
            m.interrupted();
        }
    }
}
