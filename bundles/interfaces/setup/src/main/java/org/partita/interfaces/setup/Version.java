package org.partita.interfaces.setup;

import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.lib.relayer.Caller;

/** FFA_VERSION (FF-A 8.1): the answer is in w0; no status function completes it. */
final class Version {
    /** Platform option: an incompatible caller with a lesser version gets NOT_SUPPORTED instead of our version. */
    static final String REFUSE_LESSER = "refuse-lesser-versions";

    static final Rule BIT_31_ZERO = new Rule(
            "FFA-8.1-7", Status.NOT_SUPPORTED, "FF-A Table 8.3", "w1[31]", "a version has 31 bits, bit 31 has to be 0");

    static final Rule LESSER = new Rule(
            "FFA-8.1.2-3",
            Status.NOT_SUPPORTED,
            "FF-A 8.1.2",
            "w1",
            "the caller's version is lesser and incompatible, and the platform is set to refuse such callers");

    private Version() {}

    static Outcome answer(Call call) {
        int word = call.registers.w(1);
        if (word < 0) {
            return call.refuse(BIT_31_ZERO, Integer.toUnsignedLong(word));
        }
        FfaVersion caller = FfaVersion.decode(word);
        FfaVersion ours = call.state().version(Caller.kind(call));
        boolean lesser = caller.compareTo(ours) < 0 && !caller.compatibleWith(ours);
        if (lesser && call.state().option(REFUSE_LESSER)) {
            return call.refuse(LESSER, word);
        }
        call.registers.set(ours.encode(), 0);
        return Outcome.COMPLETE;
    }
}
