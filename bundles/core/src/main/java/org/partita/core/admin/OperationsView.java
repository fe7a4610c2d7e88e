package org.partita.core.admin;

import java.util.List;
import org.partita.api.admin.OperationStatus;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperations;

/** What administrators see of functions that are not finished. */
final class OperationsView {
    private OperationsView() {}

    static List<OperationStatus> of(MemoryOperations operations) {
        return operations.all().stream().map(OperationsView::status).toList();
    }

    private static OperationStatus status(MemoryOperation o) {
        long done = 0;
        long total = 0;
        byte[] outgoing = o.outgoing();
        switch (o.stage()) {
            case RECEIVING -> {
                Registers first = new Registers();
                o.restore(first);
                done = o.received();
                total = Integer.toUnsignedLong(first.w(1));
            }
            case SENDING, SENT -> {
                done = o.sent();
                total = outgoing == null ? 0 : outgoing.length;
            }
            case RUNNING, PAUSED -> {
                // nothing is on its way
            }
        }
        return new OperationStatus(o.manager(), o.caller(), o.function(), o.handle(), o.stage(), done, total);
    }
}
