package org.partita.partition.crypto;

import org.partita.api.ffm.PsaStatus;

/** What a key is for, and the number that says so in requests and in memory. */
enum KeyKind {
    AES(1),
    HMAC(2),
    EC_P256(3);

    private final int number;

    KeyKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The kind with this number. */
    static KeyKind of(int number) throws Refused {
        for (KeyKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new Refused(PsaStatus.PSA_ERROR_NOT_SUPPORTED);
    }
}
