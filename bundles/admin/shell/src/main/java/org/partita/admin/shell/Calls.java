package org.partita.admin.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.decode.Features;
import org.partita.admin.shell.decode.FunctionNames;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.view.CallView;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.FunctionId;

/** Calls made from the words of a command. */
final class Calls {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int HIGHEST_VCPU = 0xFFFF;

    private Calls() {}

    static Answer call(Platform platform, Arguments arguments) {
        int w0 = FunctionNames.parse(arguments.at(1));
        List<Long> parameters = registers(arguments, 2, 1);
        return make(platform, arguments, w0, parameters).answer();
    }

    static Answer version(Platform platform, Arguments arguments) {
        FfaVersion caller = Numbers.version(arguments.at(1, FfaVersion.V1_0.toString()));
        CallView made = make(platform, arguments, FunctionId.FFA_VERSION.id32(), List.of((long) caller.encode()));
        FfaVersion callee = answered(made);
        Json json = made.json()
                .put("asked", caller.toString())
                .put("version", callee == null ? null : callee.toString())
                .put("compatible", callee != null && caller.compatibleWith(callee));
        return made.answer(List.of(), json);
    }

    private static @Nullable FfaVersion answered(CallView made) {
        int w0 = made.completion().w(0);
        return made.result().waiting() || w0 < 0 ? null : FfaVersion.decode(w0);
    }

    static Answer features(Platform platform, Arguments arguments) {
        int w1 = FunctionNames.parse(arguments.at(1));
        CallView made = make(platform, arguments, FunctionId.FFA_FEATURES.id32(), List.of(Integer.toUnsignedLong(w1)));
        FunctionId queried = FunctionId.of(w1);
        boolean implemented = made.succeeded();
        List<String> properties = implemented && queried != null ? Features.of(queried, made.completion()) : List.of();
        Json json = made.json()
                .put("queried", queried == null ? Numbers.hex(Integer.toUnsignedLong(w1)) : queried.name())
                .put("implemented", implemented)
                .texts("properties", properties);
        return made.answer(List.of(), json);
    }

    static Answer direct(Platform platform, Arguments arguments) {
        long from = Endpoints.id(platform, arguments.at(0));
        long to = Endpoints.id(platform, arguments.at(1));
        List<Long> payload = registers(arguments, 2, 3);
        FunctionId request = FunctionId.FFA_MSG_SEND_DIRECT_REQ;
        int w0 = payload.stream().allMatch(Numbers::fits32) ? request.id32() : request.id64();
        List<Long> parameters = new ArrayList<>(List.of(from << 16 | to, 0L));
        parameters.addAll(payload);
        return make(platform, arguments, w0, parameters).answer();
    }

    private static List<Long> registers(Arguments arguments, int position, int register) {
        List<Long> values = new ArrayList<>();
        for (String word : arguments.from(position)) {
            values.add(Numbers.register("x" + (register + values.size()), word));
        }
        return values;
    }

    /** Makes a call as the endpoint that the first argument names, with the options that all calls have. */
    static CallView make(Platform platform, Arguments arguments, int w0, List<Long> parameters) {
        String vcpu = arguments.value(FfaCommands.VCPU);
        String timeout = arguments.value(FfaCommands.TIMEOUT);
        List<Long> registers = new ArrayList<>(List.of(Integer.toUnsignedLong(w0)));
        parameters.forEach(value -> registers.add(FunctionId.is64(w0) ? value : narrow(value)));
        CallRequest request = new CallRequest(
                Endpoints.id(platform, arguments.at(0)),
                vcpu == null
                        ? 0
                        : Numbers.upTo("--vcpu", vcpu, HIGHEST_VCPU, "an execution context ID has 16 bits (FF-A 2.9)"),
                registers,
                conduit(arguments.value(FfaCommands.CONDUIT)),
                timeout == null ? PATIENCE : Numbers.seconds("--timeout", timeout));
        return new CallView(request, platform.call(request));
    }

    /** What a person means by a negative number is 32 bits wide in a 32-bit call; anything else goes as it is. */
    private static long narrow(long value) {
        return Numbers.fits32(value) ? value & 0xFFFFFFFFL : value;
    }

    private static @Nullable Conduit conduit(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "SMC" -> Conduit.SMC;
            case "HVC" -> Conduit.HVC;
            case "SVC" -> Conduit.SVC;
            case "ERET" -> Conduit.ERET;
            default ->
                throw new CommandException("--conduit \"" + text + "\" is not known: SMC, HVC, SVC or ERET (FF-A 2.4)");
        };
    }
}
