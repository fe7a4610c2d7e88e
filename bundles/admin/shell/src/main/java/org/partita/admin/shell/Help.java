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

    private final OtherHelp others;

    @Activate
    public Help(BundleContext context) {
        this(new OtherHelp.OfServices(context));
    }

    Help(OtherHelp others) {
        this.others = others;
    }

    @Descriptor("lists scopes; with SCOPE: the commands of a scope; with SCOPE:FUNCTION explains a command")
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
        Scope.ALL.forEach(s -> out.printf("%-8s%s%n", s.name() + ":", s.title()));
        out.println("help SCOPE: lists a scope, help SCOPE:FUNCTION explains a command with an example.");
        Map<String, List<String>> scopes = otherCommands(session);
        scopes.forEach((scope, functions) -> out.println(scope + ": " + String.join(" ", functions)));
    }

    /** Functions by scope of commands that are not ours. */
    private static Map<String, List<String>> otherCommands(CommandSession session) {
        Map<String, List<String>> scopes = new TreeMap<>();
        if (session.get(COMMANDS) instanceof Set<?> names) {
            names.stream().map(String::valueOf).sorted().forEach(name -> {
                int colon = name.indexOf(':');
                String scope = name.substring(0, colon);
                boolean internal = JAVA.contains(scope) || name.startsWith("__", colon + 1);
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
            scope.usage(function)
                    .ifPresentOrElse(u -> command(out, scope, u), () -> out.println("there is no command " + word));
        }
    }

    private void unscoped(CommandSession session, PrintStream out, String word) throws Exception {
        boolean ours = false;
        for (Scope scope : Scope.ALL) {
            Optional<Usage> usage = scope.usage(word);
            usage.ifPresent(u -> command(out, scope, u));
            ours |= usage.isPresent();
        }
        boolean theirs = otherCommands(session).values().stream().anyMatch(f -> f.contains(word));
        if (theirs || !ours) {
            others.help(session, out, word);
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
        if (!function.isEmpty()) {
            others.help(session, out, word);
            return;
        }
        List<String> functions = otherCommands(session).get(word.substring(0, word.length() - 1));
        out.println(functions == null ? "there is no scope " + word : word + " " + String.join(" ", functions));
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
