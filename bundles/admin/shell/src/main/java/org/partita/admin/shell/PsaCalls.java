package org.partita.admin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.view.PsaReason;
import org.partita.admin.shell.view.PsaResult;
import org.partita.api.admin.Platform;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.partition.Outputs;

/** The client API of FF-M as a client, from the words of a command. */
final class PsaCalls {
    static final Option AS_HANDLE = new Option(
            "--handle", "", "SID|HANDLE is a handle, whether there is such a one or not, even if it is a SID");

    private static final String CLIENT = "client";
    private static final String HANDLE = "handle";

    private PsaCalls() {}

    static Answer connect(Platform platform, Arguments arguments) {
        PsaCaller caller = PsaCaller.of(platform, arguments);
        int sid = ServiceNames.sid(caller.ffm().services(), "SID", arguments.at(1));
        int version = Numbers.word("VERSION", arguments.at(2));
        Supplier<Json> document = () -> new Json()
                .put(CLIENT, caller.id())
                .put("sid", Integer.toUnsignedLong(sid))
                .put("version", Integer.toUnsignedLong(version));
        return caller.make(
                "psa_connect to " + arguments.at(1),
                session -> {
                    int answer = session.connect(sid, version);
                    boolean connected = answer > 0;
                    int status = connected ? PsaStatus.PSA_SUCCESS.code() : answer;
                    PsaResult result = PsaResult.of(session, status, Outputs.NONE);
                    Json made = result.json(document.get().put(HANDLE, connected ? Numbers.hex32(answer) : null));
                    return connected
                            ? new Answer("handle " + Numbers.hex32(answer), made)
                            : result.answer(caller.end(session), made);
                },
                PsaResult.noJson(document.get().put(HANDLE, (String) null)));
    }

    /** psa_close tells a client nothing; the rule that it has broken does. */
    static Answer close(Platform platform, Arguments arguments) {
        PsaCaller caller = PsaCaller.of(platform, arguments);
        int handle = Numbers.word("HANDLE", arguments.at(1));
        Supplier<Json> document = () -> new Json().put(CLIENT, caller.id()).put(HANDLE, Numbers.hex32(handle));
        return caller.make(
                "psa_close of " + Numbers.hex32(handle),
                session -> {
                    session.close(handle);
                    PsaReason reason = PsaReason.of(session);
                    boolean closed = reason == null && handle != Signals.NULL_HANDLE;
                    List<String> lines = new ArrayList<>(List.of(closed ? "closed" : "nothing is closed"));
                    if (reason != null) {
                        lines.add(reason.line());
                    }
                    lines.addAll(caller.end(session));
                    return new Answer(
                            String.join("\n", lines),
                            PsaResult.end(document.get().put("closed", closed), reason, session.ended()));
                },
                PsaResult.noEnd(document.get().put("closed", false)));
    }

    static Answer call(Platform platform, Arguments arguments) {
        PsaCaller caller = PsaCaller.of(platform, arguments);
        String to = arguments.at(1);
        PsaTarget target = arguments.has(AS_HANDLE) ? PsaTarget.handle(to) : PsaTarget.of(caller.ffm(), to);
        int type = Numbers.upTo("TYPE", arguments.at(2), Short.MAX_VALUE, "a request has 0 to 32767 (FF-M, psa_call)");
        PsaVectors vectors = PsaVectors.of(arguments);
        PsaExchange exchange = new PsaExchange(caller, target, type, vectors);
        return caller.make("psa_call to " + to, exchange::with, exchange.waiting());
    }
}
