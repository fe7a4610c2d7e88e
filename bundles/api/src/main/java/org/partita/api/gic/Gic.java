package org.partita.api.gic;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.provider.Stateful;

/**
 * Fills hardware/gic: a GICv3 with one Distributor, and a Redistributor and a CPU interface for each PE. Core calls it from
 * one thread at a time, and looks at what is {@link #signalled} after each change; the model calls nobody.
 *
 * <p>Virtual interrupts are not here: managers keep those of their endpoints.
 */
@ConsumerType
public interface Gic extends Stateful<GicState> {
    /** Interrupt ID that says that there is none (GICv3 2.2.1). */
    int SPURIOUS = 1023;

    /** Whether the model has this interrupt. */
    boolean implemented(int intid);

    /**
     * Sets an interrupt up, as firmware does: what it says stands in the registers afterwards.
     *
     * @throws IllegalArgumentException naming the interrupt or PE that the model does not have, or the rule that is broken
     */
    void configure(InterruptLine line);

    // ---- wires

    /**
     * An edge on the wire of an edge-triggered interrupt, or a message: it is pending from now on. Of a level-sensitive
     * interrupt it does what a write to GICD_ISPENDR does.
     *
     * @param pe for SGIs and PPIs the PE; of no meaning for SPIs
     * @throws IllegalArgumentException if the model has no such interrupt or PE
     */
    void pulse(int intid, int pe);

    /**
     * The level of an interrupt's wire. An edge-triggered interrupt is pending if the wire rises.
     *
     * @param pe as for {@link #pulse}
     * @throws IllegalArgumentException if the model has no such interrupt or PE
     */
    void level(int intid, int pe, boolean asserted);

    // ---- what a PE is told

    /**
     * The interrupt that is signalled to a PE: pending, enabled, its group enabled, of sufficient priority (GICv3 4.8).
     *
     * @return its ID, or {@link #SPURIOUS}
     */
    int signalled(int pe);

    /** The group of an interrupt. */
    InterruptGroup group(int intid, int pe);

    /** The priority of an interrupt, 8 bits, lower is more urgent, as seen by Secure software. */
    int priority(int intid, int pe);

    // ---- registers

    /**
     * Reads a memory-mapped register.
     *
     * @param pe whose Redistributor; of no meaning for the Distributor
     * @param offset in bytes from the base of the frame
     * @param bytes 1, 4 or 8
     * @param secure Secure instead of Non-secure access: what is not for Non-secure software reads as zero
     */
    long read(GicFrame frame, int pe, int offset, int bytes, boolean secure);

    /** Writes a memory-mapped register; as {@link #read}: what is not for Non-secure software is ignored. */
    void write(GicFrame frame, int pe, int offset, int bytes, boolean secure, long value);

    /**
     * Reads a System register of a PE's CPU interface. Reading ICC_IAR0_EL1 or ICC_IAR1_EL1 acknowledges.
     *
     * @param by the Exception level that reads
     * @throws IllegalArgumentException if the register can't be read, or not at that level: an image takes it as an
     *     UNDEFINED instruction
     */
    long read(int pe, CpuInterfaceRegister register, ExceptionLevel by);

    /** Writes a System register of a PE's CPU interface; as {@link #read(int, CpuInterfaceRegister, ExceptionLevel)}. */
    void write(int pe, CpuInterfaceRegister register, ExceptionLevel by, long value);

    // ---- for people

    /** Interrupts that are set up or not idle, in order of ID and PE. */
    List<InterruptStatus> interrupts();

    /** The CPU interfaces, in order of PE. */
    List<CpuInterfaceStatus> interfaces();
}
