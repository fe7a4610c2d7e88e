package org.partita.api.admin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;

/**
 * The devices of the platform that access memory by themselves, through an SMMU (FF-A 5.2). Each of their accesses goes from
 * the stream to the SMMU, by the stage 2 tables that are current then to a physical address, and to memory; while the SMMU or
 * the memory is being exchanged it waits.
 */
@ProviderType
public interface Devices {
    /** Stream endpoints in order of SEPID. */
    List<SepidStatus> sepids();

    /**
     * One Stream endpoint.
     *
     * @throws PartitaException if no device has this SEPID
     */
    SepidStatus sepid(int sepid);

    /** Valid stream table entries; empty if the platform has no SMMU. */
    List<StreamTableEntry> streams();

    /** Event queues; empty if the platform has no SMMU. */
    List<EventQueueState> events();

    /** Takes all events out of the event queues that are there now. */
    void consumeEvents();

    /**
     * The stream by which accesses of an endpoint's device go: the first in the stream tables.
     *
     * @param endpoint a SEPID, or the ID of a partition that a device is assigned to
     * @throws PartitaException if it has none
     */
    StreamId streamOf(int endpoint);

    /**
     * A device reads memory.
     *
     * @param stream one of the device's streams
     * @param address IPA
     * @param length bytes, at least 1
     * @throws PartitaException if there is no such SMMU, or a role that is needed stays vacant
     */
    DmaResult read(StreamId stream, long address, int length);

    /** A device writes memory; as {@link #read}. */
    DmaResult write(StreamId stream, long address, byte[] bytes);

    /**
     * Makes an independent device use its memory until further notice, or not: while it does, it relinquishes nothing.
     *
     * @throws PartitaException if no independent device has this SEPID
     */
    void busy(int sepid, boolean busy);

    /**
     * An independent device relinquishes a region of its own accord (FF-A 5.9.2 item 2).
     *
     * @throws PartitaException if it has no region with this handle
     */
    void relinquish(int sepid, long handle);
}
