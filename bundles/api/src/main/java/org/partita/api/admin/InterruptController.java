package org.partita.api.admin;

import java.util.List;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.gic.CpuInterfaceStatus;
import org.partita.api.gic.InterruptStatus;

/** The interrupt controller of the platform, and the wires that lead to it. */
@ProviderType
public interface InterruptController {
    /** Interrupts that are set up or not idle, in order of ID and PE; empty if there is no controller. */
    List<InterruptStatus> interrupts();

    /** The CPU interfaces, in order of PE; empty if there is no controller. */
    List<CpuInterfaceStatus> interfaces();

    /** The partition that an interrupt is for by its manifest (FF-A Table 3.3). */
    OptionalInt owner(int intid);

    /** Interrupts that came although nobody handles them, and were disabled by the manager that took them. */
    List<Integer> unhandled();

    /**
     * A device raises an interrupt: an edge on its wire.
     *
     * @param intid interrupt ID
     * @param pe for an SGI or PPI the PE; of no meaning for an SPI
     * @throws PartitaException if the platform has no such interrupt or PE
     */
    void pulse(int intid, int pe);

    /** A device asserts or deasserts its wire; as {@link #pulse}. While the controller is being exchanged the wire waits. */
    void level(int intid, int pe, boolean asserted);
}
