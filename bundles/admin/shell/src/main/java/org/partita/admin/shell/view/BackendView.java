package org.partita.admin.shell.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;

/** The backend of the FF-M SPM. */
public final class BackendView {
    private BackendView() {}

    public static Answer of(Ffm ffm, List<RoleStatus> wiring) {
        RoleStatus role = wiring.stream()
                .filter(r -> r.role().equals(Roles.BACKEND))
                .findAny()
                .orElse(null);
        return new Answer(text(ffm, role), json(ffm, role));
    }

    private static String text(Ffm ffm, @Nullable RoleStatus role) {
        StringBuilder text = new StringBuilder();
        String provider = provider(role);
        line(
                text,
                "backend",
                (ffm.backend().isEmpty() ? "none" : ffm.backend()) + (provider == null ? "" : ", " + provider));
        if (role != null && !role.reason().isEmpty()) {
            line(text, "reason", role.reason());
        }
        line(text, "choice", ffm.choice());
        line(text, "isolation", "level " + ffm.isolation().number());
        line(text, "standbys", standbys(role).isEmpty() ? "none" : String.join(", ", standbys(role)));
        return text.toString();
    }

    private static void line(StringBuilder text, String title, String value) {
        text.append(String.format(Locale.ROOT, "%-11s %s\n", title, value));
    }

    private static @Nullable String provider(@Nullable RoleStatus role) {
        return role == null || role.provider().isEmpty() ? null : role.provider() + ":" + role.version();
    }

    private static List<String> standbys(@Nullable RoleStatus role) {
        return role == null ? List.of() : role.standbys();
    }

    private static Json json(Ffm ffm, @Nullable RoleStatus role) {
        return new Json()
                .put("backend", ffm.backend().isEmpty() ? null : ffm.backend())
                .put("choice", ffm.choice())
                .put("isolation", ffm.isolation().number())
                .put("provider", provider(role))
                .texts("standbys", standbys(role));
    }
}
