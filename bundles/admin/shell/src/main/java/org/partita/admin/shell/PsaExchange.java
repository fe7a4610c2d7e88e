package org.partita.admin.shell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.view.PsaReason;
import org.partita.admin.shell.view.PsaResult;
import org.partita.api.admin.Ffm.Service;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;

/** A request of a client to a RoT Service, with the connection that it takes. */
final class PsaExchange {
    private final PsaCaller caller;
    private final PsaTarget target;
    private final int type;
    private final PsaVectors vectors;

    PsaExchange(PsaCaller caller, PsaTarget target, int type, PsaVectors vectors) {
        this.caller = caller;
        this.target = target;
        this.type = type;
        this.vectors = vectors;
    }

    Answer with(PsaSession session) {
        vectors.checkRoom(session, caller.name());
        Service unconnected = target.unconnected();
        return unconnected == null ? direct(session) : connected(session, unconnected);
    }

    private Answer direct(PsaSession session) {
        PsaResult result = request(session, target.handle());
        return answer(session, result, target.handle(), false, List.of());
    }

    /** With a connection that is made for this request alone. */
    private Answer connected(PsaSession session, Service service) {
        String version = service.name() + ", version " + Integer.toUnsignedString(service.version());
        int handle = session.connect(service.sid(), service.version());
        if (handle <= 0) {
            PsaResult refused = PsaResult.of(session, handle, Outputs.NONE);
            return answer(
                    session, refused, null, false, List.of("could not connect to " + version + ": nothing was called"));
        }
        PsaResult result;
        try {
            result = request(session, handle);
        } finally {
            if (!session.ended()) {
                session.close(handle);
            }
        }
        return answer(session, result, handle, true, after(session, result, version, handle));
    }

    /** What has become of the connection. */
    private List<String> after(PsaSession session, PsaResult result, String version, int handle) {
        String connection = "connected to " + version + ", for this call, as " + Numbers.hex32(handle);
        if (result.ended()) {
            return List.of(connection);
        }
        PsaReason open = PsaReason.of(session);
        return open == null
                ? List.of(connection + ", and closed")
                : List.of(
                        connection + ", and still open: psa:close " + session.clientId() + " " + Numbers.hex32(handle)
                                + " closes it",
                        open.line());
    }

    private PsaResult request(PsaSession session, int handle) {
        Outputs outputs = vectors.toOutputs();
        return PsaResult.of(session, session.call(handle, type, vectors.toInputs(), outputs), outputs);
    }

    private Answer answer(
            PsaSession session, PsaResult result, @Nullable Integer handle, boolean connected, List<String> more) {
        List<String> lines = new ArrayList<>(more);
        lines.addAll(caller.end(session));
        return result.answer(lines, result.jsonOfCall(document(handle, connected)));
    }

    /** The document of a call that has not ended yet. */
    Json waiting() {
        return PsaResult.noJsonOfCall(document(target.unconnected() == null ? target.handle() : null, false));
    }

    private Json document(@Nullable Integer handle, boolean connected) {
        Service service = target.service();
        return new Json()
                .put("client", caller.id())
                .put("service", service == null ? null : service.name())
                .number("sid", service != null, service == null ? 0 : Integer.toUnsignedLong(service.sid()))
                .put("handle", handle == null ? null : Numbers.hex32(handle))
                .put("type", type)
                .put("connected", connected);
    }
}
