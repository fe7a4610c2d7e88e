package org.partita.lib.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.crossing.testing.CrossingCall;
import org.partita.lib.crossing.testing.SpecifiedRow;

class CrossingTableTest {
    static Stream<Arguments> cells() {
        return SpecifiedRow.all().stream()
                .flatMap(row -> Arrays.stream(Conduit.values()).map(by -> arguments(row, by)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("cells")
    void theStrictTableIsThePrintedOne(SpecifiedRow row, Conduit by) {
        assertThat(CrossingTable.of(true).admits(row.function().index(), row.instance(), by))
                .isEqualTo(row.printed().contains(by));
    }

    @Test
    void theDefaultTableDiffersFromThePrintedOneInReadingsA01AndA02Only() {
        List<String> differences = new ArrayList<>();
        for (SpecifiedRow row : SpecifiedRow.all()) {
            for (Conduit by : Conduit.values()) {
                boolean admitted = CrossingTable.of(false).admits(row.function().index(), row.instance(), by);
                if (admitted != row.printed().contains(by)) {
                    differences.add((admitted ? "+ " : "- ") + row.function() + " "
                            + row.instance().word() + " " + by);
                }
            }
        }
        assertThat(differences)
                .containsExactly(
                        "+ FFA_ERROR secure-virtual HVC",
                        "+ FFA_ERROR secure-virtual SVC",
                        "+ FFA_SUCCESS secure-virtual HVC",
                        "+ FFA_SUCCESS secure-virtual SVC",
                        "+ FFA_INTERRUPT secure-physical ERET");
    }

    @Test
    void theTranscriptionHasEveryFunctionAtEveryInstanceAndItsIdentifiers() {
        assertThat(SpecifiedRow.all())
                .hasSize(FunctionId.values().length * FfaInstance.values().length)
                .allSatisfy(row -> {
                    assertThat(row.ids().getFirst()).isEqualTo(row.function().id32());
                    assertThat(row.ids()).hasSize(row.function().has64() ? 2 : 1);
                });
    }

    @ParameterizedTest
    @EnumSource(FunctionId.class)
    void eachFunctionHasOneTableWithOneLineForEachInstance(FunctionId function) {
        List<InstanceTable> tables = Arrays.stream(InstanceTable.values())
                .filter(table -> table.function() == function)
                .toList();
        assertThat(tables).hasSize(1);
        assertThat(tables.getFirst().rows())
                .extracting(ConduitRow::instance)
                .containsExactlyInAnyOrder(FfaInstance.values());
    }

    @Test
    void whereTellsPeopleTheConduitsOfEachInstance() {
        assertThat(CrossingTable.of(false).where(FunctionId.FFA_ERROR))
                .containsExactly(
                        "nonsecure-physical: SMC ERET",
                        "secure-physical: SMC ERET",
                        "nonsecure-virtual: SMC HVC ERET",
                        "secure-virtual: SMC ERET; HVC SVC by reading A01");
        assertThat(CrossingTable.of(true).where(FunctionId.FFA_ERROR)).contains("secure-virtual: SMC ERET");
        assertThat(CrossingTable.of(false).where(FunctionId.FFA_YIELD))
                .containsExactly("nonsecure-virtual: SMC HVC ERET");
        assertThat(CrossingTable.of(false).where(FunctionId.FFA_ID_GET)).contains("secure-virtual: SMC HVC SVC");
    }

    @Test
    void aRefusalNamesTheTableAndTheConduitsThatAreLeft() {
        CrossingCall call = CrossingCall.at(ExceptionLevel.EL1, ExceptionLevel.EL2, FfaInstance.NONSECURE_VIRTUAL)
                .through(Conduit.SVC)
                .function(FunctionId.FFA_PARTITION_INFO_GET.id32());
        CrossingTable.of(false).at(FfaInstance.NONSECURE_VIRTUAL).admit(call);

        assertThat(call.rule().section()).isEqualTo("FF-A Table 8.26");
        assertThat(call.rule().text())
                .isEqualTo("FFA_PARTITION_INFO_GET at the Non-secure virtual instance is reached only through SMC HVC");
    }

    @Test
    void aRefusalOfAFunctionThatCanNotBeInvokedThereNamesWhereItCan() {
        CrossingCall call = CrossingCall.at(ExceptionLevel.S_EL1, ExceptionLevel.S_EL2, FfaInstance.SECURE_VIRTUAL)
                .through(Conduit.SMC)
                .function(FunctionId.FFA_YIELD.id32());
        CrossingTable.of(false).at(FfaInstance.SECURE_VIRTUAL).admit(call);

        assertThat(call.rule().text())
                .isEqualTo("FFA_YIELD can't be invoked at the Secure virtual instance; it can at: Non-secure virtual");
    }

    @Test
    void admittingAndRefusingAllocateNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        CrossingCall call = CrossingCall.at(ExceptionLevel.S_EL1, ExceptionLevel.S_EL2, FfaInstance.SECURE_VIRTUAL)
                .through(Conduit.SMC);
        int calls = 10_000;
        long refused = crossOften(call, calls);
        long before = threads.getCurrentThreadAllocatedBytes();
        refused += crossOften(call, calls);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(refused).isEqualTo(2L * calls);
        assertThat(allocated).as("bytes for %d calls", 2 * calls).isLessThan(calls);
    }

    private static long crossOften(CrossingCall call, int calls) {
        Admission admission = CrossingTable.of(false).at(FfaInstance.SECURE_VIRTUAL);
        long refused = 0;
        for (int n = 0; n < calls; n++) {
            admission.admit(call.function(0x8400006F));
            refused += admission.admit(call.function(0x8400006C)) == Outcome.COMPLETE ? 1 : 0;
        }
        return refused;
    }
}
