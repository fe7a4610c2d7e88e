package org.partita.hardware.mpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuFault.Cause;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;

class PmsaV8Test {
    private static final MpuRegion MINE = Mpus.region(0x3000_1000L, 0x3000_1FFFL, MpuPermissions.READ_WRITE);
    private static final MpuRegion NEXT = Mpus.region(0x3000_2000L, 0x3000_2FFFL, MpuPermissions.READ_ONLY);

    @RegisterExtension
    private final Logged logged = new Logged();

    /** Armv8-M, MPU_RBAR.AP. */
    @ParameterizedTest
    @CsvSource({
        "PRIVILEGED_READ_WRITE, READ,  true,",
        "PRIVILEGED_READ_WRITE, WRITE, true,",
        "PRIVILEGED_READ_WRITE, READ,  false, PRIVILEGED_ONLY",
        "PRIVILEGED_READ_WRITE, WRITE, false, PRIVILEGED_ONLY",
        "READ_WRITE,            READ,  true,",
        "READ_WRITE,            WRITE, true,",
        "READ_WRITE,            READ,  false,",
        "READ_WRITE,            WRITE, false,",
        "PRIVILEGED_READ_ONLY,  READ,  true,",
        "PRIVILEGED_READ_ONLY,  WRITE, true,  READ_ONLY",
        "PRIVILEGED_READ_ONLY,  READ,  false, PRIVILEGED_ONLY",
        "PRIVILEGED_READ_ONLY,  WRITE, false, PRIVILEGED_ONLY",
        "READ_ONLY,             READ,  true,",
        "READ_ONLY,             WRITE, true,  READ_ONLY",
        "READ_ONLY,             READ,  false,",
        "READ_ONLY,             WRITE, false, READ_ONLY"
    })
    void aRegionPermitsWhatItsAccessPermissionsSay(
            MpuPermissions permissions, MpuAccess access, boolean privileged, Cause cause) {
        PmsaV8 mpu = Mpus.loaded(true, Mpus.region(0x2000_0000L, 0x2000_001FL, permissions));
        MpuFault fault = mpu.check(0x2000_0010L, 4, access, privileged);
        assertThat(fault).isEqualTo(cause == null ? null : new MpuFault(cause, 0x2000_0010L, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "false, READ_ONLY, false,",
        "true, READ_ONLY, false, EXECUTE_NEVER",
        "true, READ_WRITE, true, EXECUTE_NEVER",
        "false, PRIVILEGED_READ_ONLY, true,",
        "false, PRIVILEGED_READ_ONLY, false, PRIVILEGED_ONLY"
    })
    void instructionsAreFetchedFromWhatIsReadableAndNotExecuteNever(
            boolean executeNever, MpuPermissions permissions, boolean privileged, Cause cause) {
        PmsaV8 mpu = Mpus.loaded(false, Mpus.region(0, 0xFFF, permissions, executeNever));
        MpuFault fault = mpu.check(0x100, 2, MpuAccess.EXECUTE, privileged);
        assertThat(fault).isEqualTo(cause == null ? null : new MpuFault(cause, 0x100, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0x30001000, 4096,",
        "0x30000fff, 1, 0x30000fff",
        "0x30000ff0, 32, 0x30000ff0",
        "0x30001ff8, 16,",
        "0x30001000, 8192,",
        "0x30001000, 8193, 0x30003000",
        "0x30003000, 1, 0x30003000",
        "0x30003000, 0,"
    })
    void eachByteOfAnAccessHasToBeInARegion(String address, int length, String first) {
        PmsaV8 mpu = Mpus.loaded(true, NEXT, MINE);
        MpuFault fault = mpu.check(Long.decode(address), length, MpuAccess.READ, false);
        assertThat(fault).isEqualTo(first == null ? null : new MpuFault(Cause.NO_REGION, Long.decode(first), -1));
    }

    @Test
    void aWriteThatGoesOnIntoARegionThatIsReadOnlyFaultsThere() {
        PmsaV8 mpu = Mpus.loaded(true, MINE, NEXT);
        assertThat(mpu.check(0x3000_1FF0L, 32, MpuAccess.WRITE, true))
                .isEqualTo(new MpuFault(Cause.READ_ONLY, 0x3000_2000L, 1));
    }

    @ParameterizedTest
    @CsvSource({"true, true,", "true, false, NO_REGION", "false, true, NO_REGION", "false, false, NO_REGION"})
    void theDefaultMapIsForPrivilegedCodeIfItIsEnabled(boolean enabled, boolean privileged, Cause cause) {
        PmsaV8 mpu = Mpus.loaded(enabled, MINE);
        MpuFault fault = mpu.check(0x2000_0000L, 4, MpuAccess.WRITE, privileged);
        assertThat(fault).isEqualTo(cause == null ? null : new MpuFault(cause, 0x2000_0000L, -1));
    }

    @Test
    void privilegedCodeHasTheDefaultMapWhereNoRegionIsOnly() {
        PmsaV8 mpu = Mpus.loaded(true, NEXT);
        assertThat(mpu.check(0x3000_1F00L, 0x2000, MpuAccess.READ, true)).isNull();
        assertThat(mpu.check(0x3000_1F00L, 0x2000, MpuAccess.WRITE, true))
                .isEqualTo(new MpuFault(Cause.READ_ONLY, 0x3000_2000L, 0));
    }

    /** Armv8-M, default memory map: Code, SRAM and RAM are executable; Peripheral, Device and System are not. */
    @ParameterizedTest
    @CsvSource({
        "0x00000000, true",
        "0x20000000, true",
        "0x40000000, false",
        "0x60000000, true",
        "0x80000000, true",
        "0xa0000000, false",
        "0xc0000000, false",
        "0xe0000000, false",
        "0xfffffffe, false"
    })
    void theDefaultMapHasDevicesExecuteNever(String address, boolean executable) {
        long at = Long.decode(address);
        PmsaV8 mpu = Mpus.loaded(true);
        MpuFault fault = mpu.check(at, 2, MpuAccess.EXECUTE, true);
        assertThat(fault).isEqualTo(executable ? null : new MpuFault(Cause.EXECUTE_NEVER, at, -1));
        assertThat(mpu.check(at, 2, MpuAccess.WRITE, true)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterResetAllCodeHasTheDefaultMap(boolean privileged) {
        PmsaV8 mpu = Mpus.of(8);
        assertThat(mpu.loaded()).isNull();
        assertThat(mpu.check(0, 1L << 32, MpuAccess.WRITE, privileged)).isNull();
        assertThat(mpu.check(0x4000_0000L, 2, MpuAccess.EXECUTE, privileged))
                .isEqualTo(new MpuFault(Cause.EXECUTE_NEVER, 0x4000_0000L, -1));
    }

    @ParameterizedTest
    @CsvSource({
        "0xfffffffe, 4, 0x100000000",
        "0x100000000, 1, 0x100000000",
        "-1, 1, -1",
        "0x7ffffffffffffffe, 8, 0x7ffffffffffffffe"
    })
    void thereIsNothingBeyond32Bits(String address, long length, String first) {
        MpuFault expected = new MpuFault(Cause.NO_REGION, Long.decode(first), -1);
        assertThat(Mpus.loaded(true).check(Long.decode(address), length, MpuAccess.READ, true))
                .isEqualTo(expected);
        assertThat(Mpus.of(1).check(Long.decode(address), length, MpuAccess.READ, false))
                .isEqualTo(expected);
    }

    @Test
    void whatIsLoadedIsTheVeryTableAndReplacesTheOneBefore() {
        PmsaV8 mpu = Mpus.loaded(false, MINE);
        MpuTable second = new MpuTable(false, List.of(NEXT));
        mpu.load(second);
        assertThat(mpu.loaded()).isSameAs(second);
        assertThat(mpu.check(MINE.base(), 1, MpuAccess.READ, false))
                .isEqualTo(new MpuFault(Cause.NO_REGION, MINE.base(), -1));
    }

    @Test
    void loadingAndAskingAllocateNothing() {
        MpuTable[] tables = {new MpuTable(true, List.of(NEXT, MINE)), new MpuTable(false, List.of(MINE))};
        PmsaV8 mpu = Mpus.of(8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // the virtual machine itself may allocate in some rounds; what allocates does in each
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            loadAndAsk(mpu, tables, 1000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    private static void loadAndAsk(PmsaV8 mpu, MpuTable[] tables, int rounds) {
        for (int i = 0; i < rounds; i++) {
            if (mpu.loaded() != tables[i & 1]) {
                mpu.load(tables[i & 1]);
            }
            MpuFault fault = mpu.check(MINE.base(), 256, MpuAccess.WRITE, false);
            boolean defaults = (i & 1) == 0;
            if (fault != null || (defaults && mpu.check(0, 1 << 28, MpuAccess.READ, true) != null)) {
                throw new AssertionError("not permitted");
            }
        }
    }

    @Test
    void moreRegionsThanThereAreAreRefusedAndChangeNothing() {
        PmsaV8 mpu = Mpus.of(1);
        MpuTable one = new MpuTable(false, List.of(MINE));
        mpu.load(one);
        assertThatThrownBy(() -> mpu.load(new MpuTable(false, List.of(MINE, NEXT))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 regions, but this MPU has 1: see org.partita.hardware.mpu regions");
        assertThat(mpu.loaded()).isSameAs(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 16})
    void thereAreAsManyRegionsAsConfigured(int regions) {
        assertThat(Mpus.of(regions).regions()).isEqualTo(regions);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 17})
    void anMpuHas1To16Regions(int regions) {
        assertThatThrownBy(() -> Mpus.of(regions))
                .hasMessage("org.partita.hardware.mpu regions: found " + regions + "; it has to be 1 to 16");
    }

    @Test
    void anotherNumberOfRegionsCountsFromTheNextPlatformOn() {
        PmsaV8 mpu = Mpus.of(8);
        logged.expect("org.partita.hardware.mpu regions: 4 from the next platform on");
        mpu.modified(Mpus.configuration(4));
        logged.expect("the MPU stays as it is: org.partita.hardware.mpu regions: found 0");
        mpu.modified(Mpus.configuration(0));
        assertThat(mpu.regions()).isEqualTo(8);
        mpu.attach(new Mpus.Attached());
        assertThat(mpu.regions()).isEqualTo(4);
    }
}
