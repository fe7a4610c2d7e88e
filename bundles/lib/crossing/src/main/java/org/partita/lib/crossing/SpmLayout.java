package org.partita.lib.crossing;

import static org.partita.api.ffa.ExceptionLevel.EL3;
import static org.partita.api.ffa.ExceptionLevel.MONITOR;
import static org.partita.api.ffa.ExceptionLevel.SECURE_SUPERVISOR;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;
import static org.partita.api.ffa.ExceptionLevel.S_EL2;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffa.ExceptionLevel;

/**
 * Where the SPM runs.
 *
 * @param spmd level of the SPMD
 * @param spmc level of the SPMC
 * @param virtualization whether the Virtualization extension is enabled in the Secure state
 */
public record SpmLayout(ExceptionLevel spmd, ExceptionLevel spmc, boolean virtualization) {
    /** The lines of FF-A Table 2.1 (AArch64) and Table 2.2 (AArch32). */
    private static final List<SpmLayout> VALID = List.of(
            new SpmLayout(EL3, S_EL1, false),
            new SpmLayout(EL3, S_EL2, true),
            new SpmLayout(EL3, EL3, false),
            new SpmLayout(EL3, SECURE_SUPERVISOR, false),
            new SpmLayout(MONITOR, SECURE_SUPERVISOR, false));

    /** The layout with these levels; the Virtualization extension is enabled where the SPMC runs in S-EL2. */
    public static SpmLayout of(ExceptionLevel spmd, ExceptionLevel spmc) {
        return new SpmLayout(spmd, spmc, spmc == S_EL2);
    }

    /** Checks the levels of the SPM against Tables 2.1 and 2.2, and its SPs against Table 2.3. */
    public List<Violation> check(List<ExceptionLevel> sps) {
        List<Violation> violations = new ArrayList<>();
        if (spmd != EL3 && spmd != MONITOR) {
            violations.add(new Violation(
                    "FFA-2.2-11", "an SPMD at " + spmd.title() + ": it runs at EL3 or in Monitor mode (FF-A 2.2)"));
        } else if (!VALID.contains(this)) {
            violations.add(new Violation(requirement(), notInTables()));
        }
        SpmcConfiguration configuration = SpmcConfiguration.at(spmc);
        if (configuration != null) {
            violations.addAll(configuration.check(sps));
        }
        return violations;
    }

    private String requirement() {
        return switch (spmc) {
            case S_EL1 -> "FFA-2.2-12";
            case S_EL2 -> "FFA-2.2-13";
            case EL3 -> "FFA-2.2-14";
            case SECURE_SUPERVISOR -> spmd == MONITOR ? "FFA-2.2-16" : "FFA-2.2-15";
            case MONITOR, S_EL0, SECURE_USER, EL2, HYP, EL1, SUPERVISOR -> "FFA-2.2-12";
        };
    }

    private String notInTables() {
        StringBuilder valid = new StringBuilder();
        for (SpmLayout layout : VALID) {
            valid.append(valid.isEmpty() ? "" : "; ").append(layout);
        }
        return this + " is in neither Table 2.1 nor Table 2.2 of FF-A 2.2; valid are: " + valid;
    }

    /** The Hypervisor runs at EL2 in AArch64 (FF-A 2.5): Hyp mode is in Table 2.5 and still no place for it. */
    public static List<Violation> checkHypervisor(ExceptionLevel hypervisor) {
        return hypervisor == ExceptionLevel.EL2
                ? List.of()
                : List.of(new Violation(
                        "FFA-2.5-3",
                        "a Hypervisor at " + hypervisor.title() + ": it runs at EL2 in AArch64 (FF-A 2.5)"));
    }

    @Override
    public String toString() {
        return "SPMD at " + spmd.title() + " with SPMC at " + spmc.title()
                + (virtualization ? ", Secure virtualization enabled" : ", Secure virtualization disabled");
    }
}
