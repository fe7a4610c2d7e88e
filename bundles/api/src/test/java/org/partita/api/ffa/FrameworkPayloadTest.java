package org.partita.api.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.testkit.Shows;

/** Payloads that the Framework defines, byte for byte (FF-A Tables 5.14, 8.19, 8.25). */
class FrameworkPayloadTest {
    /** Endpoint 2; RX is 2 pages at 0x8100_0000 and 1 at 0x8200_0000, TX is 3 pages at 0x1_0000_0000. */
    private static final String BUFFERS = "0200 0000 02000000 01000000"
            + "0000008100000000 02000000 00000000"
            + "0000008200000000 01000000 00000000"
            + "0000000001000000 03000000 00000000";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    @Shows({"FFA-8.4-27", "FFA-8.4-28", "FFA-8.4-29", "FFA-8.4-30", "FFA-4.2.1-5"})
    void endpointRxTxDescriptorIsEncodedAsInTheTable() {
        RxTxDescriptor descriptor = new RxTxDescriptor(
                2,
                List.of(new ConstituentRange(0x8100_0000L, 2), new ConstituentRange(0x8200_0000L, 1)),
                List.of(new ConstituentRange(0x1_0000_0000L, 3)));
        byte[] encoded = new byte[(int) descriptor.size()];
        descriptor.encode(MemorySegment.ofArray(encoded));
        assertThat(encoded).isEqualTo(bytes(BUFFERS));
        assertThat(RxTxDescriptor.decode(MemorySegment.ofArray(bytes(BUFFERS)))).isEqualTo(descriptor);
    }

    @ParameterizedTest(name = "{2}: byte {0} is {1}")
    @CsvSource({"2, 1, Reserved", "4, 4, RX address range count", "8, 2, TX address range count"})
    @Shows({"FFA-8.4-26", "FFA-8.4-27", "FFA-8.4-28"})
    void aDescriptorThatClaimsMoreThanThereIsNamesTheField(int offset, byte value, String field) {
        byte[] wrong = bytes(BUFFERS);
        wrong[offset] = value;
        assertThatExceptionOfType(DescriptorException.class)
                .isThrownBy(() -> RxTxDescriptor.decode(MemorySegment.ofArray(wrong)))
                .withMessageContaining(field)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "0x8002, 4, 3, 0280 0400 03000000",
        "0x0001, 1, 2, 0100 0100 02000000",
        "0xFFFE, 0x1234, 7, feff 3412 07000000"
    })
    @Shows({"FFA-8.6-18", "FFA-8.6-19", "FFA-8.6-20", "FFA-4.2.1-5", "FFA-4.2.1-4"})
    void partitionInformationDescriptorOf1Dot0IsEncodedAsInTheTable(
            String id, String contexts, int properties, String hex) {
        PartitionInfo info = new PartitionInfo(Integer.decode(id), Integer.decode(contexts), properties);
        byte[] encoded = new byte[PartitionInfo.SIZE];
        info.encode(MemorySegment.ofArray(encoded), 0);
        assertThat(encoded).isEqualTo(bytes(hex));
        assertThat(PartitionInfo.decode(MemorySegment.ofArray(bytes(hex)), 0)).isEqualTo(info);
    }

    @Test
    @Shows("FFA-8.6-25")
    void reservedPropertiesOfAPartitionAre0() {
        MemorySegment wrong = MemorySegment.ofArray(bytes("0280 0400 08000000"));
        assertThatExceptionOfType(DescriptorException.class)
                .isThrownBy(() -> PartitionInfo.decode(wrong, 0))
                .withMessageContaining("Partition properties");
    }

    /** VM 1 with two ranges of TX, so that the second begins 4-byte aligned; two tuples; three partitions. */
    @Test
    void workedExamplesComeBackByteForByte() {
        byte[] buffers = bytes("0100 0000 01000000 02000000"
                + "0000008800000000 02000000 00000000"
                + "0020008800000000 01000000 00000000"
                + "0000018800000000 01000000 00000000");
        RxTxDescriptor pair = new RxTxDescriptor(
                1,
                List.of(new ConstituentRange(0x8800_0000L, 2)),
                List.of(new ConstituentRange(0x8800_2000L, 1), new ConstituentRange(0x8801_0000L, 1)));
        assertThat(RxTxDescriptor.decode(MemorySegment.ofArray(buffers))).isEqualTo(pair);
        byte[] written = new byte[buffers.length];
        pair.encode(MemorySegment.ofArray(written));
        assertThat(written).isEqualTo(buffers);

        byte[] boot = bytes("46462d41 02000000"
                + "545950455f4454000000000000000000 0000200e00000000 0010000000000000"
                + "424f4f545f4152475300000000000000 0010200e00000000 4000000000000000");
        InitializationDescriptor tuples = new InitializationDescriptor(List.of(
                new NameValueSize("TYPE_DT", 0x0E20_0000, 0x1000), new NameValueSize("BOOT_ARGS", 0x0E20_1000, 0x40)));
        assertThat(InitializationDescriptor.decode(MemorySegment.ofArray(boot))).isEqualTo(tuples);
        written = new byte[boot.length];
        tuples.encode(MemorySegment.ofArray(written));
        assertThat(written).isEqualTo(boot);

        MemorySegment partitions = MemorySegment.ofArray(bytes("0100040007000000 0200010004000000 0180010001000000"));
        assertThat(PartitionInfo.decode(partitions, 0)).isEqualTo(new PartitionInfo(1, 4, 7));
        assertThat(PartitionInfo.decode(partitions, 8)).isEqualTo(new PartitionInfo(2, 1, 4));
        assertThat(PartitionInfo.decode(partitions, 16)).isEqualTo(new PartitionInfo(0x8001, 1, 1));
    }
}
