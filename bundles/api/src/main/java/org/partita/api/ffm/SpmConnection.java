package org.partita.api.ffm;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection of a client to a RoT Service with the one message that it can have under way; that of a stateless service lasts as long as its
 * message. Of core's pool; providers use it within a pass.
 */
@ProviderType
public interface SpmConnection {
    /** Where its message is. */
    enum State {
        /** In the pool's chain of free ones. */
        FREE,
        /** No message. */
        IDLE,
        /** Sent, and not taken by the service. */
        QUEUED,
        /** Taken by the service, and not answered. */
        TAKEN,
        /** Answered; the client has not gone on yet. */
        ANSWERED
    }

    /** The client's handle of the connection, and the service's of the message. */
    int handle();

    /** Negative for a Non-secure client, else the id of a partition. */
    int clientId();

    SpmService service();

    State state();

    /** The service has taken the message. */
    void taken();

    /** Type of the message: 0 or more, {@link Signals#CONNECT} or {@link Signals#DISCONNECT}. */
    int type();

    /** Begins a message. */
    void type(int type);

    /** What the service keeps with the connection, 32 bits: 0 until it sets something. */
    long rhandle();

    void rhandle(long value);

    /**
     * Sets a vector of the message.
     *
     * @param vector 0 to 3 for input vectors, 4 to 7 for output vectors
     * @param base physical address of the first byte
     * @param length in bytes
     */
    void vector(int vector, long base, long length);

    /** Sets all vectors to nothing; the descriptors of output vectors are left. */
    void noVectors();

    /** Address of a vector. */
    long base(int vector);

    /** Bytes of a vector, as the client has it. */
    long length(int vector);

    /** Bytes of it that were read, skipped or written so far. */
    long done(int vector);

    void done(int vector, long bytes);

    /** Bit {@code vector} for each vector that is mapped. */
    int mapped();

    void mapped(int vectors);

    /** Bit {@code vector} for each vector that was mapped and unmapped again. */
    int unmapped();

    void unmapped(int vectors);

    /** Address of the client's descriptors of output vectors: their lengths are reported there. 0 if there are none. */
    long outputs();

    /**
     * @param address of the descriptors
     * @param count of output vectors
     */
    void outputs(long address, int count);

    int outputCount();

    /** What the client gets: the status with which the message was answered, or the handle. */
    int result();
}
