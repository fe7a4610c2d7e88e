package org.partita.hardware.gic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.Gic;
import org.partita.api.gic.GicFrame;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;

class SignallingTest {
    private final Gicv3 gic = Gics.of(3, 64);

    private void write(int pe, CpuInterfaceRegister register, long value) {
        gic.write(pe, register, ExceptionLevel.EL3, value);
    }

    private static CpuInterfaceRegister enable(InterruptGroup group) {
        return group == GROUP_0 ? CpuInterfaceRegister.ICC_IGRPEN0_EL1 : CpuInterfaceRegister.ICC_IGRPEN1_EL1;
    }

    private static ExceptionLevel levelOf(InterruptGroup group) {
        return switch (group) {
            case GROUP_0 -> ExceptionLevel.EL3;
            case SECURE_GROUP_1 -> ExceptionLevel.S_EL2;
            case NONSECURE_GROUP_1 -> ExceptionLevel.EL2;
        };
    }

    @ParameterizedTest
    @EnumSource
    void aPendingInterruptIsSignalledIfItAndItsGroupAreEnabled(InterruptGroup group) {
        Gics.edge(gic, 40, 1, group, 0x80);
        assertThat(gic.signalled(1)).isEqualTo(Gic.SPURIOUS);
        gic.pulse(40, 0);
        assertThat(gic.signalled(1)).isEqualTo(40);
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);

        Gics.secure(gic, 0x184, 1 << 8);
        assertThat(gic.signalled(1)).isEqualTo(Gic.SPURIOUS);
        Gics.secure(gic, 0x104, 1 << 8);
        assertThat(gic.signalled(1)).as("still pending").isEqualTo(40);

        gic.write(1, enable(group), levelOf(group), 0);
        assertThat(gic.signalled(1)).isEqualTo(Gic.SPURIOUS);
        assertThat(gic.interfaces().get(1).enabledGroups()).isEqualTo(7 & ~(1 << group.ordinal()));
        gic.write(1, enable(group), levelOf(group), 1);
        assertThat(gic.signalled(1)).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({"GROUP_0, 0x36", "SECURE_GROUP_1, 0x33", "NONSECURE_GROUP_1, 0x35"})
    void theDistributorEnablesGroupsToo(InterruptGroup group, String without) {
        Gics.edge(gic, 40, 0, group, 0x80);
        gic.pulse(40, 0);
        Gics.secure(gic, 0, Integer.decode(without));
        assertThat(gic.signalled(0)).isEqualTo(Gic.SPURIOUS);
        Gics.secure(gic, 0, 7);
        assertThat(gic.signalled(0)).isEqualTo(40);
    }

    @Test
    void anInterruptOfADisabledGroupHidesNoOther() {
        Gics.edge(gic, 40, 0, GROUP_0, 0);
        Gics.edge(gic, 41, 0, NONSECURE_GROUP_1, 0xE0);
        gic.pulse(40, 0);
        gic.pulse(41, 0);
        assertThat(gic.signalled(0)).isEqualTo(40);
        write(0, CpuInterfaceRegister.ICC_IGRPEN0_EL1, 0);
        assertThat(gic.signalled(0)).isEqualTo(41);
    }

    @ParameterizedTest
    @CsvSource({"40, 0x20, 41, 0x10, 41", "40, 0x20, 41, 0x20, 40", "40, 0x27, 33, 0x20, 33", "27, 0x10, 3, 0x10, 3"})
    void theHighestPriorityComesFirstThenTheLowestId(int a, String pa, int b, String pb, int first) {
        Gics.edge(gic, a, 0, SECURE_GROUP_1, Integer.decode(pa));
        Gics.edge(gic, b, 0, SECURE_GROUP_1, Integer.decode(pb));
        gic.pulse(a, 0);
        gic.pulse(b, 0);
        assertThat(gic.signalled(0)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "0xFF, 0xF0, true",
        "0xFF, 0xF8, false",
        "0x80, 0x78, true",
        "0x80, 0x80, false",
        "0x87, 0x80, false",
        "0, 0, false"
    })
    void onlyPrioritiesAboveTheMaskAreSignalled(String mask, String priority, boolean signalled) {
        Gics.edge(gic, 40, 0, NONSECURE_GROUP_1, Integer.decode(priority));
        gic.pulse(40, 0);
        write(0, CpuInterfaceRegister.ICC_PMR_EL1, Integer.decode(mask));
        assertThat(gic.signalled(0) == 40).isEqualTo(signalled);
    }

    @Test
    void fiveBitsOfPrioritiesAreImplemented() {
        Gics.edge(gic, 40, 0, GROUP_0, 0x5D);
        assertThat(gic.priority(40, 0)).isEqualTo(0x58);
        assertThat(gic.read(0, CpuInterfaceRegister.ICC_PMR_EL1, ExceptionLevel.EL3))
                .isEqualTo(0xF8);
        assertThat(gic.read(0, CpuInterfaceRegister.ICC_CTLR_EL3, ExceptionLevel.EL3) >> 8 & 7)
                .as("PRIbits")
                .isEqualTo(4);
    }

    /** Group priority is bits 7 to point + 1, for Non-secure Group 1 bits 7 to point (GICv3 Tables 4-7 and 4-8). */
    @ParameterizedTest
    @CsvSource({
        "GROUP_0, 2, 0x40, 0x38, true",
        "GROUP_0, 2, 0x40, 0x40, false",
        "GROUP_0, 3, 0x48, 0x40, false",
        "GROUP_0, 3, 0x50, 0x48, true",
        "GROUP_0, 6, 0x78, 0x00, false",
        "GROUP_0, 6, 0x80, 0x78, true",
        "GROUP_0, 7, 0xF0, 0x00, false",
        "SECURE_GROUP_1, 2, 0x40, 0x38, true",
        "SECURE_GROUP_1, 3, 0x48, 0x40, false",
        "SECURE_GROUP_1, 4, 0x58, 0x40, false",
        "SECURE_GROUP_1, 4, 0x60, 0x58, true",
        "NONSECURE_GROUP_1, 3, 0xA0, 0x98, true",
        "NONSECURE_GROUP_1, 4, 0xA8, 0xA0, false",
        "NONSECURE_GROUP_1, 4, 0xB0, 0xA8, true",
        "NONSECURE_GROUP_1, 7, 0xF0, 0x80, false",
    })
    void preemptionGoesByGroupPriority(
            InterruptGroup group, int point, String running, String pending, boolean preempts) {
        Gics.edge(gic, 40, 0, group, Integer.decode(running));
        Gics.edge(gic, 41, 0, group, Integer.decode(pending));
        CpuInterfaceRegister bpr =
                group == GROUP_0 ? CpuInterfaceRegister.ICC_BPR0_EL1 : CpuInterfaceRegister.ICC_BPR1_EL1;
        gic.write(0, bpr, levelOf(group), point);
        assertThat(gic.read(0, bpr, levelOf(group))).isEqualTo(point);
        gic.pulse(40, 0);
        assertThat(Gics.acknowledge(gic, 0, group)).isEqualTo(40);
        gic.pulse(41, 0);
        assertThat(gic.signalled(0)).isEqualTo(preempts ? 41 : Gic.SPURIOUS);
        Gics.end(gic, 0, group, 40);
        assertThat(gic.signalled(0)).isEqualTo(41);
    }

    @ParameterizedTest
    @CsvSource({"ICC_BPR0_EL1, EL3, 2", "ICC_BPR1_EL1, EL3, 2", "ICC_BPR1_EL1, S_EL1, 2", "ICC_BPR1_EL1, EL1, 3"})
    void aBinaryPointBelowTheLeastSetsTheLeast(CpuInterfaceRegister bpr, ExceptionLevel by, int least) {
        assertThat(gic.read(0, bpr, by)).isEqualTo(least);
        gic.write(0, bpr, by, 7);
        gic.write(0, bpr, by, 0);
        assertThat(gic.read(0, bpr, by)).isEqualTo(least);
    }

    @Test
    void anSpiGoesWhereItsRouterSays() {
        Gics.edge(gic, 40, 2, SECURE_GROUP_1, 0x40);
        gic.pulse(40, 0);
        assertThat(gic.signalled(2)).isEqualTo(40);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x6140, 8, true, 1);
        assertThat(gic.signalled(2)).isEqualTo(Gic.SPURIOUS);
        assertThat(gic.signalled(1)).isEqualTo(40);
    }

    @Test
    void whatAnyPeMayTakeGoesToTheFirstThatParticipates() {
        Gics.edge(gic, 40, InterruptLine.ANY_PE, NONSECURE_GROUP_1, 0xA0);
        gic.pulse(40, 0);
        assertSignalled(40, 1023, 1023);
        gic.write(GicFrame.REDISTRIBUTOR, 0, 0x14, 4, true, 2);
        assertSignalled(1023, 40, 1023);
        gic.write(1, CpuInterfaceRegister.ICC_IGRPEN1_EL1, ExceptionLevel.EL1, 0);
        assertSignalled(1023, 1023, 40);
        gic.write(GicFrame.REDISTRIBUTOR, 0, 0x14, 4, true, 0);
        assertSignalled(40, 1023, 1023);
        write(0, CpuInterfaceRegister.ICC_IGRPEN1_EL3, 2);
        write(2, CpuInterfaceRegister.ICC_IGRPEN1_EL3, 2);
        assertSignalled(1023, 1023, 1023);
    }

    private void assertSignalled(int... expected) {
        for (int pe = 0; pe < expected.length; pe++) {
            assertThat(gic.signalled(pe)).as("PE %d", pe).isEqualTo(expected[pe]);
        }
    }

    @Test
    void aSleepingPeIsNotSignalledAndLosesNothing() {
        Gics.edge(gic, 27, 1, SECURE_GROUP_1, 0x40);
        gic.write(GicFrame.REDISTRIBUTOR, 1, 0x14, 4, true, 2);
        assertThat(gic.read(GicFrame.REDISTRIBUTOR, 1, 0x14, 4, true))
                .as("ChildrenAsleep too")
                .isEqualTo(6);
        gic.pulse(27, 1);
        assertThat(gic.signalled(1)).isEqualTo(Gic.SPURIOUS);
        gic.write(GicFrame.REDISTRIBUTOR, 1, 0x14, 4, false, 0);
        assertThat(gic.signalled(1)).as("GICR_WAKER is Secure").isEqualTo(Gic.SPURIOUS);
        assertThat(gic.read(GicFrame.REDISTRIBUTOR, 1, 0x14, 4, false)).isZero();
        gic.write(GicFrame.REDISTRIBUTOR, 1, 0x14, 4, true, 0);
        assertThat(gic.signalled(1)).isEqualTo(27);
    }

    @Test
    void aPpiIsPendingAtItsPeOnly() {
        for (int pe = 0; pe < 3; pe++) {
            Gics.level(gic, 27, pe, NONSECURE_GROUP_1, 0xA0);
        }
        gic.level(27, 1, true);
        assertSignalled(1023, 27, 1023);
    }
}
