package org.partita.api.call;

/** What a provider wants core's trampoline to do next. Providers never wait and never call a partition. */
public enum Outcome {
    /** Nothing to object: ask the next role inward (conduit, instance, manager, interface). */
    PROCEED,
    /** The registers hold the completing function; it travels back to where the call came from. */
    COMPLETE,
    /** Go on at another instance: the manager is asked where. */
    FORWARD,
    /** Another interface of the same manager goes on with the call: {@link Call#handOver} or {@link Call#handBack}. */
    HAND_OVER,
    /** Run the context that the call names, with these registers. */
    DELIVER,
    /** The calling context is idle from now on and gives its cycles back. */
    WAIT
}
