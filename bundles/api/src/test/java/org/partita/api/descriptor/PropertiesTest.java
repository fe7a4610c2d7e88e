package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.api.descriptor.MemoryAttributes.DEVICE_GRE;
import static org.partita.api.descriptor.MemoryAttributes.DEVICE_NGNRE;
import static org.partita.api.descriptor.MemoryAttributes.DEVICE_NGNRNE;
import static org.partita.api.descriptor.MemoryAttributes.DEVICE_NGRE;
import static org.partita.api.descriptor.MemoryAttributes.NORMAL_NON_CACHEABLE_INNER_SHAREABLE;
import static org.partita.api.descriptor.MemoryAttributes.NORMAL_NON_CACHEABLE_NON_SHAREABLE;
import static org.partita.api.descriptor.MemoryAttributes.NORMAL_NON_CACHEABLE_OUTER_SHAREABLE;
import static org.partita.api.descriptor.MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE;
import static org.partita.api.descriptor.MemoryAttributes.NORMAL_WRITE_BACK_NON_SHAREABLE;
import static org.partita.api.descriptor.MemoryAttributes.NORMAL_WRITE_BACK_OUTER_SHAREABLE;
import static org.partita.api.descriptor.MemoryAttributes.NOT_SPECIFIED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.testkit.Shows;

/** Permissions and attributes: encodings (FF-A Tables 5.15, 5.18) and which is more permissive (5.11.2 to 5.11.4). */
class PropertiesTest {
    @ParameterizedTest
    @CsvSource({"NOT_SPECIFIED, 0", "READ_ONLY, 1", "READ_WRITE, 2"})
    @Shows({"FFA-5.11-8", "FFA-5.11-9", "FFA-5.11-10"})
    void dataAccessHasTwoBits(DataAccess access, int bits) {
        assertThat(access.encode()).isEqualTo(bits);
        assertThat(DataAccess.decode(bits)).isEqualTo(access);
    }

    @ParameterizedTest
    @CsvSource({"NOT_SPECIFIED, 0", "EXECUTE_NEVER, 1", "EXECUTABLE, 2"})
    @Shows({"FFA-5.11-4", "FFA-5.11-5", "FFA-5.11-6"})
    void instructionAccessHasTwoBits(InstructionAccess access, int bits) {
        assertThat(access.encode()).isEqualTo(bits);
        assertThat(InstructionAccess.decode(bits)).isEqualTo(access);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, -1})
    void reservedPermissionIsRefused(int bits) {
        Broken.at(0, "Memory access permissions", "FFA-5.11-11", () -> DataAccess.decode(bits));
        Broken.at(0, "Memory access permissions", "FFA-5.11-7", () -> InstructionAccess.decode(bits));
    }

    @Test
    void readWriteIsMorePermissiveThanReadOnly() {
        assertThat(DataAccess.READ_ONLY.within(DataAccess.READ_WRITE)).isTrue();
        assertThat(DataAccess.READ_WRITE.within(DataAccess.READ_ONLY)).isFalse();
        assertThat(DataAccess.READ_WRITE.within(DataAccess.READ_WRITE)).isTrue();
        assertThat(DataAccess.READ_ONLY.within(DataAccess.READ_ONLY)).isTrue();
    }

    @Test
    void executeIsMorePermissiveThanExecuteNever() {
        assertThat(InstructionAccess.EXECUTE_NEVER.within(InstructionAccess.EXECUTABLE))
                .isTrue();
        assertThat(InstructionAccess.EXECUTABLE.within(InstructionAccess.EXECUTE_NEVER))
                .isFalse();
        assertThat(InstructionAccess.EXECUTABLE.within(InstructionAccess.EXECUTABLE))
                .isTrue();
        assertThat(InstructionAccess.EXECUTE_NEVER.within(InstructionAccess.EXECUTE_NEVER))
                .isTrue();
    }

    @Test
    void whatIsNotSpecifiedAsksForNothingAndPermitsNothing() {
        for (DataAccess access : DataAccess.values()) {
            assertThat(DataAccess.NOT_SPECIFIED.within(access)).isTrue();
            assertThat(access.within(DataAccess.NOT_SPECIFIED)).isEqualTo(access == DataAccess.NOT_SPECIFIED);
        }
        for (InstructionAccess access : InstructionAccess.values()) {
            assertThat(InstructionAccess.NOT_SPECIFIED.within(access)).isTrue();
            assertThat(access.within(InstructionAccess.NOT_SPECIFIED))
                    .isEqualTo(access == InstructionAccess.NOT_SPECIFIED);
        }
        for (MemoryAttributes attributes : MemoryAttributes.values()) {
            assertThat(NOT_SPECIFIED.within(attributes)).isTrue();
            assertThat(attributes.within(NOT_SPECIFIED)).isEqualTo(attributes == NOT_SPECIFIED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SPECIFIED, 0x00",
        "DEVICE_NGNRNE, 0x10",
        "DEVICE_NGNRE, 0x14",
        "DEVICE_NGRE, 0x18",
        "DEVICE_GRE, 0x1C",
        "NORMAL_NON_CACHEABLE_NON_SHAREABLE, 0x24",
        "NORMAL_NON_CACHEABLE_OUTER_SHAREABLE, 0x26",
        "NORMAL_NON_CACHEABLE_INNER_SHAREABLE, 0x27",
        "NORMAL_WRITE_BACK_NON_SHAREABLE, 0x2C",
        "NORMAL_WRITE_BACK_OUTER_SHAREABLE, 0x2E",
        "NORMAL_WRITE_BACK_INNER_SHAREABLE, 0x2F"
    })
    @Shows({"FFA-5.11.4-5", "FFA-5.11.4-6", "FFA-5.11.4-7", "FFA-5.11.4-10", "FFA-5.11.4-12", "FFA-5.11.4-13"})
    @Shows({"FFA-5.11.4-14", "FFA-5.11.4-15", "FFA-5.11.4-16", "FFA-5.11.4-17", "FFA-5.11.4-19", "FFA-5.11.4-20"})
    void attributesHaveTheirByte(MemoryAttributes attributes, String bits) {
        assertThat(attributes.encode()).isEqualTo(Integer.decode(bits));
        assertThat(MemoryAttributes.decode(Integer.decode(bits))).isEqualTo(attributes);
    }

    @ParameterizedTest
    @EnumSource
    void attributesAreOfDeviceOrNormalMemoryOrNotSpecified(MemoryAttributes attributes) {
        assertThat(attributes.device()).isEqualTo(attributes.name().startsWith("DEVICE"));
        assertThat(attributes.normal()).isEqualTo(attributes.name().startsWith("NORMAL"));
    }

    /** Every other byte, from Table 5.18: bits 7:6, then the type, then what the type makes of the rest. */
    @Test
    void reservedAttributesAreRefusedWithTheirRule() {
        for (int value = 0; value < 256; value++) {
            int bits = value;
            String requirement = requirement(bits);
            if (requirement != null) {
                Broken.at(0, "Memory region attributes", requirement, () -> MemoryAttributes.decode(bits));
            } else {
                MemoryAttributes attributes = MemoryAttributes.decode(bits);
                assertThat(attributes.encode()).isEqualTo(bits < 0x10 ? 0 : bits);
            }
        }
    }

    private static String requirement(int bits) {
        if (bits >= 0x40) {
            return "FFA-5.11.4-4";
        }
        int middle = bits >> 2 & 3;
        int low = bits & 3;
        return switch (bits >> 4) {
            case 0 -> null;
            case 1 -> low == 0 ? null : "FFA-5.11.4-21";
            case 2 -> middle == 0 ? "FFA-5.11.4-9" : middle == 2 ? "FFA-5.11.4-11" : low == 1 ? "FFA-5.11.4-18" : null;
            default -> "FFA-5.11.4-8";
        };
    }

    @Test
    @Shows({"FFA-5.11.4-1", "FFA-5.11.4-2", "FFA-5.11.4-3"})
    void attributesAreOrderedByTypeThenCacheabilityAndShareability() {
        List<MemoryAttributes> writeBack = List.of(
                DEVICE_NGNRNE,
                DEVICE_NGNRE,
                DEVICE_NGRE,
                DEVICE_GRE,
                NORMAL_NON_CACHEABLE_NON_SHAREABLE,
                NORMAL_WRITE_BACK_NON_SHAREABLE,
                NORMAL_WRITE_BACK_INNER_SHAREABLE,
                NORMAL_WRITE_BACK_OUTER_SHAREABLE);
        ordered(writeBack);
        ordered(List.of(
                DEVICE_GRE,
                NORMAL_NON_CACHEABLE_NON_SHAREABLE,
                NORMAL_NON_CACHEABLE_INNER_SHAREABLE,
                NORMAL_NON_CACHEABLE_OUTER_SHAREABLE,
                NORMAL_WRITE_BACK_OUTER_SHAREABLE));
    }

    @Test
    @Shows({"FFA-5.11.4-2", "FFA-5.11.4-3"})
    void moreInOneWayAndLessInTheOtherIsNotWithin() {
        assertThat(NORMAL_NON_CACHEABLE_OUTER_SHAREABLE.within(NORMAL_WRITE_BACK_INNER_SHAREABLE))
                .isFalse();
        assertThat(NORMAL_WRITE_BACK_INNER_SHAREABLE.within(NORMAL_NON_CACHEABLE_OUTER_SHAREABLE))
                .isFalse();
    }

    private static void ordered(List<MemoryAttributes> fromLess) {
        for (int i = 0; i < fromLess.size(); i++) {
            for (int j = 0; j < fromLess.size(); j++) {
                assertThat(fromLess.get(i).within(fromLess.get(j)))
                        .as("%s within %s", fromLess.get(i), fromLess.get(j))
                        .isEqualTo(i <= j);
            }
        }
    }
}
