package org.partita.partition.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected digests come from another implementation of HMAC-SHA-256. */
class DigestTest {
    private final FakeRequest.Page page = new FakeRequest.Page();
    private final Digest digest = new Digest();

    private long[] call64(long x3, long x4, long x5, long x6, long x7) {
        return FakeRequest.of(true, page, x3, x4, x5, x6, x7).answer(digest);
    }

    private long[] call32(long x3, long x4, long x5, long x6, long x7) {
        return FakeRequest.of(false, page, x3, x4, x5, x6, x7).answer(digest);
    }

    /** Key 00 to 1f, message 40 to 5f. */
    @Test
    void sixtyFourBitCallsHave32BytesOfKeyMessageAndDigest() {
        assertThat(call64(1, 0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x1716151413121110L, 0x1f1e1d1c1b1a1918L))
                .containsExactly(0, 0, 0, 0, 0);

        assertThat(call64(2, 0x4746454443424140L, 0x4f4e4d4c4b4a4948L, 0x5756555453525150L, 0x5f5e5d5c5b5a5958L))
                .containsExactly(0, 0x27e7182dd7e892fcL, 0xed7e409fc0916e71L, 0xecf8b71552c08537L, 0x9cdd752219df0464L);
    }

    /** Key 00 to 0f, message 40 to 4f. */
    @Test
    void thirtyTwoBitCallsHave16BytesOfKeyAndMessageAndTheFirst16OfTheDigest() {
        call32(0x701, 0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c);

        assertThat(call32(0x702, 0x43424140, 0x47464544, 0x4b4a4948, 0x4f4e4d4c))
                .containsExactly(0, 0x72a35e7f, 0x91567cffL, 0x9b07480dL, 0xe299db45L);
    }

    @Test
    void slotsKeepDifferentKeys() {
        call64(0x001, 1, 2, 3, 4);
        call64(0x101, 5, 6, 7, 8);

        assertThat(call64(0x002, 9, 9, 9, 9)).isNotEqualTo(call64(0x102, 9, 9, 9, 9));
        assertThat(call64(0x002, 9, 9, 9, 9)).isEqualTo(call64(0x002, 9, 9, 9, 9));
    }

    @ParameterizedTest
    @CsvSource({"0x000,1", "0x003,1", "0x9FF,1", "0x801,2", "0x802,2", "0x002,3", "0x702,3"})
    void whatCantBeDoneIsAServiceStatusAndNothingElse(String operation, long status) {
        assertThat(call64(Long.decode(operation), 1, 2, 3, 4)).containsExactly(status, 0, 0, 0, 0);
    }

    @Test
    void keysLieInThePartitionsOwnMemory() {
        call64(0x301, 0x1111, 0x2222, 0x3333, 0x4444);

        assertThat(page.read64(0x6010000 + 3 * 64)).isEqualTo(32);
        assertThat(page.read64(0x6010000 + 3 * 64 + 8)).isEqualTo(0x1111);
        assertThat(page.read64(0x6010000 + 3 * 64 + 32)).isEqualTo(0x4444);
    }

    @Test
    void theDigestIsThereAtBoot() throws Exception {
        digest.boot(FakeRequest.of(true, page, 0, 0, 0, 0, 0).context());
    }
}
