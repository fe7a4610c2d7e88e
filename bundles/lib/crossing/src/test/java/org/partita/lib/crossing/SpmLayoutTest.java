package org.partita.lib.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.ffa.ExceptionLevel.EL2;
import static org.partita.api.ffa.ExceptionLevel.EL3;
import static org.partita.api.ffa.ExceptionLevel.HYP;
import static org.partita.api.ffa.ExceptionLevel.MONITOR;
import static org.partita.api.ffa.ExceptionLevel.SECURE_SUPERVISOR;
import static org.partita.api.ffa.ExceptionLevel.S_EL0;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;
import static org.partita.api.ffa.ExceptionLevel.S_EL2;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.testkit.Shows;

class SpmLayoutTest {
    @Shows({"FFA-2.2-11", "FFA-2.5-1", "FFA-2.5-2"})
    @Test
    void exactlyTheFiveLinesOfTables21And22AreValid() {
        Set<List<Object>> tables = Set.of(
                List.of(EL3, S_EL1, false),
                List.of(EL3, S_EL2, true),
                List.of(EL3, EL3, false),
                List.of(EL3, SECURE_SUPERVISOR, false),
                List.of(MONITOR, SECURE_SUPERVISOR, false));
        for (ExceptionLevel spmd : ExceptionLevel.values()) {
            for (ExceptionLevel spmc : ExceptionLevel.values()) {
                for (boolean virtualization : new boolean[] {false, true}) {
                    List<Violation> found = new SpmLayout(spmd, spmc, virtualization).check(List.of());
                    assertThat(found.isEmpty())
                            .as("SPMD %s, SPMC %s, virtualization %s: %s", spmd, spmc, virtualization, found)
                            .isEqualTo(tables.contains(List.of(spmd, spmc, virtualization)));
                }
            }
        }
    }

    @Shows({"FFA-2.2-12", "FFA-2.2-13", "FFA-2.2-14", "FFA-2.2-15", "FFA-2.2-16"})
    @ParameterizedTest
    @CsvSource({
        "EL3, S_EL1, true, FFA-2.2-12",
        "EL3, S_EL2, false, FFA-2.2-13",
        "EL3, EL3, true, FFA-2.2-14",
        "EL3, SECURE_SUPERVISOR, true, FFA-2.2-15",
        "MONITOR, SECURE_SUPERVISOR, true, FFA-2.2-16",
        "MONITOR, S_EL1, false, FFA-2.2-12",
        "S_EL1, S_EL1, false, FFA-2.2-11",
        "EL2, S_EL1, false, FFA-2.2-11"
    })
    void aLayoutBesideTheTablesIsRejectedByItsLine(
            ExceptionLevel spmd, ExceptionLevel spmc, boolean virtualization, String requirement) {
        assertThat(new SpmLayout(spmd, spmc, virtualization).check(List.of()))
                .extracting(Violation::requirement)
                .containsExactly(requirement);
    }

    @ParameterizedTest
    @CsvSource({"EL3, S_EL1", "EL3, S_EL2", "EL3, EL3", "EL3, SECURE_SUPERVISOR", "MONITOR, SECURE_SUPERVISOR"})
    void theLevelsAloneSayWhetherSecureVirtualizationIsEnabled(ExceptionLevel spmd, ExceptionLevel spmc) {
        assertThat(SpmLayout.of(spmd, spmc).check(List.of())).isEmpty();
        assertThat(SpmLayout.of(spmd, spmc).virtualization()).isEqualTo(spmc == S_EL2);
    }

    @Test
    void theSpsAreCheckedTogetherWithTheLevels() {
        assertThat(SpmLayout.of(EL3, EL3).check(List.of(S_EL1, S_EL0)))
                .extracting(Violation::requirement)
                .containsExactly("FFA-2.2-20");
    }

    @Test
    void aRejectedLayoutNamesTheTablesAndWhatTheyHave() {
        assertThat(new SpmLayout(EL3, S_EL2, false).check(List.of()).getFirst().text())
                .contains("SPMD at EL3 with SPMC at S-EL2, Secure virtualization disabled")
                .contains("Table 2.1", "Table 2.2", "SPMD at Monitor with SPMC at Secure Supervisor");
    }

    @Shows("FFA-2.5-3")
    @ParameterizedTest
    @EnumSource(ExceptionLevel.class)
    void aHypervisorRunsAtEl2InAArch64(ExceptionLevel level) {
        assertThat(SpmLayout.checkHypervisor(level))
                .extracting(Violation::requirement)
                .isEqualTo(level == EL2 ? List.of() : List.of("FFA-2.5-3"));
        assertThat(SpmLayout.checkHypervisor(HYP).getFirst().text()).contains("EL2 in AArch64");
    }
}
