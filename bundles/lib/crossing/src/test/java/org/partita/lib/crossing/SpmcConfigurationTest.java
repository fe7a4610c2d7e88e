package org.partita.lib.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.ffa.ExceptionLevel.EL1;
import static org.partita.api.ffa.ExceptionLevel.SECURE_SUPERVISOR;
import static org.partita.api.ffa.ExceptionLevel.SECURE_USER;
import static org.partita.api.ffa.ExceptionLevel.S_EL0;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.testkit.Shows;

class SpmcConfigurationTest {
    private static List<String> broken(SpmcConfiguration spmc, ExceptionLevel... sps) {
        return spmc.check(List.of(sps)).stream().map(Violation::requirement).toList();
    }

    @Shows({"FFA-2.2-17", "FFA-2.2-18", "FFA-2.2-19", "FFA-2.2-21"})
    @ParameterizedTest
    @CsvSource({
        "S-EL1 SPMC,        S_EL1,             YES, YES, YES, NA,  FFA-2.2-17",
        "S-Supervisor SPMC, SECURE_SUPERVISOR, NA,  YES, NA,  YES, FFA-2.2-18",
        "EL3 SPMC,          EL3,               YES, YES, YES, NO,  FFA-2.2-19",
        "S-EL2 SPMC,        S_EL2,             YES, YES, YES, YES, FFA-2.2-21"
    })
    void anSpmcManagesTheSpsOfItsRowInTable23(
            String name,
            ExceptionLevel level,
            SpmcConfiguration.Support sEl0,
            SpmcConfiguration.Support user,
            SpmcConfiguration.Support sEl1,
            SpmcConfiguration.Support supervisor,
            String requirement) {
        SpmcConfiguration spmc = SpmcConfiguration.at(level);
        assertThat(spmc.title()).isEqualTo(name);
        assertThat(spmc.level()).isEqualTo(level);
        for (ExceptionLevel sp : ExceptionLevel.values()) {
            SpmcConfiguration.Support expected = switch (sp) {
                case S_EL0 -> sEl0;
                case SECURE_USER -> user;
                case S_EL1 -> sEl1;
                case SECURE_SUPERVISOR -> supervisor;
                default -> SpmcConfiguration.Support.NA;
            };
            assertThat(spmc.support(sp)).as("%s under %s", sp, name).isEqualTo(expected);
            assertThat(broken(spmc, sp))
                    .as("%s under %s", sp, name)
                    .isEqualTo(expected == SpmcConfiguration.Support.YES ? List.of() : List.of(requirement));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MONITOR", "S_EL0", "SECURE_USER", "EL2", "HYP", "EL1", "SUPERVISOR"})
    void noSpmcRunsAtOtherLevels(ExceptionLevel level) {
        assertThat(SpmcConfiguration.at(level)).isNull();
    }

    @Test
    void anUnsupportedSpIsNamedWithTheTableAndTheLevelsThatAreSupported() {
        assertThat(SpmcConfiguration.EL3_SPMC.check(List.of(SECURE_SUPERVISOR)))
                .containsExactly(new Violation(
                        "FFA-2.2-19",
                        "an SP at Secure Supervisor under the EL3 SPMC: Table 2.3 says NO; "
                                + "its SPs may run at S-EL1, S-EL0, User"));
    }

    @Shows("FFA-2.2-20")
    @Test
    void anEl3SpmcManagesAnSEl1SpOrSEl0SpsButNotBoth() {
        assertThat(broken(SpmcConfiguration.EL3_SPMC, S_EL1, S_EL0)).containsExactly("FFA-2.2-20");
        assertThat(broken(SpmcConfiguration.EL3_SPMC, SECURE_USER, S_EL1)).containsExactly("FFA-2.2-20");
        assertThat(broken(SpmcConfiguration.EL3_SPMC, S_EL0, SECURE_USER)).isEmpty();
    }

    @Shows("FFA-2.2.2.3-1")
    @Test
    void anEl3SpmcManagesOneSEl1SpOrManySEl0Sps() {
        assertThat(broken(SpmcConfiguration.EL3_SPMC, S_EL1, S_EL1)).containsExactly("FFA-2.2.2.3-1");
        assertThat(broken(SpmcConfiguration.EL3_SPMC, S_EL0, S_EL0, S_EL0)).isEmpty();
        assertThat(broken(SpmcConfiguration.EL3_SPMC, S_EL1)).isEmpty();
    }

    @Shows("FFA-2.2.2.1-4")
    @Test
    void oneSpMayLiveBesideAnSEl1Spmc() {
        assertThat(broken(SpmcConfiguration.S_EL1_SPMC, S_EL1, S_EL0, SECURE_USER))
                .isEmpty();
        assertThat(broken(SpmcConfiguration.S_EL1_SPMC, S_EL1, S_EL0, S_EL1)).containsExactly("FFA-2.2.2.1-4");
    }

    @Shows({"FFA-2.2.2.2-1", "FFA-2.2.2.2-2"})
    @Test
    void oneSpMayLiveBesideAnSSupervisorSpmcAndTheOthersInUserMode() {
        assertThat(broken(SpmcConfiguration.S_SUPERVISOR_SPMC, SECURE_SUPERVISOR, SECURE_USER, SECURE_USER))
                .isEmpty();
        assertThat(broken(SpmcConfiguration.S_SUPERVISOR_SPMC, S_EL0)).containsExactly("FFA-2.2-18");
        assertThat(broken(SpmcConfiguration.S_SUPERVISOR_SPMC, SECURE_SUPERVISOR, SECURE_SUPERVISOR))
                .containsExactly("FFA-2.2.2.2-2");
    }

    @Test
    void anSEl2SpmcManagesManySpsOfEveryKind() {
        assertThat(broken(
                        SpmcConfiguration.S_EL2_SPMC,
                        S_EL1,
                        S_EL1,
                        SECURE_SUPERVISOR,
                        SECURE_SUPERVISOR,
                        S_EL0,
                        S_EL0,
                        SECURE_USER))
                .isEmpty();
    }

    @Test
    void everyWrongSpIsReportedNotOnlyTheFirst() {
        assertThat(broken(SpmcConfiguration.S_EL2_SPMC, EL1, S_EL1, EL1)).containsExactly("FFA-2.2-21", "FFA-2.2-21");
    }

    @Test
    void anSpmcWithoutSpsBreaksNothing() {
        for (SpmcConfiguration spmc : SpmcConfiguration.values()) {
            assertThat(broken(spmc)).isEmpty();
        }
    }
}
