package org.partita.lib.crossing;

import org.partita.api.call.Boundary;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.ExecutionState;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** The judgement that all conduits share: exception level, whose turn it is, register width (FF-A 2.4, 2.5, 6). */
public final class CrossingRules {
    private static final Rule NOT_YOUR_TURN_BELOW =
            turn("the component above has control at this boundary: it has to ERET before the one below calls again");
    private static final Rule NOT_YOUR_TURN_ABOVE =
            turn("the component below has control at this boundary: it has to call before another ERET to it");
    private static final Rule AARCH32_HAS_NO_64_BIT_CALL = new Rule(
            "FFA-6-4",
            Status.NOT_SUPPORTED,
            "FF-A 6",
            "w0",
            "a component in AArch32 has no 64-bit registers: use the function's identifier for 32-bit calls");

    private CrossingRules() {}

    /**
     * Judges a crossing. The registers of a 32-bit function, a completing one too, lose their upper halves; those of a
     * call that is no FF-A function stay as they are.
     *
     * <p>Components that share an exception level speak through a private interface (FF-A 2.2.2.1, 2.2.2.3): it has
     * neither a conduit's exception level nor turns, only the width of the registers.
     *
     * @return PROCEED, or COMPLETE after {@link Call#refuse}
     */
    public static Outcome judge(Call call, ConduitRules conduit) {
        Boundary boundary = call.boundary();
        if (boundary.instance() != null) {
            boolean upward = conduit.conduit().upward();
            ExceptionLevel user = (upward ? boundary.lower() : boundary.higher()).level();
            Rule misuse = conduit.misuse(user);
            if (misuse != null) {
                return call.refuse(misuse, user.number());
            }
            if (upward == call.lower().controlAbove()) {
                return call.refuse(upward ? NOT_YOUR_TURN_BELOW : NOT_YOUR_TURN_ABOVE);
            }
        }
        return judgeWidth(call, boundary);
    }

    private static Outcome judgeWidth(Call call, Boundary boundary) {
        Registers registers = call.registers;
        int w0 = registers.function();
        if (!FunctionId.inRange(w0)) {
            return Outcome.PROCEED;
        }
        if (!FunctionId.is64(w0)) {
            registers.truncate();
        } else if (boundary.lower().level().executionState() == ExecutionState.AARCH32) {
            // never the one above alone: above an AArch64 component is no AArch32 one
            return call.refuse(AARCH32_HAS_NO_64_BIT_CALL, Integer.toUnsignedLong(w0));
        }
        return Outcome.PROCEED;
    }

    private static Rule turn(String text) {
        return new Rule("FFA-2.4-10", Status.DENIED, "FF-A 2.4", "control at the boundary", text);
    }
}
