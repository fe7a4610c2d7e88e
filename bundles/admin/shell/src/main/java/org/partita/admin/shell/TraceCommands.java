package org.partita.admin.shell;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Command;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.text.Usage;
import org.partita.admin.shell.view.TraceView;
import org.partita.api.admin.Platform;

/** Commands of the scope trace: the record of crossings. */
@Component(service = TraceCommands.class, immediate = true)
@GogoCommand(
        scope = "trace",
        function = {"start", "stop", "show"})
public final class TraceCommands {
    private static final String USUAL = "20";
    private static final int MOST = 1_000_000;

    static final Usage START = new Usage("trace", "start", "[FILTER]", 0, 1, List.of(), "trace:start FFA_RUN");
    static final Usage STOP = new Usage("trace", "stop", "", 0, 0, List.of(), "trace:stop");
    static final Usage SHOW = new Usage("trace", "show", "[N]", 0, 1, List.of(Option.JSON), "trace:show 8");

    static final List<Usage> USAGES = List.of(START, STOP, SHOW);

    private final Command command;

    /** Without a platform the commands stay, and say that it isn't there. */
    @Activate
    public TraceCommands(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform) {
        command = new Command(platform);
    }

    @Descriptor("records crossings of exception level boundaries from now on; with FILTER only those whose line has"
            + " this word: a component, function, instance or conduit")
    public void start(CommandSession session, @Nullable String[] words) {
        command.run(START, session, words, (p, a) -> {
            String filter = a.at(0, "");
            p.trace().start(filter);
            return new Answer(
                    filter.isEmpty() ? "recording every crossing" : "recording crossings with \"" + filter + "\"",
                    new Json());
        });
    }

    @Descriptor("stops recording; what was recorded stays")
    public void stop(CommandSession session, @Nullable String[] words) {
        command.run(STOP, session, words, (p, a) -> {
            p.trace().stop();
            return new Answer("stopped; trace:show prints what was recorded", new Json());
        });
    }

    @Descriptor("the last N crossings, 20 without N, oldest first; times are seconds of platform time")
    public void show(CommandSession session, @Nullable String[] words) {
        command.run(SHOW, session, words, (p, a) -> {
            int limit = Numbers.upTo("N", a.at(0, USUAL), MOST, "0 to " + MOST + " crossings can be shown");
            return TraceView.of(p.trace(), limit);
        });
    }
}
