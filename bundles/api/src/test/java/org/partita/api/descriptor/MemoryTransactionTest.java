package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.ConstituentRange;

/** Transactions as values and as bytes that break a rule (FF-A Tables 5.15 to 5.19). */
class MemoryTransactionTest {
    private static final Golden<MemoryTransaction> ONE = Golden.transaction("GD-01");
    private static final Golden<MemoryTransaction> TWO = Golden.transaction("GD-02");
    private static final MemoryAttributes ATTRIBUTES = MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE;

    private static CompositeRegion region(long address) {
        return CompositeRegion.of(new ConstituentRange(address, 1));
    }

    private static EndpointAccess access(int endpoint, CompositeRegion region) {
        return new EndpointAccess(endpoint, DataAccess.READ_WRITE, InstructionAccess.NOT_SPECIFIED, region);
    }

    private static MemoryTransaction share(EndpointAccess... endpoints) {
        return MemoryTransaction.send(1, ATTRIBUTES, SendFlags.NONE, 0, List.of(endpoints));
    }

    private static MemorySegment encoded(MemoryTransaction transaction) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) transaction.size()]);
        transaction.encode(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "byte {0} is {1}: {3}")
    @CsvSource({
        "2, 0x6F, 2, FFA-5.11.4-4, Memory region attributes",
        "2, 0xAF, 2, FFA-5.11.4-4, Memory region attributes",
        "2, 0x3F, 2, FFA-5.11.4-8, Memory region attributes",
        "2, 0x23, 2, FFA-5.11.4-9, Memory region attributes",
        "2, 0x2B, 2, FFA-5.11.4-11, Memory region attributes",
        "2, 0x2D, 2, FFA-5.11.4-18, Memory region attributes",
        "2, 0x13, 2, FFA-5.11.4-21, Memory region attributes",
        "34, 0x12, 34, FFA-5.11-3, Memory access permissions",
        "34, 0x82, 34, FFA-5.11-3, Memory access permissions",
        "34, 0x0E, 34, FFA-5.11-7, Memory access permissions",
        "34, 0x03, 34, FFA-5.11-11, Memory access permissions",
        "35, 0x02, 35, FFA-5.11.1-9, Flags",
        "35, 0x80, 35, FFA-5.11.1-9, Flags",
        "48, 0x03, 48, FFA-5.10.1-1, Total page count",
        "52, 0x02, 52, FFA-5.10.1-2, Address range count",
        "52, 0x00, 52, FFA-5.10.1-2, Address range count",
        "55, 0xFF, 52, FFA-5.10.1-2, Address range count",
        "65, 0x08, 64, FFA-5.10.1-5, Address",
        "72, 0x00, 72, FFA-5.10.1-6, Page count"
    })
    void byteThatBreaksARuleIsNamed(int at, String value, int offset, String requirement, String field) {
        MemorySegment changed = ONE.with(at, Integer.decode(value));
        Broken.at(offset, field, requirement, () -> MemoryTransaction.decode(changed));
    }

    @ParameterizedTest(name = "bytes {0} to {1}: {3}")
    @CsvSource({
        "3, 3, 3, FFA-5.12-4",
        "24, 27, 24, FFA-5.12-8",
        "40, 47, 40, FFA-5.11-16",
        "56, 63, 56, FFA-5.10.1-3",
        "76, 79, 76, FFA-5.10.1-7"
    })
    void everyReservedBitIsZero(int from, int to, int offset, String requirement) {
        for (int bit = 8 * from; bit < 8 * to + 8; bit++) {
            MemorySegment changed = ONE.with(bit / 8, 1 << bit % 8);
            Broken.at(offset, "Reserved", requirement, () -> MemoryTransaction.decode(changed));
        }
    }

    @Test
    void headerIsThereAsAWhole() {
        for (int length = 0; length < MemoryTransaction.HEADER; length++) {
            MemorySegment shorter = ONE.segment().asSlice(0, length);
            Broken.at(
                    0,
                    "Lend, donate or share memory transaction descriptor",
                    "FFA-5.12-1",
                    () -> MemoryTransaction.decode(shorter));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 0x7FFF_FFFFL, 0x8000_0000L, 0x1000_0001L, 0xFFFF_FFFFL})
    void arrayOfEndpointsFitsTheDescriptor(long count) {
        MemorySegment changed = ONE.withWord(28, count);
        Broken.at(28, "Endpoint memory access descriptor count", "FFA-5.12-9", () -> MemoryTransaction.decode(changed));
    }

    /** Into the header, the array, behind the last place for a composite, and behind the descriptor. */
    @ParameterizedTest
    @ValueSource(longs = {1, 16, 31, 32, 48, 63, 81, 96, 0x1000, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFF0L})
    void offsetLeadsToACompositeBehindTheArray(long offset) {
        for (int field : new int[] {36, 52}) {
            MemorySegment changed = TWO.withWord(field, offset);
            Broken.at(
                    field,
                    "Composite memory region descriptor offset",
                    "FFA-5.11-14",
                    () -> MemoryTransaction.decode(changed));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 15, 16})
    void offsetNeedsNoAlignment(int gap) {
        byte[] bytes = new byte[ONE.bytes().length + gap];
        System.arraycopy(ONE.bytes(), 0, bytes, 0, 48);
        System.arraycopy(ONE.bytes(), 48, bytes, 48 + gap, ONE.bytes().length - 48);
        bytes[36] = (byte) (48 + gap);
        assertThat(MemoryTransaction.decode(MemorySegment.ofArray(bytes))).isEqualTo(ONE.value());
    }

    /** Many that overlap would make the reader allocate their ranges many times over. */
    @Test
    void compositesDoNotOverlap() {
        List<ConstituentRange> ranges = new ArrayList<>(List.of(new ConstituentRange(0x10_0000, 256)));
        for (int i = 1; i < 256; i++) {
            ranges.add(new ConstituentRange(0x100_0000 + i * 0x1000L, 1));
        }
        CompositeRegion region = CompositeRegion.of(ranges);
        MemorySegment bytes = encoded(share(access(2, region), access(3, region)));
        // a byte further the same bytes are another composite: counts and pages divided by 256
        assertThat(CompositeRegion.decode(bytes, 65)).isEqualTo(region(0x1000));
        bytes.set(ValueLayout.JAVA_BYTE, 52, (byte) 65);
        Broken.at(
                52, "Composite memory region descriptor offset", "FFA-5.11-14", () -> MemoryTransaction.decode(bytes));
    }

    @Test
    void entriesWithEqualOffsetsShareTheRegion() {
        MemoryTransaction decoded = MemoryTransaction.decode(TWO.segment());
        CompositeRegion region = decoded.endpoints().getFirst().region();
        assertThat(region).isNotNull();
        assertThat(decoded.endpoints().getLast().region()).isSameAs(region);
        assertThat(decoded.endpoints().getFirst().data()).isEqualTo(DataAccess.READ_WRITE);
        assertThat(decoded.endpoints().getLast().data()).isEqualTo(DataAccess.READ_ONLY);
        assertThat(decoded.region()).isSameAs(region);
    }

    @Test
    void regionsAlternateAsTheOffsetsDo() {
        CompositeRegion first = region(0x1000);
        CompositeRegion second = CompositeRegion.of(new ConstituentRange(0x2000, 3), new ConstituentRange(0x9000, 1));
        MemoryTransaction written =
                share(access(2, first), access(3, second), access(4, first), access(5, null), access(6, second));
        MemoryTransaction read = MemoryTransaction.decode(encoded(written));
        assertThat(written.size()).isEqualTo(32 + 5 * 16 + 32 + 48);
        assertThat(read).isEqualTo(written);
        assertThat(read.endpoints().get(2).region())
                .isSameAs(read.endpoints().get(0).region());
        assertThat(read.endpoints().get(4).region())
                .isSameAs(read.endpoints().get(1).region());
        assertThat(read.region()).isNull();
    }

    @Test
    void compositesStandAtMultiplesOf16BehindTheArray() {
        MemorySegment bytes = encoded(share(access(2, region(0x1000)), access(3, region(0x2000)), access(4, null)));
        ValueLayout.OfInt word = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.get(word, 36)).isEqualTo(80);
        assertThat(bytes.get(word, 52)).isEqualTo(112);
        assertThat(bytes.get(word, 68)).isZero();
    }

    @Test
    void equalRegionsOfSeveralEntriesAreWrittenOnce() {
        MemoryTransaction written = share(access(2, region(0x1000)), access(3, region(0x1000)));
        assertThat(written.size()).isEqualTo(32 + 2 * 16 + 32);
        assertThat(MemoryTransaction.decode(encoded(written)).region()).isEqualTo(region(0x1000));
    }

    @Test
    void regionIsThatOfAllEntriesOrNone() {
        CompositeRegion region = region(0x1000);
        assertThat(share().region()).isNull();
        assertThat(share(access(2, null)).region()).isNull();
        assertThat(share(access(2, region), access(3, null)).region()).isNull();
        assertThat(share(access(2, region), access(3, region(0x1000))).region()).isNull();
        assertThat(share(access(2, region), access(3, region)).region()).isSameAs(region);
    }

    @Test
    void endpointThatIsListedTwiceIsNamedAtItsLaterEntry() {
        assertThatNoException().isThrownBy(share(access(2, null), access(0x8001, null))::requireDistinctEndpoints);
        assertThatNoException().isThrownBy(share()::requireDistinctEndpoints);
        MemoryTransaction twice = share(access(0xFFFF, null), access(2, null), access(0, null), access(0xFFFF, null));
        Broken.at(32 + 3 * 16, "Endpoint ID", "FFA-5.11-1", twice::requireDistinctEndpoints);
    }

    /** As many as a buffer of 4K and a following fragment hold. */
    @Test
    void manyRangesComeBackInTheirOrder() {
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 512; i > 0; i--) {
            ranges.add(new ConstituentRange(i * 0x10000L, i % 16 + 1));
        }
        MemoryTransaction written = share(access(2, CompositeRegion.of(ranges)));
        MemoryTransaction read = MemoryTransaction.decode(encoded(written));
        assertThat(read).isEqualTo(written);
        assertThat(read.region().ranges()).containsExactlyElementsOf(ranges);
        assertThatNoException().isThrownBy(read.region()::requireDisjoint);
    }

    @Test
    void factoriesSayWhatTheirFunctionsCarry() {
        List<EndpointAccess> endpoints = List.of(access(0x8001, null));
        MemoryTransaction sent = MemoryTransaction.send(1, ATTRIBUTES, new SendFlags(true, false), 5, endpoints);
        assertThat(sent).isEqualTo(new MemoryTransaction(1, ATTRIBUTES, 1, 0, 5, endpoints));
        MemoryTransaction request =
                MemoryTransaction.request(1, ATTRIBUTES, RetrieveFlags.of(TransactionType.LEND), 0x11, 5, endpoints);
        assertThat(request).isEqualTo(new MemoryTransaction(1, ATTRIBUTES, 0x10, 0x11, 5, endpoints));
        MemoryTransaction response = MemoryTransaction.response(
                1, ATTRIBUTES, new ResponseFlags(true, TransactionType.DONATE), 0x11, 5, endpoints);
        assertThat(response).isEqualTo(new MemoryTransaction(1, ATTRIBUTES, 0x19, 0x11, 5, endpoints));
        assertThat(MemoryTransaction.request(0x11))
                .isEqualTo(Golden.transaction("GX-01").value());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void idsHave16Bits(int id) {
        assertThatIllegalArgumentException().isThrownBy(() -> access(id, null)).withMessageContaining("2.8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryTransaction(id, ATTRIBUTES, 0, 0, 0, List.of()))
                .withMessageContaining("2.8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE})
    void tagAndHandleAreAny64Bits(long value) {
        MemoryTransaction written = new MemoryTransaction(0xFFFF, ATTRIBUTES, -1, value, value, List.of());
        assertThat(MemoryTransaction.decode(encoded(written))).isEqualTo(written);
    }
}
