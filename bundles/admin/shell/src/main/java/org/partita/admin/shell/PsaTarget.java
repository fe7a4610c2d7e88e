package org.partita.admin.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.Ffm.Service;
import org.partita.api.ffm.Signals;

/**
 * Whom psa_call is to reach: SID|HANDLE as people type it.
 *
 * @param service that was named, by SID or name; null if a handle was typed
 * @param handle that was typed, or that of a stateless service; of no meaning for a service that needs a connection
 */
record PsaTarget(@Nullable Service service, int handle) {
    private static final String ARGUMENT = "SID|HANDLE";

    /** What a word means: a service if there is such a one, else a handle. */
    static PsaTarget of(Ffm ffm, String text) {
        List<Service> services = ffm.services();
        if (!ServiceNames.number(text)) {
            return of(ServiceNames.named(services, ARGUMENT, text));
        }
        int number = Numbers.word(ARGUMENT, text);
        Service service = ServiceNames.of(services, number);
        if (service != null) {
            return of(service);
        }
        boolean stateless = number > 0 && (number & Signals.STATELESS) != 0;
        if (stateless || ffm.connections().stream().anyMatch(c -> c.handle() == number)) {
            return handle(number);
        }
        throw new CommandException(
                ARGUMENT + " " + text + " is neither the SID of a service nor a handle: psa:services and"
                        + " psa:connections list them; with --handle the call is made all the same");
    }

    private static PsaTarget of(Service service) {
        return new PsaTarget(service, service.stateless().orElse(Signals.NULL_HANDLE));
    }

    /** A handle, whether there is such a one or not. */
    static PsaTarget handle(String text) {
        return handle(Numbers.word("HANDLE", text));
    }

    private static PsaTarget handle(int number) {
        return new PsaTarget(null, number);
    }

    /** The service that a connection is to be made to first, or null if there is a handle. */
    @Nullable
    Service unconnected() {
        Service s = service;
        return s != null && s.stateless().isEmpty() ? s : null;
    }
}
