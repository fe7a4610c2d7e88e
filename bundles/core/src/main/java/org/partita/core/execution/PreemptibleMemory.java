package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.partition.MemoryView;

/** A partition's memory through its regime; every access is a preemption point. */
final class PreemptibleMemory implements MemoryView {
    private final Abi abi;
    private final TranslationRegime regime;

    PreemptibleMemory(Abi abi, TranslationRegime regime) {
        this.abi = abi;
        this.regime = regime;
    }

    @Override
    public void read(long address, MemorySegment to) {
        abi.preemptionPoint();
        regime.read(address, to);
    }

    @Override
    public void write(long address, MemorySegment from) {
        abi.preemptionPoint();
        regime.write(address, from);
    }

    @Override
    public long read64(long address) {
        abi.preemptionPoint();
        return regime.read64(address);
    }

    @Override
    public void write64(long address, long value) {
        abi.preemptionPoint();
        regime.write64(address, value);
    }
}
