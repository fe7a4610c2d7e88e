package org.partita.hardware.mpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;

/** What can't be in registers, and what an access would fault at whatever it is. */
class MpuTableTest {
    private static MpuRegion region(String base, String limit) {
        return Mpus.region(Long.decode(base), Long.decode(limit), MpuPermissions.READ_WRITE);
    }

    @ParameterizedTest
    @CsvSource({
        "0x10, 0x3f, multiple of 32 bytes",
        "0x0, 0x20, multiple of 32 bytes",
        "0x0, 0x1e, multiple of 32 bytes",
        "0x20, 0x1f, ends after it begins",
        "-0x20, 0x1f, lies within 32 bits",
        "0xffffffe0, 0x10000001f, lies within 32 bits"
    })
    void aRegionThatRegistersCanNotHoldIsRefused(String base, String limit, String words) {
        assertThatThrownBy(() -> region(base, limit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({"0x0, 0x1f, 32", "0x0, 0xffffffff, 0x100000000", "0xffffffe0, 0xffffffff, 32"})
    void aRegionIsAsLongAsFromItsBaseToItsLimit(String base, String limit, String size) {
        assertThat(region(base, limit).size()).isEqualTo(Long.decode(size));
    }

    @ParameterizedTest
    @CsvSource({
        "0x100, 0x1ff, 0x100, 0x1ff",
        "0x100, 0x1ff, 0x1e0, 0x21f",
        "0x1e0, 0x21f, 0x100, 0x1ff",
        "0x100, 0x1ff, 0x120, 0x13f",
        "0x120, 0x13f, 0x0, 0xffffffff"
    })
    void regionsThatOverlapAreRefusedAndNamed(String base, String limit, String otherBase, String otherLimit) {
        MpuRegion apart = region("0x80000000", "0x8000001f");
        List<MpuRegion> regions = base.equals("0x120")
                ? List.of(region(base, limit), region(otherBase, otherLimit))
                : List.of(region(base, limit), apart, region(otherBase, otherLimit));
        assertThatThrownBy(() -> new MpuTable(false, regions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region 0, " + base + " to " + limit)
                .hasMessageContaining("region " + (regions.size() - 1) + ", " + otherBase + " to " + otherLimit);
    }

    @Test
    void regionsThatAdjoinDoNotOverlap() {
        List<MpuRegion> regions = List.of(region("0x100", "0x1ff"), region("0x200", "0x21f"), region("0xe0", "0xff"));
        assertThat(new MpuTable(true, regions).regions()).isEqualTo(regions);
    }
}
