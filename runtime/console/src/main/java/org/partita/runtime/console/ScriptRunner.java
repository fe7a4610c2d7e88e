package org.partita.runtime.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.List;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.partita.runtime.session.Script;
import org.partita.runtime.session.Session;
import org.partita.runtime.session.Session.Log;

/** Runs scripts in one Gogo session until a command fails. Nothing but output of commands goes to standard output. */
final class ScriptRunner {
    private final CommandSession gogo;
    private final Session session;

    ScriptRunner(CommandSession gogo, Session session) {
        this.gogo = gogo;
        this.session = session;
    }

    /** Whether every command of the script was carried out. */
    boolean run(Script script) {
        List<String> lines = script.lines();
        try {
            if (lines != null) {
                return run(script.name(), new Lines(lines));
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(session.in(), Charset.defaultCharset()));
            return run(script.name(), reader::readLine);
        } catch (IOException e) {
            session.err().println("partita: " + script.name() + ": " + e.getMessage());
            return false;
        }
    }

    /** Where the next line comes from; null at the end. */
    private interface Source {
        @Nullable
        String next() throws IOException;
    }

    /** Lines that are there already. */
    private static final class Lines implements Source {
        private final List<String> lines;
        private int at;

        Lines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public @Nullable String next() {
            return at == lines.size() ? null : lines.get(at++);
        }
    }

    private boolean run(String name, Source source) throws IOException {
        String begun = "";
        int number = 0;
        int first = 1;
        for (String line = source.next(); line != null; line = source.next()) {
            number++;
            if (begun.isEmpty()) {
                first = number;
            }
            String command = begun + line;
            if (command.isBlank() || command.stripLeading().startsWith("#")) {
                continue;
            }
            try {
                execute(command);
                begun = "";
            } catch (Exception e) {
                if (!(e.getCause() instanceof EOFError)) {
                    return failed(name, first, command, e);
                }
                begun = command + "\n"; // a brace or quote is still open: the command goes on in the next line
            }
        }
        return begun.isEmpty() || failed(name, first, begun.strip(), new IllegalArgumentException("it does not end"));
    }

    private void execute(String command) throws Exception {
        Object result = gogo.execute(command);
        boolean silent = result == null || result instanceof Boolean; // grep answers that it has found something
        String text = silent ? "" : String.valueOf(gogo.format(result, Converter.INSPECT));
        if (!text.isEmpty()) {
            session.out().println(text.stripTrailing());
        }
        session.out().flush();
    }

    private boolean failed(String name, int line, String command, Exception e) {
        session.out().flush();
        String where = name.equals("--exec") ? "" : name + ":" + line + ": ";
        session.err().println("partita: " + where + command.strip() + ": " + Complaints.of(command.strip(), e));
        if (session.log().shows(Log.DEBUG)) {
            e.printStackTrace(session.err());
        }
        return false;
    }
}
