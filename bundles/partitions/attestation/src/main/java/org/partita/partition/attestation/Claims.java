package org.partita.partition.attestation;

import java.nio.charset.StandardCharsets;

/**
 * What a token says; the numbers of claims stand at the package.
 *
 * @param challenge the nonce
 * @param clientId of the client that asks
 * @param lifecycle psa_rot_lifecycle_state
 */
record Claims(byte[] challenge, int clientId, int lifecycle) {
    private static final int NONCE = 10;
    private static final int PROFILE = 265;
    private static final int CLIENT_ID = 2394;
    private static final int SECURITY_LIFECYCLE = 2395;
    private static final int IMPLEMENTATION_ID = 2396;

    private static final String OUR_PROFILE = "tag:partita.org,2026:attestation";
    private static final String OUR_IMPLEMENTATION = "partita-sample-implementation-01";

    /** The claims as a map, sorted by their encoded numbers. */
    byte[] encoded() {
        return new Cbor()
                .map(5)
                .integer(NONCE)
                .bytes(challenge)
                .integer(PROFILE)
                .text(OUR_PROFILE)
                .integer(CLIENT_ID)
                .integer(clientId)
                .integer(SECURITY_LIFECYCLE)
                .integer(Integer.toUnsignedLong(lifecycle))
                .integer(IMPLEMENTATION_ID)
                .bytes(OUR_IMPLEMENTATION.getBytes(StandardCharsets.US_ASCII))
                .encoded();
    }
}
