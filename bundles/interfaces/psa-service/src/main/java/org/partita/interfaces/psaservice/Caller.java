package org.partita.interfaces.psaservice;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmPartition;

/** The partition that calls, and the messages that it has. */
final class Caller {
    private Caller() {}

    static SpmPartition partition(PsaCall call) {
        SpmPartition caller = call.partition();
        if (caller == null) {
            throw new IllegalStateException(
                    "client " + call.clientId() + " is no Secure Partition: the manager answers its "
                            + call.function().title());
        }
        return caller;
    }

    /** The message with the handle in x1: one that the caller has taken and not answered. Null if there is none such. */
    static @Nullable SpmConnection message(PsaCall call) {
        SpmPartition caller = partition(call);
        SpmConnection named = call.state().connection(call.registers.w(1));
        if (named == null || named.state() != SpmConnection.State.TAKEN) {
            return null;
        }
        return named.service().partition() == caller ? named : null;
    }

    /** Register {@code n} as an address, a length, a set of signals or another unsigned value of 32 bits. */
    static long unsigned(PsaCall call, int n) {
        return Integer.toUnsignedLong(call.registers.w(n));
    }
}
