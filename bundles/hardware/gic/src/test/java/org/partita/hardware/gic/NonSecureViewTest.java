package org.partita.hardware.gic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.api.ffa.ExceptionLevel.EL1;
import static org.partita.api.ffa.ExceptionLevel.EL3;
import static org.partita.api.ffa.ExceptionLevel.S_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_AP1R0_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_IGRPEN1_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_IGRPEN1_EL3;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_PMR_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_RPR_EL1;
import static org.partita.api.gic.CpuInterfaceRegister.ICC_SGI1R_EL1;
import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.GicFrame;
import org.partita.api.gic.GicState;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;

class NonSecureViewTest {
    private final Gicv3 gic = Gics.of(3, 64);

    @ParameterizedTest
    @ValueSource(ints = {0x84, 0x104, 0x184, 0x204, 0x284, 0x304, 0x384, 0x428, 0xC08, 0xD04, 0x6140})
    void secureInterruptsAreOutOfReach(int offset) {
        for (InterruptGroup group : new InterruptGroup[] {GROUP_0, SECURE_GROUP_1}) {
            gic.configure(new InterruptLine(40, 1, group, 0x48, false, true));
            gic.pulse(40, 0);
            Gics.secure(gic, 0x304, 1 << 8);
            GicState before = gic.exportState();
            assertThat(Gics.nonSecure(gic, offset)).isZero();
            Gics.nonSecure(gic, offset, 0xFFFF_FFFFL);
            Gics.nonSecure(gic, offset, 0);
            assertThat(gic.exportState().interrupts())
                    .as("SPI 40")
                    .contains(before.interrupts().getFirst());
        }
    }

    @Test
    void itsOwnInterruptsAreNot() {
        Gics.edge(gic, 40, 0, NONSECURE_GROUP_1, 0xA0);
        Gics.edge(gic, 41, 0, SECURE_GROUP_1, 0x40);
        assertThat(Gics.nonSecure(gic, 0x104)).isEqualTo(1 << 8);
        Gics.nonSecure(gic, 0x204, 0xFFFF_FFFFL);
        assertThat(Gics.secure(gic, 0x204)).isEqualTo(1 << 8);
        Gics.nonSecure(gic, 0x184, 0xFFFF_FFFFL);
        assertThat(Gics.secure(gic, 0x104)).isEqualTo(1 << 9);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x6140, 8, false, 2);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x6140, 8, true)).isEqualTo(2);
        assertThat(Gics.nonSecure(gic, 0x84)).as("groups are Secure").isZero();
    }

    /** GICv3 4.8.6: shifted left to read, shifted right with bit 7 set to write. */
    @ParameterizedTest
    @CsvSource({"0x00, 0x80, 0x00", "0x10, 0x88, 0x10", "0x80, 0xC0, 0x80", "0xF0, 0xF8, 0xF0", "0xFF, 0xF8, 0xF0"})
    void itsPrioritiesAreTheLowerHalf(String written, String secure, String read) {
        Gics.edge(gic, 40, 0, NONSECURE_GROUP_1, 0xA0);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x428, 1, false, Integer.decode(written));
        assertThat(gic.priority(40, 0)).isEqualTo(Integer.decode(secure));
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x428, 1, false))
                .isEqualTo(Integer.decode(read).longValue());

        gic.write(0, ICC_PMR_EL1, EL1, Integer.decode(written));
        assertThat(gic.read(0, ICC_PMR_EL1, EL3))
                .isEqualTo(Integer.decode(secure).longValue());
        assertThat(gic.read(0, ICC_PMR_EL1, EL1)).isEqualTo(Integer.decode(read).longValue());
    }

    @Test
    void aSecureMaskIsNotSeenAndNotLowered() {
        gic.write(0, ICC_PMR_EL1, S_EL1, 0x40);
        assertThat(gic.read(0, ICC_PMR_EL1, EL1)).isZero();
        gic.write(0, ICC_PMR_EL1, EL1, 0xFF);
        assertThat(gic.read(0, ICC_PMR_EL1, EL3)).isEqualTo(0x40);
    }

    @Test
    void aSecureRunningPriorityIsNotSeen() {
        assertThat(gic.read(0, ICC_RPR_EL1, EL1)).isEqualTo(0xFF);
        Gics.edge(gic, 40, 0, NONSECURE_GROUP_1, 0xA0);
        gic.pulse(40, 0);
        Gics.acknowledge(gic, 0, NONSECURE_GROUP_1);
        assertThat(gic.read(0, ICC_RPR_EL1, EL1)).isEqualTo(0x40);
        assertThat(gic.read(0, ICC_RPR_EL1, S_EL1)).isEqualTo(0xA0);
        Gics.edge(gic, 41, 0, SECURE_GROUP_1, 0x40);
        gic.pulse(41, 0);
        Gics.acknowledge(gic, 0, SECURE_GROUP_1);
        assertThat(gic.read(0, ICC_RPR_EL1, EL1)).isZero();
    }

    @Test
    void activePrioritiesOfTheSecureHalfCantBeClaimed() {
        gic.write(0, ICC_AP1R0_EL1, EL1, 0xFFFF_FFFFL);
        assertThat(gic.read(0, ICC_AP1R0_EL1, EL1)).isEqualTo(0xFFFF_0000L);
        assertThat(gic.read(0, ICC_AP1R0_EL1, S_EL1)).isZero();
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isEqualTo(0x80);
        gic.write(0, ICC_AP1R0_EL1, S_EL1, 1);
        assertThat(gic.read(0, ICC_RPR_EL1, EL3)).isZero();
    }

    @Test
    void enablesOfGroup1AreBanked() {
        gic.write(0, ICC_IGRPEN1_EL1, EL1, 0);
        assertThat(gic.read(0, ICC_IGRPEN1_EL1, EL1)).isZero();
        assertThat(gic.read(0, ICC_IGRPEN1_EL1, S_EL1)).isEqualTo(1);
        assertThat(gic.read(0, ICC_IGRPEN1_EL1, EL3)).isEqualTo(1);
        assertThat(gic.read(0, ICC_IGRPEN1_EL3, EL3)).as("EnableGrp1S").isEqualTo(2);
        gic.write(0, ICC_IGRPEN1_EL3, EL3, 1);
        assertThat(gic.read(0, ICC_IGRPEN1_EL1, EL1)).isEqualTo(1);
        assertThat(gic.read(0, ICC_IGRPEN1_EL1, S_EL1)).isZero();
    }

    // ---- SGIs

    /** GICv3 Table 12-14 with GICR_NSACR zero: which SGIs are forwarded to a target that has them in a group. */
    @ParameterizedTest
    @CsvSource({
        "ICC_SGI0R_EL1, EL3, GROUP_0, true",
        "ICC_SGI0R_EL1, S_EL1, GROUP_0, true",
        "ICC_SGI0R_EL1, EL1, GROUP_0, false",
        "ICC_SGI0R_EL1, S_EL1, SECURE_GROUP_1, false",
        "ICC_SGI0R_EL1, S_EL1, NONSECURE_GROUP_1, false",
        "ICC_SGI1R_EL1, S_EL1, GROUP_0, true",
        "ICC_SGI1R_EL1, S_EL1, SECURE_GROUP_1, true",
        "ICC_SGI1R_EL1, S_EL1, NONSECURE_GROUP_1, false",
        "ICC_SGI1R_EL1, EL1, GROUP_0, false",
        "ICC_SGI1R_EL1, EL1, SECURE_GROUP_1, false",
        "ICC_SGI1R_EL1, EL1, NONSECURE_GROUP_1, true",
        "ICC_ASGI1R_EL1, S_EL1, NONSECURE_GROUP_1, true",
        "ICC_ASGI1R_EL1, S_EL1, SECURE_GROUP_1, false",
        "ICC_ASGI1R_EL1, EL1, SECURE_GROUP_1, false",
        "ICC_ASGI1R_EL1, EL1, GROUP_0, false",
        "ICC_ASGI1R_EL1, EL1, NONSECURE_GROUP_1, false",
    })
    void anSgiIsForwardedIfItsGroupFits(
            CpuInterfaceRegister register, ExceptionLevel by, InterruptGroup group, boolean forwarded) {
        Gics.edge(gic, 5, 1, group, 0x80);
        gic.write(0, register, by, 5L << 24 | 1 << 1);
        assertThat(gic.signalled(1) == 5).isEqualTo(forwarded);
    }

    @ParameterizedTest
    @CsvSource({
        "0x5000001, 1",
        "0x5000007, 7",
        "0x5000000, 0",
        "0x5000008, 0",
        "0x10005000000, 5",
        "0x10005000007, 5",
        "0x5010007, 0",
        "0x100005000007, 0",
        "0x105000007, 0",
        "0x1000005000007, 0",
        "0x6000007, 0"
    })
    void targetsAreAListOrAllOthers(String value, int targets) {
        for (int pe = 0; pe < 3; pe++) {
            Gics.edge(gic, 5, pe, NONSECURE_GROUP_1, 0x80);
        }
        gic.write(1, ICC_SGI1R_EL1, EL1, Long.decode(value));
        int reached = 0;
        for (int pe = 0; pe < 3; pe++) {
            reached |= gic.signalled(pe) == 5 ? 1 << pe : 0;
        }
        assertThat(reached).isEqualTo(targets);
    }

    @Test
    void theSeventeenthPeHasAnotherAff1() {
        Gicv3 large = Gics.of(18, 32);
        Gics.edge(large, 5, 17, SECURE_GROUP_1, 0x40);
        large.write(0, ICC_SGI1R_EL1, S_EL1, 5L << 24 | 1 << 16 | 1 << 1);
        assertThat(large.signalled(17)).isEqualTo(5);
    }

    // ---- what is set up

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "96 | 0 | 128 | there is no interrupt 96; the last is 95",
                "27 | 3 | 128 | interrupt 27: there is no PE 3; the platform has 3",
                "27 | -1 | 128 | there is no PE -1",
                "40 | 3 | 128 | no PE 3 to route it to",
                "40 | -2 | 128 | no PE -2 to route it to",
                "40 | 0 | 256 | priorities are 0 to 255, not 256",
                "40 | 0 | -1 | priorities are 0 to 255, not -1",
                "4 | 0 | 128 | SGIs are edge-triggered",
            })
    void whatIsWrongIsNamed(int intid, int pe, int priority, String words) {
        InterruptLine line = new InterruptLine(intid, pe, GROUP_0, priority, true, true);
        assertThatThrownBy(() -> gic.configure(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
        assertThat(gic.interrupts()).isEmpty();
    }

    @Test
    void wiresThatThereAreNotAreRefused() {
        assertThatThrownBy(() -> gic.pulse(1023, 0)).hasMessageContaining("no interrupt 1023");
        assertThatThrownBy(() -> gic.level(27, 3, true)).hasMessageContaining("no PE 3");
        assertThatThrownBy(() -> gic.signalled(3)).hasMessageContaining("no PE 3");
        assertThatThrownBy(() -> gic.group(-1, 0)).hasMessageContaining("no interrupt -1");
        assertThatThrownBy(() -> gic.priority(5, -1)).hasMessageContaining("no PE -1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-32, 0, 31, 33, 987, 989, 992, 1020})
    void aNumberOfSpisThatIsNotPossibleIsNamed(int spis) {
        GicConfiguration configuration = Gics.configuration(spis);
        assertThatThrownBy(() -> new Gicv3(configuration))
                .hasMessageContaining("org.partita.hardware.gic spis: found " + spis)
                .hasMessageContaining("a multiple of 32 from 32 to 960, or 988");
    }

    @Test
    void anotherSizeCountsFromTheNextPlatformOn() {
        Gics.edge(gic, 95, 0, GROUP_0, 0);
        gic.modified(Gics.configuration(32));
        assertThat(gic.implemented(95)).isTrue();
        gic.attach(new Gics.Attached(1));
        assertThat(gic.implemented(95)).isFalse();
        assertThat(gic.interrupts()).isEmpty();
    }
}
