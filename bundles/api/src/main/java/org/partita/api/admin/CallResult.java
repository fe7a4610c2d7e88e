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
 * @param offset where that stands in the descriptor of the call, in bytes; -1 if the rule is about no descriptor
 */
public record CallResult(
        boolean waiting, List<Long> registers, @Nullable Rule rule, long found, long offset) {
    public CallResult {
        registers = List.copyOf(registers);
    }
}
