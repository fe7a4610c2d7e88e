package org.partita.admin.shell.decode;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.ffm.PsaFunction;

/** Reads calls and their completions for people. Each family of functions has decoders in a class of its own. */
public final class CallDecoder {
    /** w0 of a call that nobody knows: SMC Calling Convention, unknown function; FFA_VERSION's NOT_SUPPORTED. */
    private static final int UNKNOWN = -1;

    private static final Map<FunctionId, Decoder> CALLS = new EnumMap<>(FunctionId.class);
    private static final Map<FunctionId, Decoder> RESULTS = new EnumMap<>(FunctionId.class);

    static {
        StatusDecoders.calls(CALLS);
        SetupDecoders.calls(CALLS);
        SetupDecoders.results(RESULTS);
        CycleDecoders.calls(CALLS);
        MessageDecoders.calls(CALLS);
        MessageDecoders.results(RESULTS);
        MemoryDecoders.calls(CALLS);
        MemoryDecoders.results(RESULTS);
    }

    private CallDecoder() {}

    /** The name of the function in w0, or the number if it is none. */
    public static String name(Words call) {
        FunctionId function = call.function();
        if (function != null) {
            return function.name();
        }
        PsaFunction psa = PsaFunction.of(call.w(0));
        return psa == null ? Numbers.hex32(call.w(0)) : psa.title();
    }

    /**
     * The name of a completion: of the completing function, or FFA_VERSION, whose completion names none (FF-A 7.1).
     *
     * @param call the call that is completed
     */
    public static String name(Words call, Words completion) {
        boolean version = call.function() == FunctionId.FFA_VERSION && completion.function() == null;
        return version ? FunctionId.FFA_VERSION.name() : name(completion);
    }

    /** The parameters of a call, or of a completion whose call is not known; without the name. */
    public static String read(Words call) {
        FunctionId function = call.function();
        if (function != null) {
            return CALLS.getOrDefault(function, w -> w.rest(1)).read(call);
        }
        PsaFunction psa = PsaFunction.of(call.w(0));
        if (psa != null) {
            return PsaDecoders.read(psa, call);
        }
        return call.w(0) == UNKNOWN ? "unknown function" : call.rest(1);
    }

    /** What crosses a boundary: the parameters of a call or, of FF-M, the value that comes back. */
    public static String read(Crossing crossing) {
        Words words = new Words(crossing.registers());
        return PsaResults.returns(crossing.function())
                ? PsaResults.read(
                        crossing.function(), words.w(0), !crossing.rule().isEmpty())
                : read(words);
    }

    /** A completion in the light of its call: results by their meaning, errors by what they mean for this function. */
    public static String read(Words call, Words completion) {
        FunctionId asked = call.function();
        FunctionId answered = completion.function();
        if (answered == null) {
            return asked == FunctionId.FFA_VERSION ? version(call, completion.w(0)) : unnamed(completion);
        }
        return switch (answered) {
            case FFA_ERROR -> error(asked, completion);
            case FFA_SUCCESS -> success(call, completion);
            default -> read(completion);
        };
    }

    private static String version(Words call, int w0) {
        if (w0 < 0) {
            Status status = Status.of(w0);
            return (status == null ? Integer.toString(w0) : status.name())
                    + ": there is no Firmware Framework of a compatible version at this instance";
        }
        FfaVersion callee = FfaVersion.decode(w0);
        FfaVersion caller = FfaVersion.decode(call.w(1));
        return "version " + callee + (caller.compatibleWith(callee) ? ", compatible" : ", not compatible") + " with "
                + caller;
    }

    private static String unnamed(Words completion) {
        return completion.w(0) == UNKNOWN
                ? "unknown function: nobody at this exception level boundary answers it (SMC Calling Convention)"
                : "no FF-A function completes the call";
    }

    private static String error(@Nullable FunctionId asked, Words completion) {
        Status status = Status.of(completion.w(2));
        return status == null
                ? completion.w(2) + ": no status of FF-A Table 7.2"
                : status.name() + ": " + Meanings.of(asked, status);
    }

    private static String features(Words call, Words completion) {
        FunctionId queried = FunctionId.of(call.w(1));
        String name = queried == null ? Numbers.hex(Integer.toUnsignedLong(call.w(1))) : queried.name();
        return name + " is implemented" + (queried == null ? "" : Features.suffix(queried, completion));
    }

    private static String success(Words call, Words completion) {
        FunctionId asked = call.function();
        if (asked == FunctionId.FFA_FEATURES) {
            return features(call, completion);
        }
        Decoder decoder = asked == null ? null : RESULTS.get(asked);
        String text = decoder == null ? completion.rest(1) : decoder.read(completion);
        return text.isEmpty() ? "done" : text;
    }
}
