package org.partita.partition.stmm;

/** Status codes of UEFI, appendix D, for 64-bit. */
enum EfiStatus {
    SUCCESS(0),
    INVALID_PARAMETER(2),
    UNSUPPORTED(3),
    BAD_BUFFER_SIZE(4),
    BUFFER_TOO_SMALL(5),
    OUT_OF_RESOURCES(9),
    NOT_FOUND(14);

    private final int number;

    EfiStatus(int number) {
        this.number = number;
    }

    /** Errors have the highest bit set. */
    long code() {
        return this == SUCCESS ? 0 : Long.MIN_VALUE | number;
    }
}
