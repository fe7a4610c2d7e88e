package org.partita.api.admin;

import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.MemoryOperation;

/**
 * A memory management function that takes several invocations and is not finished (FF-A 12.2).
 *
 * @param manager that answers it
 * @param caller 16-bit ID of the endpoint that invoked it
 * @param function that was invoked
 * @param handle that identifies it, 0 if it has none yet
 * @param stage what it waits for
 * @param done bytes of the descriptor that have come, or of the description that were sent
 * @param total bytes that it has, 0 if none is on its way
 */
public record OperationStatus(
        ManagerKind manager,
        int caller,
        FunctionId function,
        long handle,
        MemoryOperation.Stage stage,
        long done,
        long total) {}
