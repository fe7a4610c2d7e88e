package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Registers;

/** Fills a manager role: who answers, and where a call goes that is for somebody else (FF-A 2.1, 2.2). */
@ConsumerType
public interface Manager extends Provider {
    /**
     * A call has arrived at this manager.
     *
     * @return PROCEED to let the interface of the function answer here, FORWARD (see {@link Call#to}), or COMPLETE
     */
    Outcome receive(Call call);

    /**
     * The interface sends the call on: choose the component with {@link Call#to}.
     *
     * @return FORWARD, or COMPLETE after {@link Call#refuse}
     */
    Outcome forward(Call call);

    /**
     * A call that the manager itself makes while the platform boots, before any partition runs.
     *
     * @param step 0, 1, ... until the answer is false
     * @param registers to fill; from step 1 on they hold the completion of the call before
     * @param boot what core has set aside for the manager
     * @return whether there is a call to make
     */
    default boolean bootCall(int step, Registers registers, ManagerBoot boot) {
        return false;
    }
}
