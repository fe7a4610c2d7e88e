package org.partita.interfaces.memorymanagement;

import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.FunctionId;

/** The functions that take a transaction descriptor (FF-A 11.1 to 11.4). */
enum Operation {
    DONATE("11.1", TransactionType.DONATE),
    LEND("11.2", TransactionType.LEND),
    SHARE("11.3", TransactionType.SHARE),
    RETRIEVE("11.4", null);

    private final String section;
    private final @Nullable TransactionType type;

    Operation(String section, @Nullable TransactionType type) {
        this.section = section;
        this.type = type;
    }

    /** The one that a function asks for. */
    static Operation of(FunctionId function) {
        return switch (function) {
            case FFA_MEM_DONATE -> DONATE;
            case FFA_MEM_LEND -> LEND;
            case FFA_MEM_SHARE -> SHARE;
            case FFA_MEM_RETRIEVE_REQ -> RETRIEVE;
            default -> throw new IllegalArgumentException(function + " takes no transaction descriptor");
        };
    }

    String section() {
        return section;
    }

    /** What it begins. */
    TransactionType type() {
        if (type == null) {
            throw new IllegalStateException(this + " begins no transaction");
        }
        return type;
    }
}
