package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.partition.MemoryView;

/** A partition's memory through its regime; every access is a preemption point and pins the model. */
final class PreemptibleMemory implements MemoryView {
    private final Abi abi;
    private final TranslationRegime regime;

    PreemptibleMemory(Abi abi, TranslationRegime regime) {
        this.abi = abi;
        this.regime = regime;
    }

    @Override
    public void read(long address, MemorySegment to) {
        Pe pe = abi.pinMemory();
        try {
            regime.read(address, to);
        } finally {
            pe.leave();
        }
    }

    @Override
    public void write(long address, MemorySegment from) {
        Pe pe = abi.pinMemory();
        try {
            regime.write(address, from);
        } finally {
            pe.leave();
        }
    }

    @Override
    public long read64(long address) {
        Pe pe = abi.pinMemory();
        try {
            return regime.read64(address);
        } finally {
            pe.leave();
        }
    }

    @Override
    public void write64(long address, long value) {
        Pe pe = abi.pinMemory();
        try {
            regime.write64(address, value);
        } finally {
            pe.leave();
        }
    }
}
