package org.partita.interfaces.directmessaging;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;

/** What requests and responses have in common: w1 and w2/x2 (FF-A Tables 10.7, 10.11). */
final class Addresses {
    private static final int ID = 0xFFFF;

    private Addresses() {}

    static int source(Call call) {
        return call.registers.w(1) >>> 16;
    }

    static int destination(Call call) {
        return call.registers.w(1) & ID;
    }

    /** Nobody speaks for somebody else: true at each manager on the way, as w1 is relayed unchanged. */
    static boolean sourceIs(Call call, Endpoint sender) {
        return source(call) == sender.id();
    }

    /**
     * The destination if a call here can get there: an endpoint of this manager, or any other while the call is on its
     * way up. What comes from above or reaches the SPMD does not turn back, and nobody sends to itself.
     */
    static @Nullable Endpoint reachable(Call call) {
        Endpoint receiver =
                destination(call) == source(call) ? null : call.state().endpoint(destination(call));
        if (receiver == null || managedHere(call, receiver)) {
            return receiver;
        }
        return call.fromAbove() || call.manager().manager() == ManagerKind.SPMD ? null : receiver;
    }

    static boolean managedHere(Call call, Endpoint endpoint) {
        return endpoint.manager() == call.manager().manager();
    }

    /** The reserved register; its upper half counts only in a 64-bit call. */
    static long reserved(Call call) {
        return call.is64() ? call.registers.x2 : call.registers.x2 & 0xFFFFFFFFL;
    }

    /** The receiver of a 32-bit call sees nothing of the sender's upper halves. */
    static void dropUpperHalves(Call call) {
        if (!call.is64()) {
            call.registers.truncate();
        }
    }
}
