package org.partita.api.manifest;

import java.util.OptionalLong;

/**
 * A memory region that a partition asks for (FF-A Table 3.2, Table 3.6).
 *
 * @param name for people and references
 * @param base base address (PA, or VA for S-EL0 and IPA for EL1 and S-EL1; identity mapped), absent: the manager chooses
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
        boolean loadRelative,
        int pages,
        boolean read,
        boolean write,
        boolean execute,
        boolean secure,
        Position at) {}
