package org.partita.partition.messenger;

import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/** The VM with ID 1. */
@Component(service = ThreadedPartition.class)
@PartitionOf(manifest = "messenger1.dts")
public final class FirstMessenger extends MessengerVm {
    public FirstMessenger() {
        super(0x81010000L, 0x81011000L);
    }
}
