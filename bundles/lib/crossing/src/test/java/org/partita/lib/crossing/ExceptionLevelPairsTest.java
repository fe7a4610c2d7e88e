package org.partita.lib.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.testkit.Shows;

class ExceptionLevelPairsTest {
    /** As printed; the last column is the requirement of the row. */
    private static final String TABLE_2_4 = """
            EL boundary,EL3,Monitor,S-EL2,S-EL1,Secure Supervisor
            S-EL2,Secure physical,NA,NA,NA,NA,FFA-2.3-8
            S-EL1,Secure physical,NA,Secure virtual,NA,NA,FFA-2.3-9
            Secure Supervisor,Secure physical,Secure physical,Secure virtual,NA,NA,FFA-2.3-10
            S-EL0,Secure virtual,NA,Secure virtual,Secure virtual,NA,FFA-2.3-11
            User,Secure virtual,INV,Secure virtual,Secure virtual,Secure virtual,FFA-2.3-12
            """;

    private static final String TABLE_2_5 = """
            EL boundary,EL3,Monitor,EL2,Hypervisor
            EL2,Non-secure physical,NA,NA,NA,FFA-2.3-13
            Hypervisor,Non-secure physical,Non-secure physical,NA,NA,FFA-2.3-14
            EL1,Non-secure physical,NA,Non-secure virtual,Non-secure virtual,FFA-2.3-15
            Supervisor,Non-secure physical,Non-secure physical,Non-secure virtual,Non-secure virtual,FFA-2.3-16
            """;

    static Stream<Arguments> allPairs() {
        Map<String, String> printed = new HashMap<>();
        Map<String, String> requirements = new HashMap<>();
        for (String table : new String[] {TABLE_2_4, TABLE_2_5}) {
            String[] lines = table.split("\n");
            String[] higher = lines[0].split(",");
            for (int n = 1; n < lines.length; n++) {
                String[] cells = lines[n].split(",");
                for (int column = 1; column < higher.length; column++) {
                    printed.put(cells[0] + " below " + higher[column], cells[column]);
                }
                requirements.put(cells[0], cells[higher.length]);
            }
        }
        assertThat(printed).hasSize(5 * 5 + 4 * 4);
        return Arrays.stream(ExceptionLevel.values())
                .flatMap(lower -> Arrays.stream(ExceptionLevel.values())
                        .map(higher -> arguments(
                                lower,
                                higher,
                                printed.getOrDefault(lower.title() + " below " + higher.title(), "NA"),
                                requirements.getOrDefault(lower.title(), "FFA-2.3-8"))));
    }

    @Shows({
        "FFA-2.3-8",
        "FFA-2.3-9",
        "FFA-2.3-10",
        "FFA-2.3-11",
        "FFA-2.3-12",
        "FFA-2.3-13",
        "FFA-2.3-14",
        "FFA-2.3-15",
        "FFA-2.3-16"
    })
    @ParameterizedTest(name = "{0} below {1} is {2}")
    @MethodSource("allPairs")
    void eachPairIsWhatTables24And25Say(
            ExceptionLevel lower, ExceptionLevel higher, String printed, String requirement) {
        String text = switch (ExceptionLevelPairs.of(lower, higher)) {
            case LevelPair.Instance(FfaInstance instance) -> instance.title();
            case LevelPair.Rejected(LevelPair.Reason reason, String id, String why) -> {
                assertThat(id).isEqualTo(requirement);
                assertThat(why).contains(lower.title(), higher.title(), "Table");
                yield reason == LevelPair.Reason.INVALID ? "INV" : "NA";
            }
        };
        assertThat(text).isEqualTo(printed);
    }

    @Test
    void aRejectedPairSaysWhichTableAndWhatElseToChoose() {
        assertThat(ExceptionLevelPairs.of(ExceptionLevel.SECURE_USER, ExceptionLevel.MONITOR))
                .isEqualTo(new LevelPair.Rejected(
                        LevelPair.Reason.INVALID,
                        "FFA-2.3-12",
                        "User below Monitor: not supported by the Framework (FF-A Table 2.4); "
                                + "above User may be EL3, S-EL2, S-EL1, Secure Supervisor"));
    }

    @Shows({"FFA-2.3-3", "FFA-2.3-5", "FFA-2.3-6", "FFA-2.3-7"})
    @ParameterizedTest
    @CsvSource({
        "S_EL2, EL3, SECURE_PHYSICAL",
        "S_EL1, EL3, SECURE_PHYSICAL",
        "EL1, EL2, NONSECURE_VIRTUAL",
        "EL2, EL3, NONSECURE_PHYSICAL",
        "EL1, EL3, NONSECURE_PHYSICAL"
    })
    void managersMeetAtTheInstancesThatSection23Names(
            ExceptionLevel lower, ExceptionLevel higher, FfaInstance expected) {
        assertThat(ExceptionLevelPairs.of(lower, higher)).isEqualTo(new LevelPair.Instance(expected));
    }

    /** Reading A10 for the S-EL1 SP of an EL3 SPMC. */
    @Shows("FFA-2.3-4")
    @ParameterizedTest
    @CsvSource({
        "S_EL1, S_EL2",
        "S_EL0, S_EL2",
        "S_EL0, S_EL1",
        "S_EL0, EL3",
        "SECURE_USER, SECURE_SUPERVISOR",
        "S_EL1, EL3"
    })
    void anSpmcAndItsPartitionMeetAtTheSecureVirtualInstance(ExceptionLevel partition, ExceptionLevel spmc) {
        assertThat(ExceptionLevelPairs.betweenSpmcAndPartition(partition, spmc))
                .isEqualTo(new LevelPair.Instance(FfaInstance.SECURE_VIRTUAL));
    }

    @ParameterizedTest
    @CsvSource({"SECURE_USER, MONITOR, INVALID", "S_EL0, MONITOR, NOT_APPLICABLE", "S_EL1, S_EL1, NOT_APPLICABLE"})
    void aPartitionCanNotMeetAnSpmcWhereTheTablesHaveNoInstance(
            ExceptionLevel partition, ExceptionLevel spmc, LevelPair.Reason reason) {
        assertThat(ExceptionLevelPairs.betweenSpmcAndPartition(partition, spmc))
                .isInstanceOfSatisfying(
                        LevelPair.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    @Test
    void aNonSecureComponentIsNoPartitionOfAnSpmc() {
        assertThat(ExceptionLevelPairs.betweenSpmcAndPartition(ExceptionLevel.EL1, ExceptionLevel.EL3))
                .isEqualTo(new LevelPair.Instance(FfaInstance.NONSECURE_PHYSICAL));
    }

    @Shows({"FFA-2.3-1", "FFA-2.3-2"})
    @ParameterizedTest(name = "{0} below {1}")
    @MethodSource("allPairs")
    void addressesArePhysicalAtPhysicalInstancesAndOfTheLowestStageAtVirtualOnes(
            ExceptionLevel lower, ExceptionLevel higher, String printed, String requirement) {
        AddressKind expected = switch (printed) {
            case "Secure virtual", "Non-secure virtual" ->
                lower == ExceptionLevel.S_EL0 || lower == ExceptionLevel.SECURE_USER
                        ? AddressKind.VIRTUAL
                        : AddressKind.INTERMEDIATE;
            default -> AddressKind.PHYSICAL;
        };
        assertThat(ExceptionLevelPairs.addressKind(lower, higher)).isEqualTo(expected);
    }
}
