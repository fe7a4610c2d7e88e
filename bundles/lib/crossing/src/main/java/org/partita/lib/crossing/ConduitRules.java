package org.partita.lib.crossing;

import static org.partita.api.ffa.ExceptionLevel.EL1;
import static org.partita.api.ffa.ExceptionLevel.EL2;
import static org.partita.api.ffa.ExceptionLevel.EL3;
import static org.partita.api.ffa.ExceptionLevel.HYP;
import static org.partita.api.ffa.ExceptionLevel.MONITOR;
import static org.partita.api.ffa.ExceptionLevel.SECURE_SUPERVISOR;
import static org.partita.api.ffa.ExceptionLevel.SECURE_USER;
import static org.partita.api.ffa.ExceptionLevel.SUPERVISOR;
import static org.partita.api.ffa.ExceptionLevel.S_EL0;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;
import static org.partita.api.ffa.ExceptionLevel.S_EL2;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/**
 * Who may use which conduit (FF-A 2.4). SVC is the conduit of every S-EL0 and User SP, whichever level its SPMC runs at
 * (reading A66). The rows list the levels that may not, by what they have to use instead; at the others the conduit is
 * valid.
 */
public final class ConduitRules {
    public static final ConduitRules SMC =
            new ConduitRules(Conduit.SMC, callsBySvc(S_EL0, SECURE_USER), answersByEret(EL3, MONITOR));

    public static final ConduitRules HVC = new ConduitRules(
            Conduit.HVC, callsBySvc(S_EL0, SECURE_USER), callsBySmc(S_EL2, EL2, HYP), answersByEret(EL3, MONITOR));

    public static final ConduitRules SVC = new ConduitRules(
            Conduit.SVC,
            noSvc(S_EL2, S_EL1, SECURE_SUPERVISOR, EL2, HYP, EL1, SUPERVISOR),
            answersByEret(EL3, MONITOR));

    public static final ConduitRules ERET =
            new ConduitRules(Conduit.ERET, nothingBelow(S_EL0, SECURE_USER, EL1, SUPERVISOR));

    private record Refusal(Rule rule, List<ExceptionLevel> levels) {}

    private final Conduit conduit;

    /** By the user's level; null: it may. */
    private final @Nullable Rule[] misuse = new @Nullable Rule[ExceptionLevel.values().length];

    private ConduitRules(Conduit conduit, Refusal... refusals) {
        this.conduit = conduit;
        for (Refusal refusal : refusals) {
            for (ExceptionLevel level : refusal.levels) {
                misuse[level.ordinal()] = refusal.rule;
            }
        }
    }

    /** The conduit that these rules are about. */
    public Conduit conduit() {
        return conduit;
    }

    /** The rule that forbids the conduit to a component at this level, or null if it may use it. */
    public @Nullable Rule misuse(ExceptionLevel user) {
        return misuse[user.ordinal()];
    }

    private static Refusal callsBySvc(ExceptionLevel... levels) {
        return refusal("FFA-2.4-5", "an SP in S-EL0 or User mode calls through SVC", levels);
    }

    private static Refusal noSvc(ExceptionLevel... levels) {
        return refusal("FFA-2.4-5", "SVC is the conduit of S-EL0 and User SPs; use SMC", levels);
    }

    private static Refusal callsBySmc(ExceptionLevel... levels) {
        return refusal("FFA-2.4-4", "HVC is for an endpoint in EL1 or S-EL1 that can't use SMC; use SMC", levels);
    }

    private static Refusal answersByEret(ExceptionLevel... levels) {
        return refusal("FFA-2.4-7", "nothing is above EL3 and Monitor mode; use ERET", levels);
    }

    private static Refusal nothingBelow(ExceptionLevel... levels) {
        return refusal("FFA-2.4-7", "ERET leads downwards to an FF-A component; there is none below", levels);
    }

    private static Refusal refusal(String requirement, String text, ExceptionLevel... levels) {
        return new Refusal(
                new Rule(requirement, Status.NOT_SUPPORTED, "FF-A 2.4", "number of the exception level", text),
                List.of(levels));
    }
}
