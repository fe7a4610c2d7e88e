package org.partita.api.smmu;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.ManagerKind;
import org.partita.api.provider.Stateful;

/**
 * Fills hardware/smmu: all SMMUs of the platform, as the Arm SMMUv3 architecture has them, with stage 2 only (FF-A 5.2).
 * Each has two programming interfaces: the Secure one has a stream table and an event queue for Secure streams, the
 * other for Non-secure streams. The tables of stage 2 are no state of an SMMU: managers keep them for each endpoint.
 */
@ConsumerType
public interface Smmu extends Stateful<SmmuState> {
    /** IDs of the SMMU instances, as manifests give them, in ascending order. */
    List<Integer> instances();

    /**
     * Writes a stream table entry, in place of the one that the stream has.
     *
     * @param by the manager that writes; the Hypervisor can't reach the Secure programming interface
     * @throws IllegalArgumentException if there is no such instance, the stream table is too small, or the manager
     *     can't write there
     */
    void write(ManagerKind by, StreamTableEntry entry);

    /**
     * Makes a stream table entry invalid.
     *
     * @param by as for {@link #write}
     */
    void invalidate(ManagerKind by, StreamId stream);

    /** All valid stream table entries, in order of SMMU and stream. */
    List<StreamTableEntry> streams();

    /**
     * Translates the transaction of a device. What is not translated is aborted, and an event is recorded.
     *
     * @param tables of stage 2
     * @throws IllegalArgumentException if there is no such instance
     */
    Translation translate(StreamTransaction transaction, StageTwoTables tables);

    /** The event queues, in order of SMMU, Non-secure before Secure. */
    List<EventQueueState> queues();

    /** Takes events out of a queue, up to this number: there is room for new ones. */
    void consume(int smmu, boolean secure, long upTo);
}
