package org.partita.api.ffm.partition;

/**
 * {@code psa_msg_t}. One for each partition, filled anew for each message that is taken; whoever defers an answer copies what it needs.
 */
public final class PsaMessage {
    private final long[] inputs = new long[4];
    private final long[] outputs = new long[4];
    private int type;
    private int handle;
    private int clientId;
    private long rhandle;
    private int sid;

    /** PSA_IPC_CONNECT (-1), PSA_IPC_DISCONNECT (-2), or the type of the client's request, 0 or more. */
    public int type() {
        return type;
    }

    /** The handle with which its vectors are read and written, and with which it is answered. */
    public int handle() {
        return handle;
    }

    /** Negative for a Non-secure client, else the id of a partition. */
    public int clientId() {
        return clientId;
    }

    /** What the service has set for the connection, 0 if nothing. */
    public long rhandle() {
        return rhandle;
    }

    /** SID of the service that the message is for. */
    public int sid() {
        return sid;
    }

    /** Bytes of an input vector, 0 to 3. */
    public long inSize(int vector) {
        return inputs[vector];
    }

    /** Bytes of an output vector, 0 to 3. */
    public long outSize(int vector) {
        return outputs[vector];
    }

    /** For whoever takes the message: what stands in it, but for the sizes. */
    public void set(int itsType, int itsHandle, int itsClient, long itsRhandle, int itsSid) {
        type = itsType;
        handle = itsHandle;
        clientId = itsClient;
        rhandle = itsRhandle;
        sid = itsSid;
    }

    /** For whoever takes the message: the sizes of the vectors with this number. */
    public void sizes(int vector, long input, long output) {
        inputs[vector] = input;
        outputs[vector] = output;
    }
}
