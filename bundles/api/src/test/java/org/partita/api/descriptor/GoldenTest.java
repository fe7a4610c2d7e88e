package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;
import org.partita.testkit.Shows;

/** Worked examples are read as what they say, and written byte for byte (FF-A Tables 5.13 to 5.19, 11.25). */
class GoldenTest {
    /** What a buffer held before. */
    private static final byte OLD = (byte) 0xA5;

    @ParameterizedTest
    @MethodSource("org.partita.api.descriptor.Golden#transactions")
    @Shows({"FFA-5.12-1", "FFA-5.12-2", "FFA-5.12-3", "FFA-5.12-5", "FFA-5.12-6", "FFA-5.12-7", "FFA-5.12-9"})
    @Shows({"FFA-5.12-10", "FFA-5.11-2", "FFA-5.11-12", "FFA-5.11-13", "FFA-5.11-14", "FFA-5.10.1-4"})
    void transactionIsReadAsWhatItIs(Golden<MemoryTransaction> golden) {
        assertThat(MemoryTransaction.decode(golden.segment())).isEqualTo(golden.value());
    }

    @ParameterizedTest
    @MethodSource("org.partita.api.descriptor.Golden#transactions")
    @Shows({"FFA-5.12-1", "FFA-5.12-2", "FFA-5.12-3", "FFA-5.12-5", "FFA-5.12-6", "FFA-5.12-7", "FFA-5.12-9"})
    @Shows({"FFA-5.12-10", "FFA-5.11-2", "FFA-5.11-12", "FFA-5.11-13", "FFA-5.11-14", "FFA-5.10.1-4"})
    void transactionIsWrittenByteForByte(Golden<MemoryTransaction> golden) {
        byte[] buffer = new byte[golden.bytes().length + 1];
        Arrays.fill(buffer, OLD);
        golden.value().encode(MemorySegment.ofArray(buffer));
        assertThat(golden.value().size()).isEqualTo(golden.bytes().length);
        assertThat(Arrays.copyOf(buffer, golden.bytes().length)).isEqualTo(golden.bytes());
        assertThat(buffer).endsWith(OLD);
    }

    @Test
    @Shows({"FFA-11.1.1.1-3", "FFA-11.2.1.1-3", "FFA-11.3.1.1-3"})
    void aSenderWritesAnEntryForEachReceiver() {
        CompositeRegion donated = CompositeRegion.of(new ConstituentRange(0xE10_0000, 1));
        EndpointAccess receiver =
                new EndpointAccess(0x8002, DataAccess.NOT_SPECIFIED, InstructionAccess.NOT_SPECIFIED, donated);
        MemoryTransaction donation =
                MemoryTransaction.send(0x8001, MemoryAttributes.NOT_SPECIFIED, SendFlags.NONE, 0, List.of(receiver));
        assertThat(encoded(donation)).isEqualTo(Golden.transaction("GD-04").bytes());

        CompositeRegion region = CompositeRegion.of(new ConstituentRange(0x4010_0000, 2));
        MemoryTransaction forTwo = MemoryTransaction.send(
                1,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                SendFlags.NONE,
                0x1122_3344_5566_7788L,
                List.of(
                        new EndpointAccess(0x8001, DataAccess.READ_WRITE, InstructionAccess.NOT_SPECIFIED, region),
                        new EndpointAccess(2, DataAccess.READ_ONLY, InstructionAccess.NOT_SPECIFIED, region)));
        assertThat(encoded(forTwo)).isEqualTo(Golden.transaction("GD-02").bytes());
    }

    private static byte[] encoded(MemoryTransaction t) {
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("org.partita.api.descriptor.Golden#transactions")
    void transactionIsReadAtAnyAddress(Golden<MemoryTransaction> golden) {
        byte[] buffer = new byte[golden.bytes().length + 1];
        System.arraycopy(golden.bytes(), 0, buffer, 1, golden.bytes().length);
        assertThat(MemoryTransaction.decode(MemorySegment.ofArray(buffer).asSlice(1)))
                .isEqualTo(golden.value());
    }

    @ParameterizedTest
    @MethodSource("org.partita.api.descriptor.Golden#transactions")
    void transactionThatLacksBytesIsRefused(Golden<MemoryTransaction> golden) {
        for (int length = 0; length < golden.bytes().length; length++) {
            MemorySegment shorter = golden.segment().asSlice(0, length);
            assertThatExceptionOfType(DescriptorException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> MemoryTransaction.decode(shorter));
            assertThatExceptionOfType(DescriptorException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> golden.value().encode(shorter));
        }
    }

    @ParameterizedTest
    @MethodSource("org.partita.api.descriptor.Golden#relinquishments")
    @Shows({"FFA-11.6-7", "FFA-11.6-8", "FFA-11.6-9", "FFA-11.6-10"})
    void relinquishmentIsReadAndWritten(Golden<RelinquishDescriptor> golden) {
        byte[] buffer = new byte[golden.bytes().length + 1];
        Arrays.fill(buffer, OLD);
        golden.value().encode(MemorySegment.ofArray(buffer));
        assertThat(golden.value().size()).isEqualTo(golden.bytes().length);
        assertThat(Arrays.copyOf(buffer, golden.bytes().length)).isEqualTo(golden.bytes());
        assertThat(RelinquishDescriptor.decode(golden.segment())).isEqualTo(golden.value());
        assertThat(RelinquishDescriptor.decode(MemorySegment.ofArray(buffer))).isEqualTo(golden.value());
    }

    @ParameterizedTest
    @MethodSource("org.partita.api.descriptor.Golden#relinquishments")
    void relinquishmentThatLacksBytesIsRefused(Golden<RelinquishDescriptor> golden) {
        for (int length = 0; length < golden.bytes().length; length++) {
            MemorySegment shorter = golden.segment().asSlice(0, length);
            assertThatExceptionOfType(DescriptorException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> RelinquishDescriptor.decode(shorter));
            assertThatExceptionOfType(DescriptorException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> golden.value().encode(shorter));
        }
    }
}
