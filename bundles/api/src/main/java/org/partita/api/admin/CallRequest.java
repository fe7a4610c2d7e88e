package org.partita.api.admin;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Conduit;

/**
 * A call to inject.
 *
 * @param id 16-bit ID of the endpoint that makes it
 * @param vcpu its execution context
 * @param registers x0, then as many of x1 to x7 as needed
 * @param conduit or null for the one that FF-A 2.4 tells the endpoint to use
 * @param timeout after which 'still waiting' is reported
 */
public record CallRequest(
        int id, int vcpu, List<Long> registers, @Nullable Conduit conduit, Duration timeout) {
    public CallRequest {
        registers = List.copyOf(registers);
    }
}
