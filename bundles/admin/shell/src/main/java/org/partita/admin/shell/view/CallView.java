package org.partita.admin.shell.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.decode.CallDecoder;
import org.partita.admin.shell.decode.Words;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.UuidRegisters;

/**
 * An injected call and what came of it: the completing function with its registers, then its meaning, then the reason
 * if a rule refused it.
 *
 * @param request the call
 * @param result what came of it
 */
public record CallView(CallRequest request, CallResult result) {
    public Answer answer() {
        return answer(List.of(), json());
    }

    /** With more lines than every call has, and with a document that has more keys. */
    public Answer answer(List<String> more, Json document) {
        List<String> lines = new ArrayList<>(result.waiting() ? List.of(waiting()) : completed());
        lines.addAll(more);
        return new Answer(String.join("\n", lines), document);
    }

    public Words call() {
        return new Words(request.registers());
    }

    public Words completion() {
        return new Words(result.registers());
    }

    /** Whether FFA_SUCCESS completed the call. */
    public boolean succeeded() {
        return !result.waiting() && completion().function() == FunctionId.FFA_SUCCESS;
    }

    private String waiting() {
        String what = "still waiting: " + CallDecoder.name(call()) + " of " + EndpointId.format(request.id()) + " vCPU "
                + request.vcpu();
        return result.registers().isEmpty()
                ? what + " has not completed within " + Numbers.seconds(request.timeout())
                        + "; spm:status shows it until it has, and the log tells how it ended"
                : what + " completes with the next message; the context is idle and takes other calls";
    }

    private List<String> completed() {
        List<String> lines = new ArrayList<>();
        lines.add(CallDecoder.name(call(), completion()) + " " + completion().all());
        lines.add(CallDecoder.read(call(), completion()));
        Rule rule = result.rule();
        if (rule != null) {
            lines.add("reason: " + rule.id() + ", " + rule.section() + found(rule) + ": " + rule.text());
        }
        return lines;
    }

    private String found(Rule rule) {
        String value = value(rule);
        String at = result.offset() < 0 ? "" : " at offset " + result.offset();
        return value == null ? "" : ", " + rule.field() + at + " is " + value;
    }

    /** What was found, in the words of its field; null if the field has no value. */
    private @Nullable String value(Rule rule) {
        Conduit[] conduits = Conduit.values();
        return switch (rule.field()) {
            case "role", "provider", "platform", "control at the boundary" -> null;
            case "conduit" ->
                result.found() >= 0 && result.found() < conduits.length
                        ? conduits[(int) result.found()].name()
                        : Numbers.hex(result.found());
            case "w1-w4" -> uuid();
            default -> Numbers.hex(result.found());
        };
    }

    /** The UUID of the call (FF-A 8.6). */
    private String uuid() {
        Words asked = call();
        return UuidRegisters.decode(asked.w(1), asked.w(2), asked.w(3), asked.w(4))
                .toString();
    }

    /** The document that every call has. */
    public Json json() {
        boolean waiting = result.waiting();
        return new Json()
                .put("endpoint", request.id())
                .put("vcpu", request.vcpu())
                .put("call", CallDecoder.name(call()))
                .put("waiting", waiting)
                .put("function", waiting ? null : CallDecoder.name(call(), completion()))
                .texts("registers", waiting ? List.of() : hex(completion()))
                .put("decoded", waiting ? null : CallDecoder.read(call(), completion()))
                .put("reason", reason(result.rule()));
    }

    private static List<String> hex(Words words) {
        return words.registers().stream().map(Numbers::hex).toList();
    }

    private @Nullable Json reason(@Nullable Rule rule) {
        if (rule == null) {
            return null;
        }
        return new Json()
                .put("rule", rule.id())
                .put("status", rule.status().name())
                .put("section", rule.section())
                .put("field", rule.field())
                .put("offset", result.offset())
                .put("found", value(rule))
                .put("text", rule.text());
    }
}
