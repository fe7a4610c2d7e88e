package org.partita.api.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.Rule;

/**
 * What came of an injected call.
 *
 * @param waiting whether the call had not completed within the timeout
 * @param registers x0 to x7 of the completion
 * @param rule the rule that refused the call, or null
 * @param found what was found where the rule expects something else
 */
public record CallResult(
        boolean waiting, List<Long> registers, @Nullable Rule rule, long found) {
    public CallResult {
        registers = List.copyOf(registers);
    }
}
