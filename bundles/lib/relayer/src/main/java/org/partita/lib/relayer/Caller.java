package org.partita.lib.relayer;

import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.FunctionId;

/** The component below the instance at which a manager answers, as the buffer rules see it (FF-A 4.2.2). */
public final class Caller {
    /** The Hypervisor, or the OS kernel where there is none (FF-A 2.8). */
    public static final int NORMAL_WORLD = 0;

    private Caller() {}

    /** The endpoint that the answering manager manages; null if the Normal world calls the SPM. */
    public static @Nullable Endpoint endpoint(Call call) {
        Endpoint endpoint = call.context().endpoint();
        return endpoint != null && endpoint.manager() == kind(call) ? endpoint : null;
    }

    /** 16-bit ID of the owner of the buffer pair; 0 for the Hypervisor or OS kernel, also on behalf of a VM. */
    public static int id(Call call) {
        Endpoint endpoint = endpoint(call);
        return endpoint == null ? NORMAL_WORLD : endpoint.id();
    }

    /** 16-bit ID of the endpoint for which the call is made, also if its manager has sent it on; 0 for the Hypervisor. */
    public static int origin(Call call) {
        Endpoint endpoint = call.context().endpoint();
        return endpoint == null ? NORMAL_WORLD : endpoint.id();
    }

    /** The pair that the caller shares with the answering manager. */
    public static @Nullable RxTxPair pair(Call call) {
        return call.state().pair(kind(call), id(call));
    }

    /** The pair of a component that a manager knows for sure. */
    public static RxTxPair knownPair(Call call, ManagerKind relayer, int id) {
        RxTxPair pair = call.state().pair(relayer, id);
        if (pair == null) {
            throw new IllegalStateException("no pair is kept for " + relayer.title() + " and ID " + id);
        }
        return pair;
    }

    /** Whether the registers hold FFA_SUCCESS: what a forwarded call was completed with. */
    public static boolean succeeded(Call call) {
        return FunctionId.of(call.registers.function()) == FunctionId.FFA_SUCCESS;
    }

    public static boolean atHypervisor(Call call) {
        return kind(call) == ManagerKind.HYPERVISOR;
    }

    /** The pair that the Hypervisor, or the OS kernel, shares with the SPM. */
    public static @Nullable RxTxPair normalWorldPair(Call call) {
        return call.state().pair(ManagerKind.SPMC, NORMAL_WORLD);
    }

    public static ManagerKind kind(Call call) {
        ManagerKind kind = call.manager().manager();
        if (kind == null) {
            throw new IllegalStateException(call.manager() + " is no manager");
        }
        return kind;
    }
}
