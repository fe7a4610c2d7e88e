package org.partita.api.ffa;

/**
 * The 16-bit identity of an execution context within its endpoint (FF-A 2.9).
 *
 * @param value 0 to 0xFFFF
 */
public record VcpuId(int value) {
    public VcpuId {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("vCPU ID " + value + ": an execution context ID has 16 bits (FF-A 2.9)");
        }
    }
}
