package org.partita.hardware.gic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.GicState;
import org.partita.api.gic.GicState.InterfaceState;
import org.partita.api.gic.GicState.InterruptState;
import org.partita.api.gic.InterruptLine;

class GicHandOverTest {
    private static final InterruptLine LINE = new InterruptLine(40, 1, SECURE_GROUP_1, 0x40, true, true);

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void successorsAnswerAsOneThatWasNeverExchanged(long seed) {
        Steps steps = new Steps(seed);
        Random when = new Random(seed);
        Gicv3 serving = Gics.of(Steps.PES, Steps.SPIS);
        Gicv3 uninterrupted = Gics.of(Steps.PES, Steps.SPIS);
        for (int i = 0; i < 4000; i++) {
            if (when.nextInt(10) == 0) {
                Gicv3 next = Gics.of(Steps.PES, Steps.SPIS);
                next.importState(serving.exportState());
                assertThat(next.exportState()).isEqualTo(serving.exportState());
                serving = next;
            }
            Steps.Step step = steps.next();
            long answer = step.gic().applyAsLong(serving);
            assertThat(answer)
                    .as("seed %d step %d: %s", seed, i, step.words())
                    .isEqualTo(step.gic().applyAsLong(uninterrupted));
            steps.answered(step, answer);
            assertThat(serving.interfaces()).isEqualTo(uninterrupted.interfaces());
            assertThat(serving.exportState()).isEqualTo(uninterrupted.exportState());
        }
    }

    @Test
    void pendingEdgesWiresAndRunningPrioritiesSurvive() {
        Gicv3 before = Gics.of(2, 32);
        Gics.edge(before, 33, 0, GROUP_0, 0x20);
        Gics.level(before, 34, 0, NONSECURE_GROUP_1, 0xA0);
        before.level(34, 0, true);
        Gics.acknowledge(before, 0, NONSECURE_GROUP_1);
        before.pulse(33, 0);

        Gicv3 after = Gics.of(2, 32);
        after.importState(before.exportState());

        assertThat(after.signalled(0)).isEqualTo(33);
        assertThat(after.read(0, CpuInterfaceRegister.ICC_RPR_EL1, ExceptionLevel.EL3))
                .isEqualTo(0xA0);
        assertThat(Gics.acknowledge(after, 0, GROUP_0)).isEqualTo(33);
        Gics.end(after, 0, GROUP_0, 33);
        Gics.end(after, 0, NONSECURE_GROUP_1, 34);
        assertThat(after.signalled(0)).isEqualTo(34);
        after.level(34, 0, false);
        assertThat(after.signalled(0)).isEqualTo(1023);
    }

    @Test
    void theStateSaysOnWhichPeAnInterruptIsActive() {
        Gicv3 gic = Gics.of(2, 32);
        gic.configure(LINE);
        gic.level(40, 0, true);
        Gics.acknowledge(gic, 1, SECURE_GROUP_1);

        assertThat(gic.exportState().interrupts()).containsExactly(new InterruptState(LINE, false, true, true, 1));
        assertThat(gic.exportState().interfaces().get(1).activePriorities()).containsExactly(1 << 8 | 0x40);
    }

    static Stream<Arguments> impossible() {
        InterruptState fine = new InterruptState(LINE, false, false, false, -1);
        return Stream.of(
                of("version 2 is not understood", new GicState(GicState.SCHEMA, 2, 0x37, List.of(), cpus())),
                of("schema other", new GicState("other", 1, 0x37, List.of(), cpus())),
                of("GICD_CTLR 0x77", new GicState(GicState.SCHEMA, 1, 0x77, List.of(), cpus())),
                of("GICD_CTLR 0x7", new GicState(GicState.SCHEMA, 1, 7, List.of(), cpus())),
                of("interrupt 40 of PE 1 is there twice", state(fine, fine)),
                of("there is no interrupt 64", line(new InterruptLine(64, 0, GROUP_0, 0, true, true))),
                of("there is no interrupt -1", line(new InterruptLine(-1, 0, GROUP_0, 0, true, true))),
                of("there is no PE 2", line(new InterruptLine(40, 2, GROUP_0, 0, true, true))),
                of("there is no PE -2", line(new InterruptLine(40, -2, GROUP_0, 0, true, true))),
                of("there is no PE -1", line(new InterruptLine(27, -1, GROUP_0, 0, true, true))),
                of("priority 0x81", line(new InterruptLine(40, 0, GROUP_0, 0x81, true, true))),
                of("priorities are 0 to 255", line(new InterruptLine(40, 0, GROUP_0, 256, true, true))),
                of("SGIs are edge-triggered", line(new InterruptLine(3, 0, GROUP_0, 0, true, true))),
                of("can't be active on PE 2", state(new InterruptState(LINE, false, true, false, 2))),
                of("can't be active on PE 1", state(new InterruptState(LINE, false, false, false, 1))),
                of(
                        "interrupt 27 can't be active on PE 0",
                        state(new InterruptState(
                                new InterruptLine(27, 1, GROUP_0, 0, true, true), false, true, false, 0))),
                of("CPU interfaces of 1 PEs, but the platform has 2", cpus(cpu(0, 0xF8, 2, 7, 0))),
                of("PE 1 is there twice", cpus(cpu(1, 0xF8, 2, 7, 0), cpu(1, 0xF8, 2, 7, 0))),
                of("there is no PE 2", cpus(cpu(0, 0xF8, 2, 7, 0), cpu(2, 0xF8, 2, 7, 0))),
                of("priority mask 0xff", cpus(cpu(0, 0xFF, 2, 7, 0), cpu(1, 0xF8, 2, 7, 0))),
                of("binary point 1 of GROUP_0 is not 2 to 7", cpus(cpu(0, 0xF8, 1, 7, 0), cpu(1, 0xF8, 2, 7, 0))),
                of("binary point 8", cpus(cpu(0, 0xF8, 8, 7, 0), cpu(1, 0xF8, 2, 7, 0))),
                of("enabled groups 0x8", cpus(cpu(0, 0xF8, 2, 8, 0), cpu(1, 0xF8, 2, 7, 0))),
                of("end of interrupt modes 0x8", cpus(cpu(0, 0xF8, 2, 7, 8), cpu(1, 0xF8, 2, 7, 0))),
                of("active priority 0x320", cpus(active(0x320), cpu(1, 0xF8, 2, 7, 0))),
                of("active priority 0x21", cpus(active(0x21), cpu(1, 0xF8, 2, 7, 0))),
                of("active priority 0x20 is there twice", cpus(active(0x20, 0x20), cpu(1, 0xF8, 2, 7, 0))),
                of(
                        "0 binary points",
                        cpus(new InterfaceState(0, 0xF8, List.of(), 7, 0, true, List.of()), cpu(1, 0xF8, 2, 7, 0))));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatIsNotPossibleIsRefusedAndChangesNothing(String words, GicState state) {
        Gicv3 gic = Gics.of(2, 32);
        Gics.edge(gic, 33, 0, GROUP_0, 0x20);
        gic.pulse(33, 0);
        GicState before = gic.exportState();

        assertThatThrownBy(() -> gic.importState(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThat(gic.exportState()).isEqualTo(before);
        assertThat(gic.signalled(0)).isEqualTo(33);
    }

    private static Arguments of(String words, GicState state) {
        return Arguments.of(words, state);
    }

    private static List<InterfaceState> cpus() {
        return List.of(cpu(0, 0xF8, 2, 7, 0), cpu(1, 0xF8, 2, 7, 0));
    }

    private static GicState cpus(InterfaceState... interfaces) {
        return new GicState(GicState.SCHEMA, 1, 0x37, List.of(), List.of(interfaces));
    }

    private static InterfaceState cpu(int pe, int mask, int point, int groups, int modes) {
        return new InterfaceState(pe, mask, List.of(point, 2, 3), groups, modes, true, List.of());
    }

    private static InterfaceState active(Integer... priorities) {
        return new InterfaceState(0, 0xF8, List.of(2, 2, 3), 7, 0, true, List.of(priorities));
    }

    private static GicState state(InterruptState... interrupts) {
        return new GicState(GicState.SCHEMA, 1, 0x37, List.of(interrupts), cpus());
    }

    private static GicState line(InterruptLine line) {
        return state(new InterruptState(line, false, false, false, -1));
    }
}
