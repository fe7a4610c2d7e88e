package org.partita.partition.stmm;

/** What a direct request is answered with in x3: return codes of the MM interface specification. */
enum MmStatus {
    SUCCESS(0),
    NOT_SUPPORTED(-1),
    INVALID_PARAMETERS(-2),
    DENIED(-3);

    private final int code;

    MmStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
