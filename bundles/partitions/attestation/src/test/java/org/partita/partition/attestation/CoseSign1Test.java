package org.partita.partition.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CoseSign1Test {
    private static final byte[] CONTENT = "This is the content.".getBytes(StandardCharsets.US_ASCII);
    private static final String CONTENT_HEX = "546869732069732074686520636f6e74656e742e";

    /** The example of RFC 9052 C.2.1 has these bytes signed. */
    @Test
    void theProtectedHeaderAndThePayloadAreSigned() {
        assertThat(HexFormat.of().formatHex(CoseSign1.toBeSigned(CONTENT)))
                .isEqualTo("846a5369676e61747572653143a101264054" + CONTENT_HEX);
    }

    /** As the example, which has a key id in its unprotected header (a104423131). */
    @Test
    void theMessageIsTaggedAndHasFourParts() {
        String signature = "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
                + "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36";

        assertThat(HexFormat.of()
                        .formatHex(CoseSign1.message(CONTENT, HexFormat.of().parseHex(signature))))
                .isEqualTo("d28443a10126" + "a0" + "54" + CONTENT_HEX + "5840" + signature);
    }
}
