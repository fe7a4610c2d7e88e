package org.partita.lib.crossing.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.provider.ConduitProvider;
import org.partita.testkit.Shows;

/** What a provider of a conduit has to let pass and to refuse: exception levels, turns, register width. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConduitProviderContract {
    private static final int DIRECT_REQ_64 = 0xC400006F;
    private static final long ONES = -1L;

    protected abstract Conduit conduit();

    /** The real provider. */
    protected abstract ConduitProvider provider();

    /** The levels that may not use the conduit, with the requirement that forbids it. */
    protected abstract Map<ExceptionLevel, String> forbidden();

    /** An AArch64 level that may stand below a boundary that is crossed this way. */
    protected abstract ExceptionLevel belowInAArch64();

    /** An AArch32 level that may stand below a boundary that is crossed this way. */
    protected abstract ExceptionLevel belowInAArch32();

    private CrossingCall call(ExceptionLevel below, int w0) {
        CrossingCall call = CrossingCall.at(below, ExceptionLevel.EL3, FfaInstance.SECURE_VIRTUAL)
                .through(conduit())
                .function(w0);
        for (int n = 0; n < Registers.COUNT; n++) {
            call.registers.x(n, n == 0 ? 0xFFFFFFFF_00000000L | Integer.toUnsignedLong(w0) : ONES);
        }
        return call;
    }

    private CrossingCall callBy(ExceptionLevel user) {
        ExceptionLevel lower = conduit().upward() ? user : ExceptionLevel.S_EL0;
        ExceptionLevel higher = conduit().upward() ? ExceptionLevel.EL3 : user;
        return CrossingCall.at(lower, higher, FfaInstance.SECURE_VIRTUAL)
                .through(conduit())
                .function(0x84000063);
    }

    @ParameterizedTest
    @EnumSource(ExceptionLevel.class)
    void onlyTheLevelsThatMayUseTheConduitPass(ExceptionLevel user) {
        CrossingCall call = callBy(user);
        Outcome outcome = provider().cross(call);

        String requirement = forbidden().get(user);
        if (requirement == null) {
            assertThat(outcome).isEqualTo(Outcome.PROCEED);
            assertThat(call.rule()).isNull();
        } else {
            assertThat(outcome).isEqualTo(Outcome.COMPLETE);
            call.refusal().is(Status.NOT_SUPPORTED, requirement);
            assertThat(call.found()).isEqualTo(user.number());
        }
    }

    @Shows("FFA-2.4-10")
    @Test
    void refusesASecondCrossingInTheSameDirection() {
        CrossingCall call = call(belowInAArch64(), 0x8400006B);
        assertThat(provider().cross(call)).isEqualTo(Outcome.PROCEED);
        call.crossed();

        assertThat(provider().cross(call)).isEqualTo(Outcome.COMPLETE);
        call.refusal().is(Status.DENIED, "FFA-2.4-10");
        assertThat(call.registers.w(0)).isEqualTo(0x84000060);
        assertThat(call.registers.w(2)).isEqualTo(-6);
    }

    @Test
    void letsTheSameDirectionPassAgainOnceControlHasComeBack() {
        CrossingCall call = call(belowInAArch64(), 0x8400006B);
        for (int n = 0; n < 3; n++) {
            assertThat(provider().cross(call)).isEqualTo(Outcome.PROCEED);
            call.crossed().crossed();
        }
    }

    @Shows("FFA-6-4")
    @ParameterizedTest
    @ValueSource(ints = {DIRECT_REQ_64, 0xC4000061, 0xC4000066, 0xC400007F})
    void refusesA64BitIdentifierAtAnAArch32Component(int id) {
        CrossingCall call = call(belowInAArch32(), id);

        assertThat(provider().cross(call)).isEqualTo(Outcome.COMPLETE);
        call.refusal().is(Status.NOT_SUPPORTED, "FFA-6-4");
        assertThat(call.found()).isEqualTo(Integer.toUnsignedLong(id));
        assertThat(call.registers.w(0)).isEqualTo(0x84000060);
        assertThat(call.registers.w(2)).isEqualTo(-1);
    }

    @Test
    void letsAnAArch64ComponentUseA64BitIdentifierWithAllBits() {
        CrossingCall call = call(belowInAArch64(), DIRECT_REQ_64);

        assertThat(provider().cross(call)).isEqualTo(Outcome.PROCEED);
        for (int n = 1; n < Registers.COUNT; n++) {
            assertThat(call.registers.x(n)).as("x%d", n).isEqualTo(ONES);
        }
    }

    /** Calls, their completions, and in AArch32 as in AArch64. */
    @ParameterizedTest
    @ValueSource(ints = {0x8400006F, 0x84000063, 0x84000060, 0x84000061})
    void clearsTheUpperHalvesOfAllRegistersOfA32BitFunction(int id) {
        for (ExceptionLevel below : new ExceptionLevel[] {belowInAArch64(), belowInAArch32()}) {
            CrossingCall call = call(below, id);
            assertThat(provider().cross(call)).isEqualTo(Outcome.PROCEED);
            assertThat(call.registers.x0).isEqualTo(Integer.toUnsignedLong(id));
            for (int n = 1; n < Registers.COUNT; n++) {
                assertThat(call.registers.x(n)).as("x%d", n).isEqualTo(0xFFFFFFFFL);
            }
        }
    }

    /** PSCI, other Standard Secure services, and results in w0. */
    @ParameterizedTest
    @ValueSource(ints = {0x84000000, 0xC4000003, 0x8400005F, 0xC4000080, 0x00010000, -1})
    void leavesTheRegistersOfOtherCallsAlone(int w0) {
        for (ExceptionLevel below : new ExceptionLevel[] {belowInAArch64(), belowInAArch32()}) {
            CrossingCall call = call(below, w0);
            assertThat(provider().cross(call)).isEqualTo(Outcome.PROCEED);
            assertThat(call.registers.function()).isEqualTo(w0);
            for (int n = 1; n < Registers.COUNT; n++) {
                assertThat(call.registers.x(n)).as("x%d", n).isEqualTo(ONES);
            }
        }
    }

    /** FF-A 2.2.2.1 and 2.2.2.3: between components that share a level no conduit's rules hold. */
    @Test
    void hasNoLevelsAndNoTurnsAtAPrivateInterface() {
        for (ExceptionLevel shared : ExceptionLevel.values()) {
            CrossingCall call =
                    CrossingCall.at(shared, shared, null).through(conduit()).function(0x8400006F);
            assertThat(provider().cross(call)).isEqualTo(Outcome.PROCEED);
            assertThat(provider().cross(call.crossed())).isEqualTo(Outcome.PROCEED);
        }
    }

    @Shows("FFA-2.4-10")
    @Test
    void namesTheLevelFirstThenTheTurnThenTheWidth() {
        ExceptionLevel user = forbidden().keySet().stream()
                .filter(level -> level.number() != 3)
                .findFirst()
                .orElseThrow();
        CrossingCall all = callBy(user).function(DIRECT_REQ_64).crossed();
        provider().cross(all);
        all.refusal().is(Status.NOT_SUPPORTED, forbidden().get(user));

        CrossingCall turnAndWidth = call(belowInAArch32(), DIRECT_REQ_64).crossed();
        provider().cross(turnAndWidth);
        turnAndWidth.refusal().is(Status.DENIED, "FFA-2.4-10");
    }
}
