package org.partita.admin.shell;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.Ffm.Service;

/** RoT Services as people type them: a SID, or a name, case ignored. */
final class ServiceNames {
    private ServiceNames() {}

    /** A SID: of any service or of none, if it is typed as a number. */
    static int sid(List<Service> services, String argument, String text) {
        return number(text)
                ? Numbers.word(argument, text)
                : named(services, argument, text).sid();
    }

    /** Whether the text is no name. */
    static boolean number(String text) {
        return Numbers.parse(text).isPresent();
    }

    /** The service with this SID, or null. */
    static @Nullable Service of(List<Service> services, int sid) {
        return services.stream().filter(s -> s.sid() == sid).findAny().orElse(null);
    }

    /** The service with this name, or one whose name differs in case only. */
    static Service named(List<Service> services, String argument, String name) {
        return services.stream()
                .filter(s -> s.name().equals(name))
                .findAny()
                .or(() -> services.stream()
                        .filter(s -> s.name().equalsIgnoreCase(name))
                        .findAny())
                .orElseThrow(() -> unknown(services, argument, name));
    }

    private static CommandException unknown(List<Service> services, String argument, String name) {
        String known = services.stream()
                .map(s -> Numbers.hex32(s.sid()) + " " + s.name())
                .collect(Collectors.joining(", "));
        return new CommandException(argument + " \"" + name + "\": no service has this name; there are: "
                + (known.isEmpty() ? "none" : known));
    }
}
