package org.partita.partition.driver;

import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Partitions.PartitionOf;

/**
 * Drives a device that is assigned to it and is upstream of an SMMU. The device has no SEPID: what this SP may access the device
 * may access too, at the same addresses (FF-A 5.2.1). A request reads one word of the ring that the device writes.
 */
@Component(service = CallbackPartition.class)
@PartitionOf(manifest = "driver.dts")
public final class Driver implements CallbackPartition {
    /** Where the manifest puts the ring, and how many 64-bit words it has. */
    static final long RING = 0x622_0000L;

    static final long WORDS = 0x1000 / Long.BYTES;

    /** Answers x3, the number of a word, with the word in x4; one that the ring does not have is none: x3 is -1 then. */
    @Override
    public void directRequest(DirectRequest request) {
        long word = request.x(3);
        if (word < 0 || word >= WORDS) {
            request.respond(3, -1);
            return;
        }
        request.respond(3, word);
        request.respond(4, request.context().memory().read64(RING + word * Long.BYTES));
    }
}
