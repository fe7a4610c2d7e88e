package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors to relinquish a region that break a rule (FF-A Table 11.25). */
class RelinquishDescriptorTest {
    private static final Golden<RelinquishDescriptor> TWO =
            Golden.relinquishments().getLast();

    @Test
    void headerIsThereAsAWhole() {
        for (int length = 0; length < RelinquishDescriptor.HEADER; length++) {
            MemorySegment shorter = TWO.segment().asSlice(0, length);
            Broken.at(
                    0,
                    "Descriptor to relinquish a memory region",
                    "FFA-11.6-9",
                    () -> RelinquishDescriptor.decode(shorter));
        }
    }

    @Test
    void reservedFlagsAreZero() {
        for (int bit = 2; bit < 32; bit++) {
            MemorySegment changed = TWO.withWord(8, 1L << bit);
            Broken.at(8, "Flags", "FFA-11.6-16", () -> RelinquishDescriptor.decode(changed));
        }
    }

    @Test
    void thereIsAnEndpoint() {
        MemorySegment changed = TWO.withWord(12, 0);
        Broken.at(12, "Endpoint count", "FFA-11.6.1.2-3", () -> RelinquishDescriptor.decode(changed));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL})
    void arrayOfEndpointsFitsTheSegment(long count) {
        MemorySegment changed = TWO.withWord(12, count);
        Broken.at(12, "Endpoint count", "FFA-11.6-10", () -> RelinquishDescriptor.decode(changed));
    }

    @Test
    void handleIsAny64Bits() {
        MemorySegment changed = TWO.withWord(4, 0x8000_0001L);
        assertThat(RelinquishDescriptor.decode(changed).handle()).isEqualTo(0x8000_0001_0000_0011L);
    }

    @Test
    void lengthThatIsClaimedIsThatOfTheDescriptorWhateverStandsBehindIt() {
        MemorySegment buffer = MemorySegment.ofArray(new byte[4096]);
        buffer.fill((byte) 0xFF);
        buffer.copyFrom(TWO.segment());
        assertThat(RelinquishDescriptor.claimed(buffer.asSlice(0, RelinquishDescriptor.HEADER)))
                .isEqualTo(16 + 2 * 2);
        assertThat(RelinquishDescriptor.claimed(buffer)).isEqualTo(16 + 2 * 2);
    }

    @Test
    void lengthThatIsClaimedIsNoMoreThanIsThereWithoutAHeader() {
        assertThat(RelinquishDescriptor.claimed(TWO.segment().asSlice(0, 15))).isEqualTo(15);
        assertThat(RelinquishDescriptor.claimed(TWO.withWord(12, 0xFFFF_FFFFL))).isEqualTo(16 + 2 * 0xFFFF_FFFFL);
    }
}
