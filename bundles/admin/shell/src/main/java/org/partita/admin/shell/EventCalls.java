package org.partita.admin.shell;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.EventStatus;
import org.partita.api.admin.Platform;

/** Commands that happen at a time of the platform's. */
final class EventCalls {
    /** In the session of an event's commands: what the event is. */
    private static final String EVENT = "partita.event";

    /** Gogo's word for the names of a session's variables. */
    private static final String VARIABLES = ".variables";

    private final @Nullable CommandProcessor processor;

    EventCalls(@Nullable CommandProcessor processor) {
        this.processor = processor;
    }

    /** A command in braces is one word, without them. */
    Answer at(Platform platform, Arguments arguments, CommandSession session) {
        if (arguments.count() == 0) {
            return pending(platform.events());
        }
        String commands = arguments.at(1, "").strip();
        if (commands.isEmpty()) {
            throw arguments.wrong("{COMMAND} is missing: give it in braces");
        }
        Duration time = plan(platform, arguments.at(0), commands, () -> run(session, commands));
        return new Answer(
                "at " + Numbers.seconds(time) + ": " + commands,
                new Json().put("time", time.toNanos()).put("command", commands));
    }

    /** A time of the platform's as people type it: 0.005, or +0.005 from now on, which is never too late. */
    private static Duration plan(Platform platform, String time, String commands, Runnable body) {
        if (time.startsWith("+")) {
            return platform.after(Numbers.moment("TIME", time.substring(1)), commands, body);
        }
        Duration moment = Numbers.moment("TIME", time);
        platform.at(moment, commands, body);
        return moment;
    }

    private static Answer pending(List<EventStatus> events) {
        Table table = new Table("time", "command");
        events.forEach(e -> table.row(Numbers.seconds(e.time()), e.name()));
        return new Answer(
                events.isEmpty() ? "nothing is to happen" : table.toString(),
                new Json()
                        .objects(
                                "events",
                                events,
                                e -> new Json().put("time", e.time().toNanos()).put("command", e.name())));
    }

    /** In a session of its own, with the variables that are set now: that of whoever set it up goes on. */
    private void run(CommandSession parent, String commands) {
        CommandProcessor gogo = processor;
        if (gogo == null) {
            throw new CommandException("the shell has left");
        }
        try (CommandSession session = gogo.createSession(parent)) {
            if (parent.get(VARIABLES) instanceof Collection<?> names) {
                names.forEach(n -> session.put(n.toString(), parent.get(n.toString())));
            }
            session.put(EVENT, commands);
            Object result = session.execute(commands);
            // as in scripts: true or false only says whether it went well
            String text = result == null || result instanceof Boolean
                    ? ""
                    : session.format(result, Converter.INSPECT).toString();
            if (!text.isEmpty()) {
                session.getConsole().println(text);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandException(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    static Answer await(Platform platform, Arguments arguments, CommandSession session) {
        if (arguments.count() > 0) {
            platform.await(time(platform, arguments.at(0)));
        } else if (session.get(EVENT) != null) {
            throw arguments.wrong("an event can't wait for all events to end, for it is one; give a TIME");
        } else {
            platform.awaitEvents();
        }
        Duration now = platform.time();
        return new Answer("it is " + Numbers.seconds(now), new Json().put("time", now.toNanos()));
    }

    /** A time of the platform's as people type it: 0.005, or +0.005 from now on. */
    private static Duration time(Platform platform, String text) {
        return text.startsWith("+")
                ? platform.time().plus(Numbers.moment("TIME", text.substring(1)))
                : Numbers.moment("TIME", text);
    }
}
