package org.partita.hardware.mpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;

/** Random tables and accesses near the borders of regions and of the default memory map. */
class PmsaV8ReferenceTest {
    private static final int TABLES = 150;
    private static final int ACCESSES = 60;
    private static final int GRANULES = 24;
    private static final long[] WINDOWS = {0, 0x1FFF_FE80L, 0x3FFF_FE80L, 0x9FFF_FE80L, 0xFFFF_FD00L};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersWhatTheRulesAnswer(long seed) {
        Random random = new Random(seed);
        PmsaV8 mpu = Mpus.of(16);
        NaiveMpu naive = new NaiveMpu();
        int faults = 0;
        int permitted = 0;
        for (int t = 0; t < TABLES; t++) {
            long window = WINDOWS[random.nextInt(WINDOWS.length)];
            MpuTable table = table(random, window);
            if (t > 0) {
                mpu.load(table);
                naive.load(table);
            }
            for (int i = 0; i < ACCESSES; i++) {
                long address = window - 40 + random.nextInt(GRANULES * 32 + 80);
                int length = random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(9);
                MpuAccess access = MpuAccess.values()[random.nextInt(3)];
                boolean privileged = random.nextBoolean();
                MpuFault fault = mpu.check(address, length, access, privileged);
                assertThat(fault)
                        .as(
                                "seed %d: %s of %d bytes at %#x, privileged %s, %s",
                                seed, access, length, address, privileged, table)
                        .isEqualTo(naive.check(address, length, access, privileged));
                faults += fault == null ? 0 : 1;
                permitted += fault == null && length > 0 ? 1 : 0;
            }
        }
        assertThat(faults).isGreaterThan(TABLES * ACCESSES / 5);
        assertThat(permitted).isGreaterThan(TABLES * ACCESSES / 5);
    }

    private static MpuTable table(Random random, long window) {
        List<MpuRegion> regions = new ArrayList<>();
        int granule = random.nextInt(3);
        while (granule < GRANULES && regions.size() < 16) {
            int granules = Math.min(1 + random.nextInt(4), GRANULES - granule);
            long base = window + granule * 32L;
            regions.add(
                    random.nextInt(regions.size() + 1),
                    Mpus.region(
                            base,
                            base + granules * 32L - 1,
                            MpuPermissions.values()[random.nextInt(4)],
                            random.nextBoolean()));
            granule += granules + (random.nextBoolean() ? 0 : random.nextInt(4));
        }
        return new MpuTable(random.nextBoolean(), regions);
    }
}
