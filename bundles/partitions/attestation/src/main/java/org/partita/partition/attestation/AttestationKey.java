package org.partita.partition.attestation;

import org.partita.api.ffm.PsaStatus;

/** The key that signs tokens. It is in the crypto partition; here is its id. */
final class AttestationKey {
    private static final int NONE = 0;

    private int id = NONE;

    byte[] sign(CryptoClient crypto, byte[] message) throws Refused {
        try {
            return crypto.sign(made(crypto), message);
        } catch (Refused refused) {
            return crypto.sign(again(crypto, refused), message);
        }
    }

    byte[] publicKey(CryptoClient crypto) throws Refused {
        try {
            return crypto.publicKey(made(crypto));
        } catch (Refused refused) {
            return crypto.publicKey(again(crypto, refused));
        }
    }

    private int made(CryptoClient crypto) throws Refused {
        if (id == NONE) {
            // code that was here before may have left one
            crypto.destroyKeys();
            id = crypto.generate();
        }
        return id;
    }

    /** A crypto partition that was loaded again has no key of before. */
    private int again(CryptoClient crypto, Refused refused) throws Refused {
        if (!refused.is(PsaStatus.PSA_ERROR_INVALID_HANDLE)) {
            throw refused;
        }
        id = NONE;
        return made(crypto);
    }
}
