package org.partita.hardware.gic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.gic.GicFrame;
import org.partita.api.gic.InterruptLine;

class RegisterMapTest {
    private static final GicFrame RD = GicFrame.REDISTRIBUTOR;
    private static final GicFrame SGI = GicFrame.REDISTRIBUTOR_SGI;

    private final Gicv3 gic = Gics.of(3, 64);

    /** Offsets and ends of GICv3 Tables 12-25, 12-27 and 12-29. */
    @ParameterizedTest
    @CsvSource({
        "GICD_CTLR, 0x0000, 0x0004",
        "GICD_TYPER, 0x0004, 0x0008",
        "GICD_IIDR, 0x0008, 0x000C",
        "GICD_TYPER2, 0x000C, 0x0010",
        "GICD_STATUSR, 0x0010, 0x0014",
        "GICD_SETSPI_NSR, 0x0040, 0x0044",
        "GICD_CLRSPI_NSR, 0x0048, 0x004C",
        "GICD_SETSPI_SR, 0x0050, 0x0054",
        "GICD_CLRSPI_SR, 0x0058, 0x005C",
        "GICD_IGROUPR, 0x0080, 0x0100",
        "GICD_ISENABLER, 0x0100, 0x0180",
        "GICD_ICENABLER, 0x0180, 0x0200",
        "GICD_ISPENDR, 0x0200, 0x0280",
        "GICD_ICPENDR, 0x0280, 0x0300",
        "GICD_ISACTIVER, 0x0300, 0x0380",
        "GICD_ICACTIVER, 0x0380, 0x0400",
        "GICD_IPRIORITYR, 0x0400, 0x07FC",
        "GICD_ITARGETSR, 0x0800, 0x0BFC",
        "GICD_ICFGR, 0x0C00, 0x0D00",
        "GICD_IGRPMODR, 0x0D00, 0x0D80",
        "GICD_NSACR, 0x0E00, 0x0F00",
        "GICD_SGIR, 0x0F00, 0x0F04",
        "GICD_CPENDSGIR, 0x0F10, 0x0F20",
        "GICD_SPENDSGIR, 0x0F20, 0x0F30",
        "GICD_IROUTER, 0x6000, 0x7FE0",
        "GICD_PIDR2, 0xFFE8, 0xFFEC",
        "GICR_CTLR, 0x0000, 0x0004",
        "GICR_IIDR, 0x0004, 0x0008",
        "GICR_TYPER, 0x0008, 0x0010",
        "GICR_STATUSR, 0x0010, 0x0014",
        "GICR_WAKER, 0x0014, 0x0018",
        "GICR_SETLPIR, 0x0040, 0x0048",
        "GICR_CLRLPIR, 0x0048, 0x0050",
        "GICR_PROPBASER, 0x0070, 0x0078",
        "GICR_PENDBASER, 0x0078, 0x0080",
        "GICR_INVLPIR, 0x00A0, 0x00A8",
        "GICR_INVALLR, 0x00B0, 0x00B8",
        "GICR_SYNCR, 0x00C0, 0x00C4",
        "GICR_PIDR2, 0xFFE8, 0xFFEC",
        "GICR_IGROUPR0, 0x0080, 0x0084",
        "GICR_ISENABLER0, 0x0100, 0x0104",
        "GICR_ICENABLER0, 0x0180, 0x0184",
        "GICR_ISPENDR0, 0x0200, 0x0204",
        "GICR_ICPENDR0, 0x0280, 0x0284",
        "GICR_ISACTIVER0, 0x0300, 0x0304",
        "GICR_ICACTIVER0, 0x0380, 0x0384",
        "GICR_IPRIORITYR, 0x0400, 0x0420",
        "GICR_ICFGR, 0x0C00, 0x0C08",
        "GICR_IGRPMODR0, 0x0D00, 0x0D04",
        "GICR_NSACR, 0x0E00, 0x0E04",
    })
    void registersStandWhereTheArchitectureHasThem(String name, String from, String to) {
        Register register = Register.valueOf(name);
        assertThat(register.offset()).isEqualTo(Integer.decode(from));
        assertThat(register.offset() + register.count() * register.width()).isEqualTo(Integer.decode(to));
        assertThat(Register.at(register.frame(), register.offset())).isEqualTo(register);
    }

    @Test
    void registersDoNotOverlap() {
        for (GicFrame frame : GicFrame.values()) {
            int end = 0;
            for (Register r : Arrays.stream(Register.values())
                    .filter(r -> r.frame() == frame)
                    .toList()) {
                assertThat(r.offset()).as(r.name()).isGreaterThanOrEqualTo(end);
                end = r.offset() + r.count() * r.width();
            }
            assertThat(end).isLessThanOrEqualTo(0x10000);
        }
    }

    @Test
    void identificationSaysGicv3() {
        assertThat(Gics.secure(gic, 0xFFE8) >> 4 & 0xF).isEqualTo(3);
        assertThat(gic.read(RD, 0, 0xFFE8, 4, false) >> 4 & 0xF).isEqualTo(3);
        assertThat(Gics.secure(gic, 8)).isEqualTo(gic.read(RD, 1, 4, 4, true)).isNotZero();
    }

    /** ITLinesNumber in 4:0, SecurityExtn 10, MBIS 16, LPIS 17, IDbits 23:19 less one, A3V 24, No1N 25. */
    @ParameterizedTest
    @CsvSource({"32, 1", "64, 2", "256, 8", "960, 30", "988, 31"})
    void theTypeOfTheDistributorSaysHowManySpisThereAre(int spis, int lines) {
        Gicv3 sized = Gics.of(1, spis);
        assertThat(Gics.nonSecure(sized, 4)).isEqualTo(lines | 1 << 10 | 1 << 16 | 9 << 19);
        assertThat(sized.implemented(31 + spis)).isTrue();
        assertThat(sized.implemented(32 + spis)).isFalse();
        assertThat(sized.implemented(-1)).isFalse();
    }

    @Test
    void specialInterruptIdsAreNoInterruptsOfTheLastRegister() {
        Gicv3 whole = Gics.of(1, 988);
        Gics.secure(whole, 0x17C, -1);
        assertThat(Gics.secure(whole, 0x17C)).isEqualTo(0x0FFF_FFFFL);
        whole.write(GicFrame.DISTRIBUTOR, 0, 0x6000 + 8 * 1019, 8, true, 1L << 31);
        assertThat(whole.read(GicFrame.DISTRIBUTOR, 0, 0x6000 + 8 * 1019, 8, true))
                .isEqualTo(1L << 31);
        Gics.secure(whole, 0x7F8, -1);
        assertThat(Gics.secure(whole, 0x7F8)).isEqualTo(0xF8F8_F8F8L);
        Gics.secure(whole, 0xCFC, -1);
        assertThat(Gics.secure(whole, 0xCFC)).isEqualTo(0x00AA_AAAAL);
    }

    @Test
    void theTypeOfARedistributorSaysWhoseItIs() {
        assertThat(gic.read(RD, 0, 8, 8, false)).isZero();
        assertThat(gic.read(RD, 1, 8, 8, true)).isEqualTo(1L << 32 | 1 << 8);
        assertThat(gic.read(RD, 2, 8, 8, true)).isEqualTo(2L << 32 | 2 << 8 | 1 << 4);
        assertThat(gic.read(RD, 2, 8, 4, true)).isEqualTo(2 << 8 | 1 << 4);
        assertThat(gic.read(RD, 2, 12, 4, true)).isEqualTo(2);
        assertThat(Gics.of(20, 32).read(RD, 17, 12, 4, true)).as("Aff1.Aff0").isEqualTo(0x101);
    }

    /** EnableGrp0, EnableGrp1NS, EnableGrp1S in 2:0, ARE_S and ARE_NS read as one, DS is RAZ. */
    @Test
    void controlOfTheDistributorHasAView() {
        assertThat(Gics.secure(gic, 0)).as("as firmware leaves it").isEqualTo(0x37);
        assertThat(Gics.nonSecure(gic, 0)).isEqualTo(0x12);
        Gics.secure(gic, 0, 0xFFFF_FFC0L);
        assertThat(Gics.secure(gic, 0)).isEqualTo(0x30);
        Gics.nonSecure(gic, 0, -1);
        assertThat(Gics.secure(gic, 0)).isEqualTo(0x32);
        Gics.secure(gic, 0, 7);
        Gics.nonSecure(gic, 0, 0);
        assertThat(Gics.secure(gic, 0)).isEqualTo(0x35);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0C, 0x10, 0x14, 0x60, 0x800, 0x820, 0xE00, 0xF00, 0xF10, 0xF20, 0x1000, 0x5000, 0xFFFC})
    void whatIsReservedOrNotModelledReadsAsZero(int offset) {
        Gics.secure(gic, offset, -1);
        assertThat(Gics.secure(gic, offset)).isZero();
        assertThat(gic.interrupts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0x80, 0x100, 0x180, 0x200, 0x280, 0x300, 0x380, 0x400, 0x41C, 0xC00, 0xC04, 0xD00, 0x6000, 0x60F8})
    void sgisAndPpisAreNotInTheDistributor(int offset) {
        Gics.secure(gic, offset, -1);
        assertThat(Gics.secure(gic, offset)).isZero();
        assertThat(gic.interrupts()).isEmpty();
        assertThat(gic.exportState()).isEqualTo(Gics.of(3, 64).exportState());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8C, 0x10C, 0x20C, 0x30C, 0x460, 0xC18, 0xD0C, 0x6300})
    void spisBeyondTheLastReadAsZero(int offset) {
        Gics.secure(gic, offset, -1);
        assertThat(Gics.secure(gic, offset)).isZero();
        assertThat(gic.interrupts()).isEmpty();
    }

    @Test
    void accessesOfAWidthThatARegisterDoesNotHaveDoNothing() {
        Gics.edge(gic, 40, 0, GROUP_0, 0x40);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x185, 1, true, 1);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x184, 8, true, -1);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x186, 4, true, -1);
        assertThat(Gics.secure(gic, 0x104)).isEqualTo(1 << 8);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x105, 1, true)).isZero();
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x100, 8, true)).isZero();
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x102, 4, true)).isZero();
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x428, 1, true)).isEqualTo(0x40);
    }

    @Test
    void eachFieldShowsWhatFirmwareSetUp() {
        gic.configure(new InterruptLine(41, 2, SECURE_GROUP_1, 0x48, false, true));
        gic.configure(new InterruptLine(42, InterruptLine.ANY_PE, NONSECURE_GROUP_1, 0xA0, true, false));
        gic.configure(new InterruptLine(29, 1, SECURE_GROUP_1, 0x10, false, true));

        assertThat(Gics.secure(gic, 0x84)).isEqualTo(1 << 10);
        assertThat(Gics.secure(gic, 0xD04)).isEqualTo(1 << 9);
        assertThat(Gics.secure(gic, 0x104)).isEqualTo(1 << 9);
        assertThat(Gics.secure(gic, 0x184)).isEqualTo(1 << 9);
        assertThat(Gics.secure(gic, 0x428)).isEqualTo(0x00A0_4800);
        assertThat(Gics.secure(gic, 0xC08)).as("Int_config of 41 is 2").isEqualTo(2 << 18);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x6148, 8, true)).isEqualTo(2);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x6150, 8, true)).isEqualTo(1L << 31);
        assertThat(gic.read(SGI, 1, 0xD00, 4, true)).isEqualTo(1 << 29);
        assertThat(gic.read(SGI, 1, 0x100, 4, true)).isEqualTo(1 << 29);
        assertThat(gic.read(SGI, 1, 0x41C, 4, true)).isEqualTo(0x1000);
        assertThat(gic.read(SGI, 1, 0xC04, 4, true)).isEqualTo(2L << 26);
        assertThat(gic.read(SGI, 0, 0x100, 4, true)).as("another PE's").isZero();
        assertThat(gic.interrupts()).extracting(i -> i.line().intid()).containsExactly(29, 41, 42);
    }

    @Test
    void interruptsAreSetUpByRegistersToo() {
        Gics.secure(gic, 0xD04, 1 << 9);
        Gics.secure(gic, 0xC08, 0xFFFF_FFFFL);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x429, 1, true, 0x4F);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x6148, 8, true, 2);
        Gics.secure(gic, 0x104, 1 << 9);

        assertThat(gic.interrupts())
                .filteredOn(i -> i.line().intid() == 41)
                .extracting(i -> i.line())
                .containsExactly(new InterruptLine(41, 2, SECURE_GROUP_1, 0x48, false, true));
        assertThat(Gics.secure(gic, 0xC08)).as("the lower bit is reserved").isEqualTo(0xAAAA_AAAAL);
    }

    @Test
    void sgisAreAlwaysEdgeTriggered() {
        gic.write(SGI, 0, 0xC00, 4, true, 0);
        assertThat(gic.read(SGI, 0, 0xC00, 4, true)).isEqualTo(0xAAAA_AAAAL);
        gic.write(SGI, 0, 0xC04, 4, true, 0x8000_0002L);
        assertThat(gic.read(SGI, 0, 0xC04, 4, true)).isEqualTo(0x8000_0002L);
    }

    @Test
    void halvesOfARouterCanBeWritten() {
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x6108, 4, true, 2);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x6108, 8, true)).isEqualTo(2);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x610C, 4, true, 0);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x6108, 4, true)).isEqualTo(2);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x6108, 4, true, 1L << 31);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x6108, 8, true)).isEqualTo(1L << 31);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x610C, 4, true)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 0x10, 0x100, 0x1_0000, 1L << 32})
    void anAffinityThatNoPeHasIsNotTaken(long affinity) {
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x6108, 8, true, 1);
        gic.write(GicFrame.DISTRIBUTOR, 0, 0x6108, 8, true, affinity);
        assertThat(gic.read(GicFrame.DISTRIBUTOR, 0, 0x6108, 8, true)).isEqualTo(1);
    }

    @Test
    void aGroupModifierOfNonSecureInterruptsIsNotKept() {
        Gics.secure(gic, 0x84, 1 << 3);
        Gics.secure(gic, 0xD04, 3 << 3);
        assertThat(Gics.secure(gic, 0xD04)).isEqualTo(1 << 4);
        assertThat(gic.group(35, 0)).isEqualTo(NONSECURE_GROUP_1);
        assertThat(gic.group(36, 0)).isEqualTo(SECURE_GROUP_1);
    }

    @Test
    void framesPesAndWidthsThatThereAreNotAreRefused() {
        assertThatThrownBy(() -> gic.read(RD, 3, 0, 4, true)).hasMessageContaining("there is no PE 3");
        assertThatThrownBy(() -> gic.read(SGI, -1, 0, 4, true)).hasMessageContaining("there is no PE -1");
        assertThatThrownBy(() -> Gics.secure(gic, 0x10000)).hasMessageContaining("offset 65536");
        assertThatThrownBy(() -> Gics.secure(gic, -4, 0)).hasMessageContaining("offset -4");
        assertThatThrownBy(() -> gic.read(RD, 0, 0, 2, true)).hasMessageContaining("1, 4 or 8 bytes");
    }
}
