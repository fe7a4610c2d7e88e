package org.partita.lib.manifest;

import java.util.List;
import java.util.Set;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.memory.MemoryRange;

/**
 * What the manifests are checked against.
 *
 * @param peCount number of PEs
 * @param spmcLevel where the SPMC runs: EL3, S_EL2, S_EL1 or SECURE_SUPERVISOR (FF-A Tables 2.1, 2.2)
 * @param memory the ranges of the physical address space; empty if they are not known, then nothing is checked against them
 * @param smmus IDs of the SMMU instances
 * @param reservedIds IDs that partitions can't have, of SPMC and SPMD for instance; 0 is always reserved
 */
public record PlatformDescription(
        int peCount, ExceptionLevel spmcLevel, List<MemoryRange> memory, Set<Integer> smmus, Set<Integer> reservedIds) {
    public PlatformDescription {
        memory = List.copyOf(memory);
        smmus = Set.copyOf(smmus);
        reservedIds = Set.copyOf(reservedIds);
    }
}
