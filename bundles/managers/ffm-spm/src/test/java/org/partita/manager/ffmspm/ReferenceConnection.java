package org.partita.manager.ffmspm;

import java.util.Arrays;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.lib.fixture.psa.SpmConnectionModel;

/** What a connection and its message have to be. */
final class ReferenceConnection {
    static final int VECTORS = 8;
    static final int FIRST_OUTPUT = 4;

    final int handle;
    final Actor client;
    final Offer service;
    State state = State.IDLE;
    int type;
    long rhandle;
    final long[] bases = new long[VECTORS];
    final long[] lengths = new long[VECTORS];
    final long[] done = new long[VECTORS];
    /** Bits of vectors that the service has read, skipped or written, were it by no byte. */
    int touched;

    int mapped;
    int unmapped;
    /** Address of the client's psa_outvec. */
    long outputs;

    int outputCount;
    /** When the message was sent. */
    long sent;

    ReferenceConnection(int handle, Actor client, Offer service) {
        this.handle = handle;
        this.client = client;
        this.service = service;
    }

    /** A message without vectors begins. */
    void begin(int itsType) {
        type = itsType;
        Arrays.fill(bases, 0);
        Arrays.fill(lengths, 0);
        Arrays.fill(done, 0);
        touched = 0;
        mapped = 0;
        unmapped = 0;
        outputs = 0;
        outputCount = 0;
    }

    /** Whether a service has the message. */
    boolean taken(Actor by) {
        return state == State.TAKEN && service.partition == by;
    }

    void requireSame(SpmConnectionModel found) {
        same("client", found.clientId(), client.id);
        same("service", found.service().manifest().sid(), service.sid);
        same("state", found.state().ordinal(), state.ordinal());
        same("rhandle", found.rhandle(), rhandle);
        if (state == State.IDLE) {
            return;
        }
        same("type", found.type(), type);
        for (int i = 0; i < VECTORS; i++) {
            same("base", found.base(i), bases[i]);
            same("length", found.length(i), lengths[i]);
            same("bytes done", found.done(i), done[i]);
        }
        same("mapped vectors", found.mapped(), mapped);
        same("unmapped vectors", found.unmapped(), unmapped);
        same("output vectors", found.outputCount(), outputCount);
        if (outputCount > 0) {
            same("address of psa_outvec", found.outputs(), outputs);
        }
    }

    /** Without AssertJ's descriptions, which would take most of the time. */
    private void same(String what, long found, long expected) {
        if (found != expected) {
            throw new AssertionError(what + " of handle " + handle + ": " + found + ", not " + expected);
        }
    }
}
