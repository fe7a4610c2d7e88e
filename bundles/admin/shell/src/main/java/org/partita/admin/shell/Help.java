package org.partita.admin.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.partita.admin.shell.text.Command;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.text.Usage;

/**
 * Help that lists a scope ({@code help spm:}), which Felix's own can't, and shows usage, options and an example. It
 * outranks Felix's in the scope gogo, where an interactive shell looks first, and as {@link FelixHelp} in the scope felix;
 * about commands that are not ours it asks theirs.
 */
@Component(service = Help.class, immediate = true, property = "service.ranking:Integer=100")
@GogoCommand(scope = "gogo", function = "help")
public class Help {
    private static final String COMMANDS = ".commands";

    /** The JLine shell makes commands of the methods of these objects; they work, and nobody looks for them in a list. */
    private static final Set<String> JAVA = Set.of("context", "system");

    /** The command that Gogo runs for one that is not there. */
    private static final String FALLBACK = "gogo:default";

    private final OtherHelp others;

    @Activate
    public Help(BundleContext context) {
        this(new OtherHelp.OfServices(context));
    }

    Help(OtherHelp others) {
        this.others = others;
    }

    @Descriptor("lists all commands; with SCOPE those of a scope, with what they do; with SCOPE:FUNCTION explains one")
    public final void help(CommandSession session, @Nullable String[] words) throws Exception {
        PrintStream out = Command.out(session);
        if (words.length == 0) {
            overview(session, out);
        }
        for (String word : words) {
            explain(session, out, String.valueOf(word));
        }
    }

    private void overview(CommandSession session, PrintStream out) {
        for (Scope scope : Scope.ALL) {
            List<String> functions =
                    scope.usages().stream().map(Usage::function).toList();
            out.printf("%-8s%s: %s%n", scope.name() + ":", scope.title(), String.join(" ", functions));
        }
        out.println(
                "help SCOPE says what the commands of a scope do, help SCOPE:FUNCTION explains one with an example.");
        otherCommands(session).forEach((scope, functions) -> out.println(scope + ": " + String.join(" ", functions)));
    }

    /** Functions by scope of commands that are not ours. */
    private static Map<String, List<String>> otherCommands(CommandSession session) {
        Map<String, List<String>> scopes = new TreeMap<>();
        if (session.get(COMMANDS) instanceof Set<?> names) {
            names.stream().map(String::valueOf).sorted().forEach(name -> {
                int colon = name.indexOf(':');
                String scope = name.substring(0, colon);
                boolean internal = JAVA.contains(scope) || name.startsWith("__", colon + 1) || name.equals(FALLBACK);
                if (Scope.named(scope).isEmpty() && !internal) {
                    scopes.computeIfAbsent(scope, s -> new ArrayList<>()).add(name.substring(colon + 1));
                }
            });
        }
        return scopes;
    }

    private void explain(CommandSession session, PrintStream out, String word) throws Exception {
        int colon = word.indexOf(':');
        if (colon < 0) {
            unscoped(session, out, word);
            return;
        }
        String function = word.substring(colon + 1);
        Scope scope = Scope.named(word.substring(0, colon)).orElse(null);
        if (scope == null) {
            theirs(session, out, word, function);
        } else if (function.isEmpty()) {
            list(out, scope);
        } else {
            command(out, scope, scope.usage(function).orElseThrow(() -> unknown("command " + word)));
        }
    }

    private static CommandException unknown(String what) {
        return new CommandException("help: there is no " + what + "; help lists all commands and their scopes");
    }

    private void unscoped(CommandSession session, PrintStream out, String word) throws Exception {
        boolean ours = false;
        for (Scope scope : Scope.ALL) {
            Optional<Usage> usage = scope.usage(word);
            usage.ifPresent(u -> command(out, scope, u));
            ours |= usage.isPresent();
        }
        Map<String, List<String>> scopes = otherCommands(session);
        if (scopes.values().stream().anyMatch(f -> f.contains(word))) {
            others.help(session, out, word);
        } else if (!ours && (Scope.named(word).isPresent() || scopes.containsKey(word))) {
            explain(session, out, word + ":");
        } else if (!ours) {
            throw unknown("command or scope " + word);
        }
    }

    private static void list(PrintStream out, Scope scope) {
        out.println(scope.name() + ": " + scope.title());
        int width =
                scope.usages().stream().mapToInt(u -> u.name().length()).max().orElse(0);
        for (Usage usage : scope.usages()) {
            String name = usage.name() + " ".repeat(width - usage.name().length());
            out.println("  " + name + "  " + scope.meaning(usage).split(";")[0]);
        }
    }

    private void theirs(CommandSession session, PrintStream out, String word, String function) throws Exception {
        List<String> functions = otherCommands(session).get(word.substring(0, word.indexOf(':')));
        if (functions == null) {
            throw unknown("scope " + word.substring(0, word.indexOf(':')));
        }
        if (function.isEmpty()) {
            out.println(word + " " + String.join(" ", functions));
        } else if (functions.contains(function)) {
            others.help(session, out, word);
        } else {
            throw unknown("command " + word);
        }
    }

    private static void command(PrintStream out, Scope scope, Usage usage) {
        out.println(usage.line());
        out.println("  " + scope.meaning(usage));
        int width =
                usage.options().stream().mapToInt(o -> o.title().length()).max().orElse(0);
        for (Option option : usage.options()) {
            out.println(
                    "  " + option.title() + " ".repeat(width - option.title().length()) + "  " + option.meaning());
        }
        out.println("  example: " + usage.example());
    }
}
