package org.partita.api.manifest;

import java.util.OptionalLong;
import org.partita.api.ffa.AddressKind;

/**
 * A memory region that a partition asks for (FF-A Table 3.2, Table 3.6).
 *
 * @param name for people and references
 * @param base base address, absent: the manager chooses
 * @param kind what {@code base} is: PHYSICAL, then the region is identity mapped; VIRTUAL for S-EL0 and User mode,
 *     INTERMEDIATE for EL1, S-EL1 and their AArch32 modes, then the manager chooses the pages behind it
 * @param loadRelative whether {@code base} is an offset from the load address of the partition
 * @param pages count of 4 KiB pages, at least 1
 * @param read data read permitted
 * @param write data write permitted
 * @param execute instruction access permitted
 * @param secure Secure memory
 * @param at where the manifest says so
 */
public record MemoryRegion(
        String name,
        OptionalLong base,
        AddressKind kind,
        boolean loadRelative,
        int pages,
        boolean read,
        boolean write,
        boolean execute,
        boolean secure,
        Position at) {}
