package org.partita.partition.attestation;

/** A COSE_Sign1 (RFC 9052 4.2) with ES256 and nothing in its unprotected header. */
final class CoseSign1 {
    /** Bytes of a signature of ES256: r, then s. */
    static final int SIGNATURE = 64;

    private static final int TAG = 18;
    private static final int ALGORITHM = 1;
    private static final int ES256 = -7;
    private static final String CONTEXT = "Signature1";

    private CoseSign1() {}

    /** Sig_structure (RFC 9052 4.4): what is signed. */
    static byte[] toBeSigned(byte[] payload) {
        return new Cbor()
                .array(4)
                .text(CONTEXT)
                .bytes(protectedHeader())
                .bytes(new byte[0])
                .bytes(payload)
                .encoded();
    }

    /** The tagged message. */
    static byte[] message(byte[] payload, byte[] signature) {
        return new Cbor()
                .tag(TAG)
                .array(4)
                .bytes(protectedHeader())
                .map(0)
                .bytes(payload)
                .bytes(signature)
                .encoded();
    }

    private static byte[] protectedHeader() {
        return new Cbor().map(1).integer(ALGORITHM).integer(ES256).encoded();
    }
}
