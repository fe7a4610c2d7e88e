package org.partita.admin.shell.text;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;

/** How every command runs: arguments are checked, the body asks the platform, the answer is printed. */
public final class Command {
    private final @Nullable Platform platform;

    /** @param platform the platform, or null if core isn't there */
    public Command(@Nullable Platform platform) {
        this.platform = platform;
    }

    /** What a command does. */
    @FunctionalInterface
    public interface Body {
        Answer run(Platform platform, Arguments arguments);
    }

    /**
     * Runs a command.
     *
     * @param words what was typed after the command, as Gogo hands it over: the word {@code null} arrives as null
     * @throws CommandException if it fails; the message is one line for people
     */
    public void run(Usage usage, CommandSession session, @Nullable String[] words, Body body) {
        List<String> typed = Arrays.stream(words).map(String::valueOf).toList();
        Arguments arguments = Arguments.parse(usage, typed);
        Answer answer = guarded(usage, arguments, body);
        out(session).println(answer.printed(arguments));
    }

    private Answer guarded(Usage usage, Arguments arguments, Body body) {
        Platform target = platform;
        if (target == null) {
            throw new CommandException(usage.name() + ": the platform isn't there, because org.partita.core is not"
                    + " active; \"lb partita\" and \"scr:list\" show what is missing");
        }
        try {
            return body.run(target, arguments);
        } catch (PartitaException e) {
            throw new CommandException(usage.name() + ": " + e.getMessage());
        } catch (CommandException e) {
            String message = e.toString();
            throw message.startsWith(usage.name()) ? e : new CommandException(usage.name() + ": " + message);
        }
    }

    /** The output of the running command, which may lead into a pipe; the console only if Gogo has none. */
    public static PrintStream out(CommandSession session) {
        Process process = Process.Utils.current();
        return process == null ? session.getConsole() : process.out();
    }
}
