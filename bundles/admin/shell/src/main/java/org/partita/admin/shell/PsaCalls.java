package org.partita.admin.shell;

import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.view.PsaReason;
import org.partita.admin.shell.view.PsaResult;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.partition.Outputs;

/** The client API of FF-M as a Non-secure client, from the words of a command. */
final class PsaCalls {
    static final Option AS_HANDLE = new Option(
            "--handle", "", "SID|HANDLE is a handle, whether there is such a one or not, even if it is a SID");

    private static final String CLIENT = "client";
    private static final String HANDLE = "handle";

    private PsaCalls() {}

    static Answer connect(Platform platform, Arguments arguments) {
        Ffm ffm = platform.ffm();
        int client = NonSecureClients.id(platform, arguments.at(0));
        int sid = ServiceNames.sid(ffm.services(), "SID", arguments.at(1));
        int version = Numbers.word("VERSION", arguments.at(2));
        try (PsaSession session = ffm.client(client)) {
            int answer = session.connect(sid, version);
            boolean connected = answer > 0;
            int status = connected ? PsaStatus.PSA_SUCCESS.code() : answer;
            PsaResult result = PsaResult.of(session, status, Outputs.NONE);
            Json document = result.json(new Json()
                    .put(CLIENT, client)
                    .put("sid", Integer.toUnsignedLong(sid))
                    .put("version", Integer.toUnsignedLong(version))
                    .put(HANDLE, connected ? Numbers.hex32(answer) : null));
            return connected
                    ? new Answer("handle " + Numbers.hex32(answer), document)
                    : result.answer(List.of(), document);
        }
    }

    /** psa_close tells a client nothing; the rule that it has broken does. */
    static Answer close(Platform platform, Arguments arguments) {
        Ffm ffm = platform.ffm();
        int client = NonSecureClients.id(platform, arguments.at(0));
        int handle = Numbers.word("HANDLE", arguments.at(1));
        try (PsaSession session = ffm.client(client)) {
            session.close(handle);
            PsaReason reason = PsaReason.of(session);
            boolean closed = reason == null && handle != Signals.NULL_HANDLE;
            Json document = new Json()
                    .put(CLIENT, client)
                    .put(HANDLE, Numbers.hex32(handle))
                    .put("closed", closed)
                    .put("reason", reason == null ? null : reason.json());
            String text = closed ? "closed" : "nothing is closed";
            return new Answer(reason == null ? text : text + "\n" + reason.line(), document);
        }
    }

    static Answer call(Platform platform, Arguments arguments) {
        Ffm ffm = platform.ffm();
        int client = NonSecureClients.id(platform, arguments.at(0));
        String to = arguments.at(1);
        PsaTarget target = arguments.has(AS_HANDLE) ? PsaTarget.handle(to) : PsaTarget.of(ffm, to);
        int type = Numbers.upTo("TYPE", arguments.at(2), Short.MAX_VALUE, "a request has 0 to 32767 (FF-M, psa_call)");
        PsaVectors vectors = PsaVectors.of(arguments);
        try (PsaSession session = ffm.client(client)) {
            return new PsaExchange(session, type, vectors).with(target);
        }
    }
}
