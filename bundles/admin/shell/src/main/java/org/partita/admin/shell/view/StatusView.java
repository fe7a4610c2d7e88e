package org.partita.admin.shell.view;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.admin.PlatformStatus.ManagerStatus;
import org.partita.api.admin.PlatformStatus.PeStatus;
import org.partita.api.admin.PlatformStatus.StoppedContext;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;

/** The platform on one screen. */
public final class StatusView {
    private static final String BACKEND = Roles.BACKEND;

    private StatusView() {}

    public static Answer of(PlatformStatus status, List<RoleStatus> wiring) {
        String backend = backend(wiring);
        return new Answer(text(status, backend, Framework.of(wiring)), json(status, backend));
    }

    private static @Nullable String backend(List<RoleStatus> wiring) {
        return wiring.stream()
                .filter(r -> r.role().equals(BACKEND))
                .map(r -> r.provider().isEmpty() ? r.state() : r.provider() + ":" + r.version())
                .findAny()
                .orElse(null);
    }

    private static String text(PlatformStatus s, @Nullable String backend, String framework) {
        StringBuilder text = new StringBuilder();
        line(text, "platform", s.name() + ", " + s.state());
        line(text, "health", s.health());
        line(text, "mode", deterministic(s) ? s.mode() + ", seed " + s.seed() : s.mode());
        line(text, "time", Numbers.time(s.time().toNanos()) + " s");
        line(
                text,
                "managers",
                join(s.managers(), m -> m.name() + " " + m.level() + " " + framework + " " + m.version()));
        line(text, "PEs", join(s.pes(), p -> p.pe() + " " + (p.running().isEmpty() ? "idle" : p.running())));
        s.stopped().forEach(c -> line(text, "stopped", words(c)));
        if (backend != null) {
            line(text, BACKEND, backend);
        }
        line(text, "partitions", Integer.toString(s.partitions()));
        s.calls().forEach(c -> line(text, "waits", c));
        s.problems().forEach(p -> line(text, "problem", p));
        return text.toString();
    }

    private static boolean deterministic(PlatformStatus s) {
        return s.mode().equals("deterministic");
    }

    private static String words(StoppedContext c) {
        String words = c.name() + " " + c.state() + " on PE " + c.pe();
        return c.requesterName().isEmpty() ? words : words + ", in a request of " + c.requesterName();
    }

    private static <T> String join(List<T> items, Function<T, String> each) {
        return items.stream().map(each).collect(Collectors.joining("; "));
    }

    private static void line(StringBuilder text, String title, String value) {
        text.append(String.format(Locale.ROOT, "%-11s %s\n", title, value));
    }

    private static Json json(PlatformStatus s, @Nullable String backend) {
        return new Json()
                .put("platform", s.name())
                .put("state", s.state())
                .put("health", s.health())
                .put("mode", s.mode())
                .number("seed", deterministic(s), s.seed())
                .put("time", s.time().toNanos())
                .objects("managers", s.managers(), StatusView::manager)
                .objects("pes", s.pes(), StatusView::pe)
                .objects("stopped", s.stopped(), StatusView::stopped)
                .put(BACKEND, backend)
                .put("partitions", s.partitions())
                .texts("calls", s.calls())
                .texts("problems", s.problems());
    }

    private static Json manager(ManagerStatus m) {
        return new Json().put("name", m.name()).put("level", m.level()).put("version", m.version());
    }

    private static Json stopped(StoppedContext c) {
        return new Json()
                .put("partition", c.partition())
                .put("vcpu", c.vcpu())
                .put("state", c.state())
                .put("pe", c.pe())
                .number("requester", c.requester().isPresent(), c.requester().orElse(0));
    }

    private static Json pe(PeStatus p) {
        return new Json().put("pe", p.pe()).put("running", p.running());
    }
}
