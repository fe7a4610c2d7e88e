package org.partita.lib.crossing;

import static org.partita.lib.crossing.SpmcConfiguration.Support.NA;
import static org.partita.lib.crossing.SpmcConfiguration.Support.NO;
import static org.partita.lib.crossing.SpmcConfiguration.Support.YES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ExceptionLevel;

/** SPMC configurations (FF-A Tables 2.1, 2.2) and the SPs that each may manage: a row of Table 2.3. */
public enum SpmcConfiguration {
    //                                                              S-EL0 User S-EL1 Secure Supervisor
    S_EL1_SPMC("S-EL1 SPMC", ExceptionLevel.S_EL1, "FFA-2.2-17", YES, YES, YES, NA),
    S_SUPERVISOR_SPMC("S-Supervisor SPMC", ExceptionLevel.SECURE_SUPERVISOR, "FFA-2.2-18", NA, YES, NA, YES),
    EL3_SPMC("EL3 SPMC", ExceptionLevel.EL3, "FFA-2.2-19", YES, YES, YES, NO),
    S_EL2_SPMC("S-EL2 SPMC", ExceptionLevel.S_EL2, "FFA-2.2-21", YES, YES, YES, YES);

    /** An entry of Table 2.3. */
    public enum Support {
        YES,
        NO,
        /** Not applicable. */
        NA
    }

    private final String title;
    private final ExceptionLevel level;
    private final String requirement;
    private final Support sEl0;
    private final Support secureUser;
    private final Support sEl1;
    private final Support secureSupervisor;

    SpmcConfiguration(
            String title,
            ExceptionLevel level,
            String requirement,
            Support sEl0,
            Support secureUser,
            Support sEl1,
            Support secureSupervisor) {
        this.title = title;
        this.level = level;
        this.requirement = requirement;
        this.sEl0 = sEl0;
        this.secureUser = secureUser;
        this.sEl1 = sEl1;
        this.secureSupervisor = secureSupervisor;
    }

    /** The name of the configuration in Tables 2.1 to 2.3. */
    public String title() {
        return title;
    }

    /** Where the SPMC runs. */
    public ExceptionLevel level() {
        return level;
    }

    /** The configuration with the SPMC at this level, or null if Tables 2.1 and 2.2 have none. */
    public static @Nullable SpmcConfiguration at(ExceptionLevel spmc) {
        for (SpmcConfiguration configuration : values()) {
            if (configuration.level == spmc) {
                return configuration;
            }
        }
        return null;
    }

    /** The entry of Table 2.3 for an SP at this level; NA for a level at which no SP runs. */
    public Support support(ExceptionLevel sp) {
        return switch (sp) {
            case S_EL0 -> sEl0;
            case SECURE_USER -> secureUser;
            case S_EL1 -> sEl1;
            case SECURE_SUPERVISOR -> secureSupervisor;
            case EL3, MONITOR, S_EL2, EL2, HYP, EL1, SUPERVISOR -> NA;
        };
    }

    /**
     * Checks the SPs of this SPMC against Table 2.3, its footnote and FF-A 2.2.2. No SP at all is no violation: the
     * table is about what an SPMC can manage.
     *
     * @param sps the level of each SP, in any order
     */
    public List<Violation> check(List<ExceptionLevel> sps) {
        List<Violation> violations = new ArrayList<>();
        for (ExceptionLevel sp : sps) {
            if (support(sp) != YES) {
                violations.add(new Violation(requirement, unsupported(sp)));
            }
        }
        if (this != S_EL2_SPMC) {
            checkSharedLevel(sps, violations);
        }
        return violations;
    }

    private String unsupported(ExceptionLevel sp) {
        List<String> levels = Arrays.stream(ExceptionLevel.values())
                .filter(candidate -> support(candidate) == YES)
                .map(ExceptionLevel::title)
                .toList();
        return "an SP at " + sp.title() + " under the " + title + ": Table 2.3 says " + support(sp)
                + "; its SPs may run at " + String.join(", ", levels);
    }

    /** Without Secure EL2 an SP in S-EL1 or Secure Supervisor shares all memory with the SPM: there is only one. */
    private void checkSharedLevel(List<ExceptionLevel> sps, List<Violation> violations) {
        long privileged = sps.stream().filter(sp -> sp.number() == 1).count();
        if (privileged > 1) {
            String single = switch (this) {
                case S_SUPERVISOR_SPMC -> "FFA-2.2.2.2-2";
                case EL3_SPMC -> "FFA-2.2.2.3-1";
                case S_EL1_SPMC, S_EL2_SPMC -> "FFA-2.2.2.1-4";
            };
            violations.add(new Violation(
                    single,
                    privileged + " SPs at S-EL1 or Secure Supervisor under the " + title
                            + ": one single SP may share the SPM's address space (FF-A 2.2.2); "
                            + "use an S-EL2 SPMC, or move the others to S-EL0"));
        }
        if (this == EL3_SPMC && privileged > 0 && privileged < sps.size()) {
            violations.add(new Violation(
                    "FFA-2.2-20",
                    "an S-EL1 SP together with S-EL0 or User SPs under the EL3 SPMC: it may manage either an S-EL1 SP"
                            + " or S-EL0/User SPs, not both (FF-A Table 2.3, footnote 1)"));
        }
    }
}
