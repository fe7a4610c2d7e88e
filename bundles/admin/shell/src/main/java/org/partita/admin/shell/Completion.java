package org.partita.admin.shell;

import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.text.Usage;
import org.partita.api.admin.Platform;

/**
 * Teaches the JLine shell to complete arguments and options. Its table of completions belongs to a session, so each
 * session that has one learns ours before its first command line; without JLine nothing happens.
 */
@Component(immediate = true)
public final class Completion implements CommandSessionListener {
    /** The JLine shell's table of completions in a session. */
    private static final String TABLE = ".completions";

    /** Where a session finds our candidates: a function in a variable is a command that no list shows. */
    private static final String CANDIDATES = "__partita_candidates";

    private final Function candidates;

    @Activate
    public Completion(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform) {
        candidates = new Candidates(platform);
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        if (session.get(TABLE) instanceof Map<?, ?> && !candidates.equals(session.get(CANDIDATES))) {
            session.put(CANDIDATES, candidates);
            try {
                session.execute(script());
            } catch (Exception e) {
                // without the complete command there is nothing to teach; the person's own line must run all the same
                session.put(CANDIDATES, candidates);
            }
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception exception) {}

    @Override
    public void afterExecute(CommandSession session, CharSequence command, @Nullable Object result) {}

    /** Lines for the JLine shell's {@code complete}, such as its own profile has for its own commands. */
    static String script() {
        StringBuilder script = new StringBuilder();
        Scope.ALL.forEach(scope -> scope.usages().forEach(usage -> lines(script, scope, usage)));
        script.append("gogo:complete -c gogo:help -e\n");
        script.append("gogo:complete -c gogo:help -a '$.commands'\n");
        return script.toString();
    }

    private static void lines(StringBuilder script, Scope scope, Usage usage) {
        String line = "gogo:complete -c " + usage.name();
        script.append(line).append(" -e\n");
        script.append(line).append(" -d ").append(quoted(scope.meaning(usage))).append('\n');
        for (Option option : usage.options()) {
            script.append(line).append(" -l ").append(option.name().substring(2));
            script.append(" --description ").append(quoted(option.meaning())).append('\n');
        }
        if (usage.arguments().startsWith("MANIFEST")) {
            script.append(line).append(" -a __files\n");
        } else if (usage.most() > 0) {
            List<String> call = List.of(CANDIDATES, usage.name(), "($.commandLine wordIndex)", "($.commandLine words)");
            script.append(line)
                    .append(" -a ")
                    .append(quoted(String.join(" ", call)))
                    .append('\n');
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "") + "'";
    }
}
