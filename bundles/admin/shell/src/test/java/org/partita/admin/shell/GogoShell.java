package org.partita.admin.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.partita.api.admin.Platform;

/** The real Gogo command processor with our commands, without a framework. */
final class GogoShell implements AutoCloseable {
    final CommandProcessorImpl processor;
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    final CommandSession session;

    GogoShell(Platform platform) {
        processor = new CommandProcessorImpl(new ThreadIOImpl());
        add(
                "spm",
                new SpmCommands(platform, processor),
                SpmCommands.USAGES.stream().map(u -> u.function()).toList());
        add(
                "ffa",
                new FfaCommands(platform),
                FfaCommands.USAGES.stream().map(u -> u.function()).toList());
        add(
                "mem",
                new MemCommands(platform),
                MemCommands.USAGES.stream().map(u -> u.function()).toList());
        add(
                "psa",
                new PsaCommands(platform),
                PsaCommands.USAGES.stream().map(u -> u.function()).toList());
        add(
                "trace",
                new TraceCommands(platform),
                TraceCommands.USAGES.stream().map(u -> u.function()).toList());
        add(
                "hw",
                new HwCommands(platform),
                HwCommands.USAGES.stream().map(u -> u.function()).toList());
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), output, output);
    }

    void add(String scope, Object target, List<String> functions) {
        functions.forEach(f -> processor.addCommand(scope, target, f));
    }

    /** Runs a line, returns what it printed. */
    String run(String line) throws Exception {
        output.reset();
        session.execute(line);
        return output.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        session.close();
    }
}
