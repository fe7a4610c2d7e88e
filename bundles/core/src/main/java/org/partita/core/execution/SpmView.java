package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import org.partita.api.memory.MemoryFault;
import org.partita.api.partition.MemoryView;

/**
 * Memory as a component of an FF-M platform may access it; every access is a preemption point, is the MPU's to
 * permit, and pins the models.
 */
final class SpmView implements MemoryView {
    private final SpmComponent component;
    private final SpmTurns turns;

    SpmView(SpmComponent component, SpmTurns turns) {
        this.component = component;
        this.turns = turns;
    }

    private Pe pin(long address, long length, boolean write) {
        turns.preemptionPoint(component);
        Pe pe = turns.protection().pin(component, address, length, write);
        if (pe == null) {
            throw new MemoryFault(
                    MemoryFault.Cause.BUS,
                    address,
                    component + " accesses memory, but hardware/memory"
                            + (component.domain == null ? "" : " or hardware/mpu") + " is vacant: see spm:wiring");
        }
        return pe;
    }

    @Override
    public void read(long address, MemorySegment to) {
        Pe pe = pin(address, to.byteSize(), false);
        try {
            component.regime.read(address, to);
        } finally {
            pe.leave();
        }
    }

    @Override
    public void write(long address, MemorySegment from) {
        Pe pe = pin(address, from.byteSize(), true);
        try {
            component.regime.write(address, from);
        } finally {
            pe.leave();
        }
    }

    @Override
    public long read64(long address) {
        Pe pe = pin(address, Long.BYTES, false);
        try {
            return component.regime.read64(address);
        } finally {
            pe.leave();
        }
    }

    @Override
    public void write64(long address, long value) {
        Pe pe = pin(address, Long.BYTES, true);
        try {
            component.regime.write64(address, value);
        } finally {
            pe.leave();
        }
    }
}
