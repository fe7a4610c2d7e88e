package org.partita.api.ffm.partition;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The PSA API as an SFN partition has it: messages come to its functions and are answered with what these return, so there is no psa_get, no
 * psa_reply, and no doorbell. Only for the code that core runs in the partition. What FF-M calls a programmer error ends the partition: the
 * method does not return.
 */
@ProviderType
public interface SfnPsa extends PsaClient {
    /** The partition's id. */
    int id();

    /** psa_wait. */
    int await(int mask, int timeout);

    /** psa_set_rhandle; a pointer has 32 bits. */
    void setRhandle(int message, long rhandle);

    /** psa_read into memory. */
    long read(int message, int vector, long buffer, long length);

    /** psa_read onto the heap, through the partition's own memory. */
    int read(int message, int vector, byte[] buffer);

    /** psa_skip. */
    long skip(int message, int vector, long length);

    /** psa_write from memory. */
    void write(int message, int vector, long buffer, long length);

    /** psa_write from the heap, through the partition's own memory. */
    void write(int message, int vector, byte[] bytes);

    /** psa_eoi. */
    void eoi(int signal);

    /** psa_panic: does not return. */
    RuntimeException panic();

    /** psa_map_invec: the address of the client's data. */
    long mapInvec(int message, int vector);

    /** psa_unmap_invec. */
    void unmapInvec(int message, int vector);

    /** psa_map_outvec: the address of the client's buffer. */
    long mapOutvec(int message, int vector);

    /** psa_unmap_outvec. */
    void unmapOutvec(int message, int vector, long length);

    /** psa_irq_enable. */
    void irqEnable(int signal);

    /** psa_irq_disable: 1 if the interrupt was enabled, else 0. */
    int irqDisable(int signal);

    /** psa_reset_signal. */
    void resetSignal(int signal);

    /** psa_rot_lifecycle_state. */
    int lifecycleState();

    /** A place where the partition may be stopped; loops without calls need one. */
    void preemptionPoint();
}
