package org.partita.api.manifest;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A device that a partition asks for (FF-A Table 3.3, Table 3.7); mapped Device-nGnRnE, never executable.
 *
 * @param name for people
 * @param base physical base address of the MMIO region
 * @param pages count of 4 KiB pages, at least 1
 * @param write read/write instead of read-only
 * @param secure Secure MMIO
 * @param interrupts physical interrupts of the device
 * @param smmu SMMU that the device is upstream of, absent if none
 * @param streams its stream IDs
 * @param exclusive whether the endpoint owns the MMIO region alone
 * @param at where the manifest says so
 */
public record DeviceRegion(
        String name,
        long base,
        int pages,
        boolean write,
        boolean secure,
        List<Interrupt> interrupts,
        OptionalInt smmu,
        List<Integer> streams,
        boolean exclusive,
        Position at) {
    public DeviceRegion {
        interrupts = List.copyOf(interrupts);
        streams = List.copyOf(streams);
    }

    /** How an interrupt is delivered. */
    public enum Type {
        SGI,
        PPI,
        SPI
    }

    /**
     * A physical interrupt and its attributes.
     *
     * @param id interrupt ID
     * @param type SGI, PPI or SPI
     * @param level level instead of edge triggered
     * @param secure Secure instead of Non-secure
     * @param priority 8 bits
     * @param target MPIDR of the target of an SPI, absent if affinity is managed otherwise
     */
    public record Interrupt(int id, Type type, boolean level, boolean secure, int priority, OptionalLong target) {}
}
