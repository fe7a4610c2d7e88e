package org.partita.api.ffm;

import org.jspecify.annotations.Nullable;

/** Status codes of the PSA API ({@code psa_status_t}), those of Secure services included. */
public enum PsaStatus {
    PSA_SUCCESS(0),
    PSA_ERROR_PROGRAMMER_ERROR(-129),
    PSA_ERROR_CONNECTION_REFUSED(-130),
    PSA_ERROR_CONNECTION_BUSY(-131),
    PSA_ERROR_GENERIC_ERROR(-132),
    PSA_ERROR_NOT_PERMITTED(-133),
    PSA_ERROR_NOT_SUPPORTED(-134),
    PSA_ERROR_INVALID_ARGUMENT(-135),
    PSA_ERROR_INVALID_HANDLE(-136),
    PSA_ERROR_BAD_STATE(-137),
    PSA_ERROR_BUFFER_TOO_SMALL(-138),
    PSA_ERROR_ALREADY_EXISTS(-139),
    PSA_ERROR_DOES_NOT_EXIST(-140),
    PSA_ERROR_INSUFFICIENT_MEMORY(-141),
    PSA_ERROR_INSUFFICIENT_STORAGE(-142),
    PSA_ERROR_INSUFFICIENT_DATA(-143),
    PSA_ERROR_SERVICE_FAILURE(-144),
    PSA_ERROR_COMMUNICATION_FAILURE(-145),
    PSA_ERROR_STORAGE_FAILURE(-146),
    PSA_ERROR_HARDWARE_FAILURE(-147),
    PSA_ERROR_INVALID_SIGNATURE(-149),
    PSA_ERROR_CORRUPTION_DETECTED(-151),
    PSA_ERROR_DATA_CORRUPT(-152);

    private final int code;

    PsaStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The status with this code, or null if the PSA API has none. */
    public static @Nullable PsaStatus of(int code) {
        for (PsaStatus s : values()) {
            if (s.code == code) {
                return s;
            }
        }
        return null;
    }

    /** Name and number, or the number alone. */
    public static String format(int code) {
        PsaStatus s = of(code);
        return s == null ? Integer.toString(code) : s.name() + " (" + code + ")";
    }
}
