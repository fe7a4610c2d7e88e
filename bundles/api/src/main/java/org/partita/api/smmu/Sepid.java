package org.partita.api.smmu;

import org.partita.api.call.ManagerKind;

/**
 * A Stream endpoint: stage 2 tables for the streams of one device or several (FF-A 5.2.1).
 *
 * @param id 16-bit Stream endpoint ID
 * @param name for people
 * @param secure Secure SEPID: its streams are Secure
 * @param proxy ID of the proxy endpoint of a dependent device, {@link #NO_PROXY} for an independent device
 * @param granuleShift log2 of the translation granule
 */
public record Sepid(int id, String name, boolean secure, int proxy, int granuleShift) {
    /** An independent device acts for itself. */
    public static final int NO_PROXY = -1;

    /** Whether it is that of an independent device: it takes part in transactions itself. */
    public boolean independent() {
        return proxy == NO_PROXY;
    }

    /** The manager that keeps its stage 2 (FF-A 5.3 items 2 and 5). */
    public ManagerKind manager() {
        return secure ? ManagerKind.SPMC : ManagerKind.HYPERVISOR;
    }
}
