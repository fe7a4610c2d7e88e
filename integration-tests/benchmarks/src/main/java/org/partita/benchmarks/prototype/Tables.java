package org.partita.benchmarks.prototype;

import java.util.EnumSet;
import java.util.Set;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;

/** What one wiring holds: who there is, and which function may cross where; never changed once it is published. */
final class Tables {
    private static final Set<FunctionId> FUNCTIONS = EnumSet.of(
            FunctionId.FFA_SUCCESS,
            FunctionId.FFA_RX_RELEASE,
            FunctionId.FFA_MSG_SEND_DIRECT_REQ,
            FunctionId.FFA_MSG_SEND_DIRECT_RESP,
            FunctionId.FFA_MEM_LEND,
            FunctionId.FFA_MEM_SHARE,
            FunctionId.FFA_MEM_RETRIEVE_REQ,
            FunctionId.FFA_MEM_RETRIEVE_RESP,
            FunctionId.FFA_MEM_RELINQUISH,
            FunctionId.FFA_MEM_RECLAIM);

    final long epoch;
    private final Party[] parties = new Party[0x10000];
    private final int[] admitted = new int[FfaInstance.values().length * Conduit.values().length];

    Tables(long epoch, Party... all) {
        this.epoch = epoch;
        for (Party p : all) {
            parties[p.id] = p;
        }
        for (FfaInstance instance : FfaInstance.values()) {
            for (Conduit conduit : Conduit.values()) {
                FUNCTIONS.forEach(f -> admit(instance, conduit, f));
            }
        }
    }

    private void admit(FfaInstance instance, Conduit conduit, FunctionId function) {
        boolean allowed = switch (conduit) {
            case SMC, ERET -> true;
            case HVC -> !instance.physical();
            case SVC -> instance == FfaInstance.SECURE_VIRTUAL;
            case CALL -> false;
        };
        if (allowed) {
            admitted[row(instance, conduit)] |= 1 << function.index();
        }
    }

    private static int row(FfaInstance instance, Conduit conduit) {
        return instance.ordinal() << 2 | conduit.ordinal();
    }

    boolean admits(FfaInstance instance, Conduit conduit, int function) {
        return (admitted[row(instance, conduit)] >>> function & 1) != 0;
    }

    @SuppressWarnings("NullAway") // the caller looks whether there is one
    Party party(int id) {
        return parties[id & 0xFFFF];
    }
}
