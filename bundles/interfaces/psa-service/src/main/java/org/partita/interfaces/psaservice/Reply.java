package org.partita.interfaces.psaservice;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;

/** psa_reply: what the client gets depends on the type of its message. */
final class Reply {
    static final PsaRule HANDLE = Misuse.of("FFM-API-74", PsaFunction.PSA_REPLY, "msg_handle", Misuse.NO_MESSAGE);
    static final PsaRule CONNECT = Misuse.of(
            "FFM-API-71",
            PsaFunction.PSA_REPLY,
            "status",
            "a connection is answered with PSA_SUCCESS, PSA_ERROR_CONNECTION_REFUSED or PSA_ERROR_CONNECTION_BUSY");

    private Reply() {}

    static Outcome answer(PsaCall call) {
        SpmConnection message = Caller.message(call);
        if (message == null) {
            return call.panic(HANDLE, Caller.unsigned(call, 1));
        }
        int status = call.registers.w(2);
        return switch (message.type()) {
            case Signals.CONNECT -> connect(call, message, status);
            case Signals.DISCONNECT -> call.answer(message, PsaStatus.PSA_SUCCESS.code());
            default -> {
                OutputVectors.report(call, message);
                yield call.answer(message, status);
            }
        };
    }

    private static Outcome connect(PsaCall call, SpmConnection message, int status) {
        if (status == PsaStatus.PSA_SUCCESS.code()) {
            return call.answer(message, message.handle());
        }
        boolean allowed = status == PsaStatus.PSA_ERROR_CONNECTION_REFUSED.code()
                || status == PsaStatus.PSA_ERROR_CONNECTION_BUSY.code();
        return allowed ? call.answer(message, status) : call.panic(CONNECT, status);
    }
}
