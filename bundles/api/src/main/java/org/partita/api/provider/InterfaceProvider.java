package org.partita.api.provider;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;

/** Fills an interface role: one function family, for every manager that answers it. */
@ConsumerType
public interface InterfaceProvider extends Provider {
    /** The functions that it serves; constant. */
    Set<FunctionId> functions();

    /**
     * Answers a call at {@link Call#manager()}.
     *
     * @return COMPLETE, FORWARD, DELIVER or WAIT
     */
    Outcome handle(Call call);

    /**
     * What {@link #handle} sent on with a continuation is completed: {@link Call#registers} hold the completion.
     *
     * @param then the number given to {@link Call#forward(int)}
     * @return COMPLETE, or FORWARD once more
     */
    default Outcome resume(Call call, int then) {
        return Outcome.COMPLETE;
    }

    /**
     * What {@link #handle} or {@link #resume} sent on with a continuation does not come back, for a provider has failed on
     * the way: gives back what it holds until then. The caller is refused. {@link Call#registers} hold what was sent on, or
     * its completion, as far as the call has come.
     *
     * @param then the number given to {@link Call#forward(int)}
     */
    default void abandoned(Call call, int then) {}

    /**
     * The context that is processing the request of {@code call.context()}'s requester has aborted: complete that
     * request. The call is at the manager of the aborted endpoint.
     *
     * @return DELIVER (see {@link Call#respond}), FORWARD, or COMPLETE if nobody waits
     */
    default Outcome aborted(Call call) {
        return Outcome.COMPLETE;
    }

    /**
     * A physical interrupt was taken to {@link Call#manager()} while {@code call.context()} ran, which may be the manager's own
     * context on a PE that nobody ran on. Asked of whoever serves FFA_INTERRUPT; the registers hold that function, and those of the
     * context are kept.
     *
     * @return COMPLETE if the context goes on, FORWARD, DELIVER (see {@link Call#giveBack}, {@link Call#run}), or WAIT
     */
    default Outcome interrupted(Call call) {
        return Outcome.COMPLETE;
    }

    /** Properties for FFA_FEATURES (FF-A Table 8.10): w2 in the low half, w3 in the high half. */
    default long featureProperties(FunctionId function) {
        return 0;
    }
}
