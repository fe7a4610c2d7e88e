package org.partita.hardware.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.memory.MemoryRange;
import org.partita.testkit.Shows;

class RangeReaderTest {
    private static MemoryRange one(String entry) {
        return RangeReader.read(new String[] {entry}).getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "a 0x6000000 0x1000 secure,0x6000000,0x1000",
        "a 4096 8192 secure,0x1000,0x2000",
        "a 0 4K secure,0,0x1000",
        "a 16M 1g secure,0x1000000,0x40000000",
        "a 0x10M 0x4K secure,0x1000000,0x1000",
        "  a   0xFFFFFFFFFF000   4k   secure ,0xFFFFFFFFFF000,0x1000"
    })
    void numbersAreHexadecimalOrDecimalWithASuffix(String entry, String base, String size) {
        assertThat(one(entry)).isEqualTo(new MemoryRange(Long.decode(base), Long.decode(size), true, false, "a"));
    }

    @Test
    void worldAndKindAreWords() {
        assertThat(one("uart 0x9000000 4K nonsecure device"))
                .isEqualTo(new MemoryRange(0x9000000, 0x1000, false, true, "uart"));
    }

    @Shows("FFA-2.6-1")
    @ParameterizedTest
    @CsvSource({
        "a 0 4K,expected name base size secure|nonsecure [device]",
        "a 0 4K Secure,write 'secure' or 'nonsecure'",
        "a 0 4K both,FF-A 2.6",
    })
    void aRangeWithoutASecurityStateIsRefused(String entry, String reason) {
        refused(entry, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "a 0 4K secure dev,'the fifth field is ''device'''",
        "a 0 4K secure device more,6 fields",
        "a x 4K secure,base 'x' is no number",
        "a -4096 4K secure,base '-4096' is no number",
        "a 0 K secure,size 'K' is no number",
        "a 0 9007199254740992K secure,size '9007199254740992K' is no number",
        "a 0x800 4K secure,multiples of 4 KiB",
        "a 0 2K secure,multiples of 4 KiB",
        "a 0 0 secure,a size above zero",
        "a 0 1025G secure,at most 1 TiB",
        "a 0x10000000000000 4K secure,52 bits"
    })
    void aBadEntryIsNamedWithItsRule(String entry, String reason) {
        refused(entry, reason);
    }

    private static void refused(String entry, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RangeReader.read(new String[] {"ok 0 4K secure", entry}))
                .withMessageStartingWith("org.partita.hardware.memory ranges[1] \"" + entry + "\": ")
                .withMessageContaining(reason);
    }

    @Test
    void noRangesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RangeReader.read(new String[0]))
                .withMessageContaining("add entries of the form");
    }

    @Shows("FFA-2.6-1")
    @Test
    void aRegionInBothAddressSpacesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FakeStore().memory("s 0x1000 8K secure", "n 0x2000 4K nonsecure"))
                .withMessageContaining("<s 0x1000+0x2000 secure> and <n 0x2000+0x1000 nonsecure> overlap")
                .withMessageContaining("FF-A 2.6");
    }

    @Test
    void aNameIsUsedOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FakeStore().memory("a 0x1000 4K secure", "a 0x2000 4K secure"))
                .withMessageContaining("rename one");
    }
}
