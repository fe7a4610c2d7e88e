package org.partita.hardware.gic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.api.ffa.ExceptionLevel.EL1;
import static org.partita.api.ffa.ExceptionLevel.EL2;
import static org.partita.api.ffa.ExceptionLevel.EL3;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_AP0R0_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_AP1R0_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_CTLR_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_CTLR_EL3;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_DIR_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_EOIR1_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_HPPIR0_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_HPPIR1_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_IAR0_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_IAR1_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_PMR_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_RPR_EL1;
import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptGroup;

class HandlingTest {
    private final Gicv3 gic = Gics.of(2, 64);

    private boolean active(int intid) {
        return gic.interrupts().stream().anyMatch(i -> i.line().intid() == intid && i.active());
    }

    private boolean pending(int intid) {
        return gic.interrupts().stream().anyMatch(i -> i.line().intid() == intid && i.pending());
    }

    private void pulsed(int intid, InterruptGroup group, int priority) {
        Gics.edge(gic, intid, 0, group, priority);
        gic.pulse(intid, 0);
    }

    @ParameterizedTest
    @EnumSource
    void anEdgeIsPendingThenActiveThenInactive(InterruptGroup group) {
        pulsed(40, group, 0x80);
        assertThat(Gics.acknowledge(gic, 0, group)).isEqualTo(40);
        assertThat(active(40)).isTrue();
        assertThat(pending(40)).isFalse();
        assertThat(gic.interfaces().getFirst().runningPriority()).isEqualTo(0x80);
        assertThat(Gics.acknowledge(gic, 0, group)).isEqualTo(1023);

        gic.pulse(40, 0);
        assertThat(gic.signalled(0)).as("active and pending").isEqualTo(Gic.SPURIOUS);
        Gics.end(gic, 0, group, 40);
        assertThat(active(40)).isFalse();
        assertThat(gic.interfaces().getFirst().runningPriority()).isEqualTo(0xFF);
        assertThat(gic.signalled(0)).isEqualTo(40);
    }

    @Test
    void aLevelIsPendingWhileItsWireIsAsserted() {
        Gics.level(gic, 40, 0, SECURE_GROUP_1, 0x40);
        gic.level(40, 0, true);
        assertThat(Gics.acknowledge(gic, 0, SECURE_GROUP_1)).isEqualTo(40);
        assertThat(pending(40)).as("active and pending").isTrue();
        Gics.end(gic, 0, SECURE_GROUP_1, 40);
        assertThat(gic.signalled(0)).isEqualTo(40);
        gic.level(40, 0, false);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
    }

    @Test
    void softwareLatchesALevelUntilItIsAcknowledgedOrCleared() {
        Gics.level(gic, 40, 0, SECURE_GROUP_1, 0x40);
        Gics.secure(gic, 0x204, 1 << 8);
        assertThat(gic.signalled(0)).isEqualTo(40);
        gic.level(40, 0, true);
        gic.level(40, 0, false);
        assertThat(gic.signalled(0)).as("the latch stays").isEqualTo(40);
        Gics.secure(gic, 0x284, 1 << 8);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
        gic.pulse(40, 0);
        Gics.acknowledge(gic, 0, SECURE_GROUP_1);
        Gics.end(gic, 0, SECURE_GROUP_1, 40);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
    }

    @Test
    void clearingDoesNotHideAWireThatIsAsserted() {
        Gics.level(gic, 40, 0, SECURE_GROUP_1, 0x40);
        gic.level(40, 0, true);
        Gics.secure(gic, 0x284, 1 << 8);
        assertThat(gic.signalled(0)).isEqualTo(40);
    }

    @Test
    void onlyTheRiseOfAWireIsAnEdge() {
        Gics.edge(gic, 40, 0, SECURE_GROUP_1, 0x40);
        gic.level(40, 0, true);
        Gics.acknowledge(gic, 0, SECURE_GROUP_1);
        Gics.end(gic, 0, SECURE_GROUP_1, 40);
        gic.level(40, 0, true);
        gic.level(40, 0, false);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
        gic.level(40, 0, true);
        gic.level(40, 0, false);
        assertThat(gic.signalled(0)).as("latched").isEqualTo(40);
    }

    @Test
    void messagesSetAndClearPending() {
        Gics.edge(gic, 40, 0, NONSECURE_GROUP_1, 0xA0);
        Gics.edge(gic, 41, 0, SECURE_GROUP_1, 0x40);
        Gics.nonSecure(gic, 0x40, 40);
        Gics.nonSecure(gic, 0x40, 41);
        Gics.nonSecure(gic, 0x50, 41);
        assertThat(gic.signalled(0)).as("a Secure interrupt is out of reach").isEqualTo(40);
        Gics.nonSecure(gic, 0x48, 40);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
        Gics.secure(gic, 0x50, 41);
        assertThat(gic.signalled(0)).isEqualTo(41);
        Gics.secure(gic, 0x58, 41);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
        Gics.secure(gic, 0x40, 27);
        Gics.secure(gic, 0x40, 96);
        assertThat(gic.interrupts()).hasSize(2);
    }

    @Test
    void prioritiesAreStacked() {
        pulsed(40, SECURE_GROUP_1, 0x60);
        Gics.acknowledge(gic, 0, SECURE_GROUP_1);
        pulsed(41, GROUP_0, 0x20);
        assertThat(Gics.acknowledge(gic, 0, GROUP_0)).isEqualTo(41);
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0x20);
        assertThat(gic.read(0, ICC_AP0R0_EL1, EL3)).isEqualTo(1 << 4);
        assertThat(gic.read(0, ICC_AP1R0_EL1, S_EL1)).isEqualTo(1 << 12);

        Gics.end(gic, 0, SECURE_GROUP_1, 40);
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).as("not acknowledged last").isEqualTo(0x20);
        assertThat(active(40)).isTrue();
        Gics.end(gic, 0, GROUP_0, 41);
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0x60);
        Gics.end(gic, 0, SECURE_GROUP_1, 40);
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0xFF);
    }

    /** ICC_CTLR_EL3.EOImode_EL3 2, EOImode_EL1S 3, EOImode_EL1NS 4; ICC_CTLR_EL1.EOImode 1. */
    @ParameterizedTest
    @CsvSource({"GROUP_0, EL3, 2", "SECURE_GROUP_1, S_EL1, 3", "NONSECURE_GROUP_1, EL1, 4"})
    void endOfInterruptModeSeparatesDropAndDeactivation(InterruptGroup group, ExceptionLevel by, int bit) {
        gic.write(0, ICC_CTLR_EL3, EL3, 1L << bit);
        assertThat(gic.read(0, ICC_CTLR_EL3, EL3) & 0x7F).isEqualTo(1L << bit);
        assertThat(gic.read(0, ICC_CTLR_EL1, S_EL1) & 0x7F).isEqualTo(bit == 3 ? 2 : 0);
        assertThat(gic.read(0, ICC_CTLR_EL1, EL1) & 0x7F).isEqualTo(bit == 4 ? 2 : 0);
        pulsed(40, group, 0x80);
        Gics.acknowledge(gic, 0, group);
        Gics.end(gic, 0, group, 40);
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0xFF);
        assertThat(active(40)).isTrue();
        gic.write(1, ICC_DIR_EL1, by, 40);
        assertThat(active(40)).as("EOImode of another PE").isTrue();
        gic.write(0, ICC_DIR_EL1, by, 40);
        assertThat(active(40)).isFalse();
    }

    @Test
    void deactivationIsIgnoredIfTheModeDoesNotSeparateIt() {
        pulsed(40, SECURE_GROUP_1, 0x40);
        Gics.acknowledge(gic, 0, SECURE_GROUP_1);
        gic.write(0, ICC_DIR_EL1, S_EL1, 40);
        assertThat(active(40)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GROUP_0, EL3, true", "GROUP_0, S_EL1, false", "GROUP_0, EL1, false",
        "SECURE_GROUP_1, EL3, true", "SECURE_GROUP_1, S_EL1, true", "SECURE_GROUP_1, EL1, false",
        "NONSECURE_GROUP_1, EL3, true", "NONSECURE_GROUP_1, S_EL1, true", "NONSECURE_GROUP_1, EL1, true",
    })
    void whoMayDeactivate(InterruptGroup group, ExceptionLevel by, boolean may) {
        gic.write(0, ICC_CTLR_EL3, EL3, 7 << 2);
        pulsed(40, group, 0x80);
        Gics.acknowledge(gic, 0, group);
        Gics.end(gic, 0, group, 40);
        gic.write(0, ICC_DIR_EL1, by, 40);
        assertThat(active(40)).isEqualTo(!may);
    }

    /** GICv3 2.2.1: 1020 and 1021 are for EL3 that reads ICC_IAR0_EL1 or ICC_HPPIR0_EL1. */
    @ParameterizedTest
    @CsvSource({
        "GROUP_0, ICC_IAR0_EL1, EL3, 40",
        "SECURE_GROUP_1, ICC_IAR0_EL1, EL3, 1020",
        "NONSECURE_GROUP_1, ICC_IAR0_EL1, EL3, 1021",
        "GROUP_0, ICC_HPPIR0_EL1, EL3, 40",
        "SECURE_GROUP_1, ICC_HPPIR0_EL1, EL3, 1020",
        "NONSECURE_GROUP_1, ICC_HPPIR0_EL1, EL3, 1021",
        "GROUP_0, ICC_IAR1_EL1, EL3, 1023",
        "GROUP_0, ICC_IAR1_EL1, S_EL1, 1023",
        "GROUP_0, ICC_IAR1_EL1, EL1, 1023",
        "SECURE_GROUP_1, ICC_IAR1_EL1, EL3, 40",
        "SECURE_GROUP_1, ICC_IAR1_EL1, S_EL2, 40",
        "SECURE_GROUP_1, ICC_IAR1_EL1, EL2, 1023",
        "NONSECURE_GROUP_1, ICC_IAR1_EL1, EL3, 1023",
        "NONSECURE_GROUP_1, ICC_IAR1_EL1, S_EL1, 1023",
        "NONSECURE_GROUP_1, ICC_IAR1_EL1, EL2, 40",
        "SECURE_GROUP_1, ICC_HPPIR1_EL1, EL1, 1023",
        "SECURE_GROUP_1, ICC_HPPIR1_EL1, S_EL1, 40",
        "NONSECURE_GROUP_1, ICC_HPPIR1_EL1, EL1, 40",
    })
    void anInterruptForOthersHasASpecialId(
            InterruptGroup group, CpuInterfaceRegister register, ExceptionLevel by, int intid) {
        pulsed(40, group, 0x80);
        assertThat(gic.read(0, register, by)).isEqualTo(intid);
        assertThat(active(40)).isEqualTo(register != ICC_HPPIR0_EL1 && register != ICC_HPPIR1_EL1 && intid == 40);
    }

    @Test
    void theHighestPendingIsSaidWhateverMaskAndRunningPriority() {
        pulsed(40, SECURE_GROUP_1, 0x40);
        gic.write(0, ICC_PMR_EL1, EL3, 0);
        assertThat(gic.read(0, ICC_IAR1_EL1, S_EL1)).isEqualTo(1023);
        assertThat(gic.read(0, ICC_IAR0_EL1, EL3)).isEqualTo(1023);
        assertThat(gic.read(0, ICC_HPPIR1_EL1, S_EL1)).isEqualTo(40);
        assertThat(gic.read(0, ICC_HPPIR0_EL1, EL3)).isEqualTo(1020);
    }

    @Test
    void el3EndsGroup1OfBothSecurityStates() {
        pulsed(40, NONSECURE_GROUP_1, 0xA0);
        Gics.acknowledge(gic, 0, NONSECURE_GROUP_1);
        gic.write(0, ICC_EOIR1_EL1, S_EL1, 40);
        assertThat(active(40)).isTrue();
        gic.write(0, ICC_EOIR1_EL1, EL3, 40);
        assertThat(active(40)).isFalse();
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0xFF);
    }

    @ParameterizedTest
    @CsvSource({"1020", "1023", "96", "0xFFFFFF"})
    void specialAndAbsentIdsEndNothing(String intid) {
        pulsed(40, SECURE_GROUP_1, 0x40);
        Gics.acknowledge(gic, 0, SECURE_GROUP_1);
        Gics.end(gic, 0, SECURE_GROUP_1, Integer.decode(intid));
        gic.write(0, ICC_DIR_EL1, EL3, Integer.decode(intid));
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0x40);
        assertThat(active(40)).isTrue();
    }

    @Test
    void activeIsSetAndClearedByRegistersWithoutAPriority() {
        pulsed(40, SECURE_GROUP_1, 0x40);
        Gics.secure(gic, 0x304, 1 << 8);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0xFF);
        Gics.secure(gic, 0x384, 1 << 8);
        assertThat(gic.signalled(0)).isEqualTo(40);
    }

    // ---- access

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "ICC_(IAR0|EOIR0|HPPIR0|BPR0|AP0R0|IGRPEN0)_EL1|ICC_.*_EL3")
    void registersOfGroup0AndEl3AreUndefinedBelowEl3(CpuInterfaceRegister register) {
        for (ExceptionLevel by : new ExceptionLevel[] {ExceptionLevel.S_EL2, S_EL1, EL2, EL1, ExceptionLevel.S_EL0}) {
            assertThatThrownBy(() -> gic.read(0, register, by))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(register + " is UNDEFINED at " + by.title());
            assertThatThrownBy(() -> gic.write(0, register, by, 0)).hasMessageContaining("UNDEFINED");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "ICC_(IAR|HPPIR|RPR).*")
    void someRegistersAreReadOnly(CpuInterfaceRegister register) {
        assertThatThrownBy(() -> gic.write(0, register, EL3, 0)).hasMessageContaining("read only");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "ICC_(EOIR|DIR|SGI|ASGI).*")
    void someRegistersAreWriteOnly(CpuInterfaceRegister register) {
        assertThatThrownBy(() -> gic.read(0, register, EL3)).hasMessageContaining("write only");
    }

    @ParameterizedTest
    @EnumSource
    void noneCanBeAccessedFromEl0OrOnAPeThatThereIsNot(CpuInterfaceRegister register) {
        assertThatThrownBy(() -> gic.read(0, register, ExceptionLevel.S_EL0)).hasMessageContaining("UNDEFINED");
        assertThatThrownBy(() -> gic.read(2, register, EL3)).hasMessageContaining("there is no PE 2");
        assertThatThrownBy(() -> gic.write(-1, register, EL3, 0)).hasMessageContaining("there is no PE -1");
    }

    @ParameterizedTest
    @CsvSource({"ICC_SRE_EL1, EL1, 7", "ICC_SRE_EL2, EL2, 15", "ICC_SRE_EL2, S_EL2, 15", "ICC_SRE_EL3, EL3, 15"})
    void systemRegistersAreAlwaysEnabled(CpuInterfaceRegister register, ExceptionLevel by, int value) {
        gic.write(0, register, by, 0);
        assertThat(gic.read(0, register, by)).isEqualTo(value);
    }
}
