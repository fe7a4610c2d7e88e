package org.partita.admin.shell;

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

/** A request of a Non-secure client to a RoT Service, with the connection that it takes. */
final class PsaExchange {
    private final PsaSession session;
    private final int type;
    private final PsaVectors vectors;

    PsaExchange(PsaSession session, int type, PsaVectors vectors) {
        this.session = session;
        this.type = type;
        this.vectors = vectors;
    }

    Answer with(PsaTarget target) {
        vectors.checkRoom(session);
        Service unconnected = target.unconnected();
        return unconnected == null ? direct(target) : connected(unconnected);
    }

    private Answer direct(PsaTarget target) {
        PsaResult result = request(target.handle());
        return answer(result, target.service(), target.handle(), false, List.of());
    }

    /** With a connection that is made for this request alone. */
    private Answer connected(Service service) {
        String version = service.name() + ", version " + Integer.toUnsignedString(service.version());
        int handle = session.connect(service.sid(), service.version());
        if (handle <= 0) {
            PsaResult refused = PsaResult.of(session, handle, Outputs.NONE);
            return answer(
                    refused, service, null, false, List.of("could not connect to " + version + ": nothing was called"));
        }
        PsaResult result;
        try {
            result = request(handle);
        } finally {
            session.close(handle);
        }
        String connection = "connected to " + version + ", for this call, as " + Numbers.hex32(handle);
        PsaReason open = PsaReason.of(session);
        List<String> more = open == null
                ? List.of(connection + ", and closed")
                : List.of(
                        connection + ", and still open: psa:close " + session.clientId() + " " + Numbers.hex32(handle)
                                + " closes it",
                        open.line());
        return answer(result, service, handle, true, more);
    }

    private PsaResult request(int handle) {
        Outputs outputs = vectors.toOutputs();
        return PsaResult.of(session, session.call(handle, type, vectors.toInputs(), outputs), outputs);
    }

    private Answer answer(
            PsaResult result,
            @Nullable Service service,
            @Nullable Integer handle,
            boolean connected,
            List<String> more) {
        Json document = new Json()
                .put("client", session.clientId())
                .put("service", service == null ? null : service.name())
                .number("sid", service != null, service == null ? 0 : Integer.toUnsignedLong(service.sid()))
                .put("handle", handle == null ? null : Numbers.hex32(handle))
                .put("type", type)
                .put("connected", connected);
        return result.answer(more, result.jsonOfCall(document));
    }
}
