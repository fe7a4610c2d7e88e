package org.partita.partition.messenger;

import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/** The VM with ID 2. */
@Component(service = ThreadedPartition.class)
@PartitionOf(manifest = "messenger2.dts")
public final class SecondMessenger extends MessengerVm {
    public SecondMessenger() {
        super(0x82010000L, 0x82011000L);
    }
}
