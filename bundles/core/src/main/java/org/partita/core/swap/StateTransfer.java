package org.partita.core.swap;

import org.jspecify.annotations.Nullable;
import org.partita.api.memory.MemoryState;
import org.partita.api.provider.Provider;
import org.partita.api.provider.Stateful;

/** Takes state out of a provider and puts it into another; only records of the api pass. */
final class StateTransfer {
    private StateTransfer() {}

    /** What a provider leaves behind, null if it keeps none. */
    static @Nullable Record export(Provider from) {
        if (!(from instanceof Stateful<?> s)) {
            return null;
        }
        Record state = s.exportState();
        if (state.getClass().getClassLoader() != MemoryState.class.getClassLoader()) {
            throw new IllegalStateException("state of class " + state.getClass().getName()
                    + " is no record of the api: it would keep the provider's class loader alive");
        }
        return state;
    }

    /** Hands state over, all or nothing. */
    static void hand(Record state, Provider to) {
        if (!(to instanceof Stateful<?> s)) {
            throw new IllegalArgumentException("the new provider keeps no state, but "
                    + state.getClass().getSimpleName() + " of the old one would be lost");
        }
        hand(state, s);
    }

    private static <S extends Record> void hand(Record state, Stateful<S> to) {
        if (!to.stateType().isInstance(state)) {
            throw new IllegalArgumentException(
                    "the new provider takes " + to.stateType().getSimpleName() + ", not "
                            + state.getClass().getSimpleName());
        }
        to.importState(to.stateType().cast(state));
    }

    /** The state in a few words. */
    static String describe(@Nullable Record state) {
        return state == null ? "nothing" : state.getClass().getSimpleName();
    }
}
