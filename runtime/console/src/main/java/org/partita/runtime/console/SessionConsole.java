package org.partita.runtime.console;

import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.partita.runtime.session.Console;
import org.partita.runtime.session.Script;
import org.partita.runtime.session.Session;
import org.partita.runtime.session.Session.Log;

/** Waits for boot, then runs what was asked for. */
@Component
public final class SessionConsole implements Console {
    private static final String SHELL = "; help lists the commands, exit or Ctrl-D leaves";

    private final CommandProcessor processor;
    private final Session session;
    private final Boot boot;
    private final LogPrinter log;
    private final Misconfigured configuration;

    @Activate
    public SessionConsole(
            @Reference CommandProcessor processor,
            @Reference Session session,
            @Reference Boot boot,
            @Reference LogPrinter log,
            @Reference Misconfigured configuration) {
        this.processor = processor;
        this.session = session;
        this.boot = boot;
        this.log = log;
        this.configuration = configuration;
    }

    @Override
    public int run() throws InterruptedException {
        Boot.Result result = boot.await(session.bootLimit());
        tell(Log.WARN, configuration.entries(session.configurations()));
        return switch (result) {
            case Boot.Result.Running(List<String> problems) -> {
                tell(Log.INFO, List.of(session.platform() + " runs" + (session.interactive() ? SHELL : "")));
                tell(Log.WARN, problems);
                log.ended(session.log().shows(Log.WARN) ? problems : List.of());
                yield scripts() ? OK : COMMAND_FAILED;
            }
            case Boot.Result.Failed(List<String> problems) -> {
                session.err().println("partita: platform " + session.platform() + " did not boot");
                problems.forEach(p -> session.err().println(p.indent(2).stripTrailing()));
                log.ended(problems);
                yield NOT_BOOTED;
            }
        };
    }

    private void tell(Log level, List<String> texts) {
        if (session.log().shows(level)) {
            texts.forEach(t -> session.err().println("partita: " + t));
        }
    }

    private boolean scripts() {
        try (CommandSession gogo = processor.createSession(session.in(), session.out(), session.err())) {
            ScriptRunner runner = new ScriptRunner(gogo, session);
            for (Script script : session.scripts()) {
                if (!runner.run(script)) {
                    return false;
                }
            }
            return true;
        }
    }
}
