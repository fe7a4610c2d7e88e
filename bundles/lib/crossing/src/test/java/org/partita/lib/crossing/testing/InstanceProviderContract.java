package org.partita.lib.crossing.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.provider.InstanceProvider;
import org.partita.testkit.Shows;

/** What a provider of an instance has to admit and to refuse: every function through every conduit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class InstanceProviderContract {
    private static final int FFA_ERROR = 0x84000060;

    protected abstract FfaInstance instance();

    /** The real provider, configured. */
    protected abstract InstanceProvider provider(boolean strict);

    /** A call at a boundary of this instance. */
    protected abstract CrossingCall call();

    /** A configuration whose property {@code strict} has this value. */
    protected static <T> T configuration(Class<T> type, boolean strict) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "strict" -> strict;
                    default -> throw new UnsupportedOperationException(method.toString());
                }));
    }

    Stream<Arguments> cells() {
        return rows().flatMap(row -> Stream.of(true, false)
                .flatMap(strict -> row.ids().stream()
                        .flatMap(id -> Stream.of(Conduit.values()).map(by -> arguments(row, id, by, strict)))));
    }

    Stream<SpecifiedRow> rows() {
        return SpecifiedRow.all().stream().filter(row -> row.instance() == instance());
    }

    Stream<Arguments> functionsWithoutA64BitIdentifier() {
        return rows().filter(row -> row.ids().size() == 1)
                .map(row -> arguments(row.ids().getFirst() | 0x40000000, row.identifiers()));
    }

    @Shows({"FFA-8.3-10", "FFA-8.4-24", "FFA-8.5-16", "FFA-8.6-30", "FFA-6.1.1-14"})
    @Shows({"FFA-9.1-26", "FFA-9.2-19", "FFA-9.4-10", "FFA-10.1-28", "FFA-10.4-12"})
    @ParameterizedTest(name = "{0} id {1} by {2} strict {3}")
    @MethodSource("cells")
    void admitsEachFunctionThroughTheConduitsOfItsTableAndNoOther(
            SpecifiedRow row, int id, Conduit by, boolean strict) {
        CrossingCall call = call().through(by).function(id);
        call.registers.x3 = 0x1122334455667788L;

        Outcome outcome = provider(strict).admit(call);

        if (row.valid(strict).contains(by)) {
            assertThat(outcome).isEqualTo(Outcome.PROCEED);
            assertThat(call.rule()).isNull();
            assertThat(call.registers.function()).isEqualTo(id);
            assertThat(call.registers.x3).isEqualTo(0x1122334455667788L);
        } else {
            assertThat(outcome).isEqualTo(Outcome.COMPLETE);
            call.refusal().is(Status.NOT_SUPPORTED, row.requirement());
            assertThat(call.rule().text())
                    .contains(row.function().name(), instance().title());
            assertThat(call.found()).isEqualTo(by.ordinal());
            assertNotSupported(call, row.function());
        }
    }

    /** Reading A36: FFA_VERSION says so in w0, never by FFA_ERROR. */
    private static void assertNotSupported(CrossingCall call, FunctionId function) {
        if (function == FunctionId.FFA_VERSION) {
            assertThat(call.registers.w(0)).isEqualTo(-1);
        } else {
            assertThat(call.registers.w(0)).isEqualTo(FFA_ERROR);
            assertThat(call.registers.w(2)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @Shows({
        "FFA-10.1-12",
        "FFA-10.4-8",
        "FFA-11.5-1",
        "FFA-11.6-1",
        "FFA-11.7-1",
        "FFA-12.2.2.4-1",
        "FFA-12.2.2.5-1",
        "FFA-12.2.3.4-1",
        "FFA-12.2.3.5-1",
        "FFA-7.2-15",
        "FFA-7.4-6",
        "FFA-8.1-6",
        "FFA-8.2-9",
        "FFA-8.3-7",
        "FFA-8.5-11",
        "FFA-8.6-13",
        "FFA-8.7-7",
        "FFA-9.1-18",
        "FFA-9.2-12",
        "FFA-9.3-9",
        "FFA-9.4-6"
    })
    @MethodSource("functionsWithoutA64BitIdentifier")
    void refusesThe64BitIdentifierThatAFunctionDoesNotHave(int id, String requirement) {
        assertRefused(id, requirement);
    }

    @Shows("FFA-6-2")
    @ParameterizedTest
    @ValueSource(ints = {0x8400007D, 0x8400007E, 0x8400007F})
    void refusesUnallocated32BitIdentifiers(int id) {
        assertRefused(id, "FFA-6-2");
    }

    @Shows("FFA-6-3")
    @ParameterizedTest
    @ValueSource(ints = {0xC400007D, 0xC400007E, 0xC400007F})
    void refusesUnallocated64BitIdentifiers(int id) {
        assertRefused(id, "FFA-6-3");
    }

    private void assertRefused(int id, String requirement) {
        for (Conduit by : Conduit.values()) {
            CrossingCall call = call().through(by).function(id);
            assertThat(provider(false).admit(call)).isEqualTo(Outcome.COMPLETE);
            call.refusal().is(Status.NOT_SUPPORTED, requirement);
            assertThat(call.registers.w(0)).isEqualTo(id == 0xC4000063 ? -1 : FFA_ERROR);
            assertThat(call.registers.w(2)).isEqualTo(id == 0xC4000063 ? 0 : -1);
        }
    }

    /** PSCI calls, the neighbours of both ranges, and the results that such calls and FFA_VERSION leave in w0. */
    @ParameterizedTest
    @ValueSource(ints = {0x84000000, 0xC4000003, 0x8400005F, 0x84000080, 0xC400005F, 0xC4000080, 0x00010000, 0, -1})
    void letsEverythingElseThanFfaFunctionsPass(int w0) {
        for (Conduit by : List.of(Conduit.values())) {
            CrossingCall call = call().through(by).function(w0);
            assertThat(provider(true).admit(call)).isEqualTo(Outcome.PROCEED);
            assertThat(call.registers.function()).isEqualTo(w0);
        }
    }
}
