package org.partita.core.execution;

import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** Rules that core itself upholds. */
public final class CoreRules {
    public static final Rule UNKNOWN_FUNCTION = new Rule(
            "FFA-2.4-15",
            Status.NOT_SUPPORTED,
            "FF-A 2.4",
            "w0",
            "the function identifier is neither FF-A's nor another known function");

    public static final Rule NOT_IMPLEMENTED = notImplemented("FFA-6-2");
    public static final Rule NOT_IMPLEMENTED_64 = notImplemented("FFA-6-3");

    public static final Rule CONDUIT = new Rule(
            "FFA-6.1.1-15",
            Status.NOT_SUPPORTED,
            "FF-A 6.1.1, 2.4",
            "conduit",
            "no such conduit leads up from the caller on this platform; use the one that FF-A 2.4 tells it to use");

    public static final Rule RESPONDER_ABORTED = new Rule(
            "PARTITA-responder-aborted",
            Status.ABORTED,
            "FF-A Table 10.8",
            "w1[15:0]",
            "the receiver ran into an unexpected error while it processed the request");

    public static final Rule RUN_ABORTED = new Rule(
            "FFA-9.3-16",
            Status.ABORTED,
            "FF-A Table 9.12",
            "w1[15:0]",
            "the vCPU that was run has run into an unexpected error and has aborted");

    public static final Rule NESTING = new Rule(
            "PARTITA-nesting",
            Status.BUSY,
            "FF-A 10.2, Table 10.8",
            "w1[15:0]",
            "too many callback contexts on one another's stacks: give one of them a threaded context");

    public static final Rule CALLBACK_WAITS = new Rule(
            "PARTITA-callback-waits",
            Status.DENIED,
            "FF-A 9.1, 10.3",
            "w0",
            "a callback partition waits and answers by returning; use a threaded one to wait in the middle");

    public static final Rule OUTCOME_UNKNOWN = new Rule(
            "PARTITA-outcome-unknown",
            Status.DENIED,
            "hot swap, departure",
            "provider",
            "the provider left while the call was inside and did not end in time: its result is discarded");

    public static final Rule PROVIDER_FAILED = new Rule(
            "PARTITA-provider-failed", Status.DENIED, "core", "provider", "a provider threw an exception, see the log");

    public static final Rule STOPS = new Rule(
            "PARTITA-stops", Status.DENIED, "core", "platform", "the platform stops: no call is made any more");

    private CoreRules() {}

    /**
     * A call was held and may be made again.
     *
     * @param roles what it needs, by their words
     */
    public static Rule vacantBusy(String roles) {
        return vacant(Status.BUSY, roles + " stayed vacant beyond vacancy.grace, see spm:wiring; retry");
    }

    /**
     * A call was held and can't be made again, for the function has no BUSY.
     *
     * @param roles what it needs, by their words
     */
    public static Rule vacantDenied(String roles) {
        return vacant(Status.DENIED, roles + " stayed vacant beyond hold.deadline, see spm:wiring");
    }

    private static Rule vacant(Status status, String text) {
        return new Rule("PARTITA-vacant", status, "hot swap, vacancy", "role", text);
    }

    private static Rule notImplemented(String id) {
        return new Rule(
                id,
                Status.NOT_SUPPORTED,
                "FF-A 6",
                "w0",
                "no installed interface serves the function: install its bundle, see ffa:functions");
    }
}
