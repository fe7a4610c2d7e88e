package org.partita.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.memory.MemoryFault;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;

/** What the SPM says of a range is what the MPU says of its bytes. */
class SpmDomainTest {
    private static final long WINDOW = 0x3000_0000L;
    private static final int GRANULES = 24;

    static MpuRegion region(long base, long size, MpuPermissions permissions) {
        return new MpuRegion(
                base, base + size - 1, permissions, true, MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aRangeIsPermittedIfEachOfItsBytesIs(long seed) {
        Random random = new Random(seed);
        FakeMpu mpu = new FakeMpu(16);
        int permitted = 0;
        int all = 0;
        for (int t = 0; t < 200; t++) {
            List<MpuRegion> regions = new ArrayList<>();
            for (int g = random.nextInt(3); g < GRANULES; g += random.nextInt(3)) {
                int granules = Math.min(1 + random.nextInt(4), GRANULES - g);
                regions.add(region(WINDOW + g * 32L, granules * 32L, MpuPermissions.values()[random.nextInt(4)]));
                g += granules;
            }
            boolean privileged = random.nextBoolean();
            MpuTable table = new MpuTable(random.nextInt(3) == 0, regions);
            SpmDomain domain = new SpmDomain(
                    IsolationLevel.PARTITIONS,
                    privileged,
                    table,
                    regions.stream().map(r -> "x").toList());
            mpu.load(table);
            for (int i = 0; i < 40; i++) {
                long address = WINDOW - 40 + random.nextInt(GRANULES * 32 + 80);
                int length = random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(9);
                boolean write = random.nextBoolean();
                boolean expected =
                        mpu.check(address, length, write ? MpuAccess.WRITE : MpuAccess.READ, privileged) == null;
                assertThat(domain.permits(address, length, write))
                        .as(
                                "seed %d: %d bytes at %#x, write %s, privileged %s, %s",
                                seed, length, address, write, privileged, table)
                        .isEqualTo(expected);
                permitted += expected && length > 0 ? 1 : 0;
                all++;
            }
        }
        assertThat(permitted).isBetween(all / 8, all * 7 / 8);
    }

    @ParameterizedTest
    @CsvSource({
        "NO_REGION, -1, true, TRANSLATION, 'store writes 0x30000040: no region of the MPU is there (FF-M isolation level 2); see hw:mpu'",
        "NO_REGION, -1, false, TRANSLATION, 'store reads 0x30000040: no region of the MPU is there (FF-M isolation level 2); see hw:mpu'",
        "READ_ONLY, 1, true, PERMISSION, 'store writes 0x30000040: region 1 of the MPU, of timer, is read-only (FF-M isolation level 2); see hw:mpu'",
        "PRIVILEGED_ONLY, 0, false, PERMISSION, 'store reads 0x30000040: region 0 of the MPU, of store, is for privileged code (FF-M isolation level 2); see hw:mpu'"
    })
    void aFaultNamesWhoAndWhereAndTheRegionAndTheLevel(
            MpuFault.Cause cause, int region, boolean write, MemoryFault.Cause kind, String words) {
        MpuTable table = new MpuTable(
                false,
                List.of(
                        region(0x3000_0000L, 32, MpuPermissions.PRIVILEGED_READ_WRITE),
                        region(0x3000_0040L, 32, MpuPermissions.READ_ONLY)));
        SpmDomain domain = new SpmDomain(IsolationLevel.PSA_ROT, false, table, List.of("store", "timer"));
        MemoryFault fault = domain.fault("store", new MpuFault(cause, 0x3000_0040L, region), write);
        assertThat(fault).hasMessage(words);
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.address()).isEqualTo(0x3000_0040L);
    }
}
