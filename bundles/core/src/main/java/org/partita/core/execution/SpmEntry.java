package org.partita.core.execution;

/** How a component whose thread comes from outside takes the PE, and gives it back. */
record SpmEntry(SpmComponent component, SpmTurns turns, SpmGate gate) {
    /** True if the calling thread has become an actor of deterministic mode. */
    boolean enter() {
        gate.pass(component);
        RunToken token = component.context.hub().token();
        boolean entered = token != null && token.enter(component.toString());
        turns.arrive(component);
        return entered;
    }

    /** @param entered what {@link #enter} has said */
    void leave(boolean entered) {
        turns.depart(component);
        component.within = false;
        RunToken token = component.context.hub().token();
        if (entered && token != null) {
            token.depart();
        }
    }
}
