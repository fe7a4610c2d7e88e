package org.partita.api.call;

import java.util.concurrent.atomic.AtomicBoolean;

/** An indirect message in a Receiver's RX buffer (FF-A 10.1). Its Receiver is told of it once, by whichever of its contexts comes first. */
public final class IndirectMessage {
    private final int sender;
    private final int vcpu;
    private final int bytes;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param sender 16-bit endpoint ID of who sent it
     * @param vcpu ID of the vCPU that sent it
     * @param bytes length of the payload
     */
    public IndirectMessage(int sender, int vcpu, int bytes) {
        this.sender = sender;
        this.vcpu = vcpu;
        this.bytes = bytes;
    }

    /** 16-bit endpoint ID of who sent it. */
    public int sender() {
        return sender;
    }

    /** ID of the vCPU that sent it. */
    public int vcpu() {
        return vcpu;
    }

    /** Length of the payload in bytes. */
    public int bytes() {
        return bytes;
    }

    /**
     * The Receiver is told of it now.
     *
     * @return false if it has been told before
     */
    public boolean tell() {
        return told.compareAndSet(false, true);
    }

    /** Whether the Receiver has been told of it. */
    public boolean told() {
        return told.get();
    }
}
