package org.partita.runtime.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.PartitaException;
import org.partita.runtime.session.Script;
import org.partita.runtime.session.Session;
import org.partita.runtime.session.Session.Log;

/** Scripts in a real Gogo session. */
class ScriptRunnerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ThreadIOImpl threads = new ThreadIOImpl();

    /** Commands of the tests, as a provider of commands would have them. */
    public static final class Commands {
        public String say(String text) {
            return "said " + text;
        }

        public void print(String text) {
            System.out.println("printed " + text);
        }

        public String nothing() {
            return "";
        }

        public boolean holds() {
            return true;
        }

        public void fail() {
            throw new PartitaException("test:fail: there is no reason");
        }

        public void refuse(int vcpu) {
            if (vcpu > 3) {
                throw new PartitaException("vCPU " + vcpu + " of 0x8001 does not exist; it has 0 to 3");
            }
        }
    }

    @BeforeEach
    void begin() {
        threads.start();
    }

    @AfterEach
    void end() {
        threads.stop();
    }

    private boolean run(Log log, Script script, String input) {
        CommandProcessorImpl processor = new CommandProcessorImpl(threads);
        Commands commands = new Commands();
        for (String function : List.of("say", "print", "nothing", "holds", "fail", "refuse")) {
            processor.addCommand("test", commands, function);
        }
        processor.addCommand("gogo", new UnknownCommand(), "default");
        Session session = new Session(
                "p",
                Map.of(),
                List.of(script),
                false,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                log,
                Duration.ofSeconds(1));
        try (CommandSession gogo = processor.createSession(session.in(), session.out(), session.err())) {
            return new ScriptRunner(gogo, session).run(script);
        }
    }

    private boolean run(String... lines) {
        return run(Log.INFO, new Script("demo.gogo", List.of(lines)), "");
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void resultsAndWhatCommandsPrintGoToStandardOutput() {
        assertThat(run("test:say hello", "", "# a comment", "test:print world")).isTrue();
        assertThat(printed()).isEqualToNormalizingNewlines("said hello\nprinted world\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    void aScriptStopsAtTheFirstCommandThatFailsAndNamesItsLine() {
        assertThat(run("test:say a", "test:refuse 9", "test:say b")).isFalse();
        assertThat(printed()).isEqualToNormalizingNewlines("said a\n");
        assertThat(errors())
                .isEqualToNormalizingNewlines(
                        "partita: demo.gogo:2: test:refuse 9: vCPU 9 of 0x8001 does not exist; it has 0 to 3\n");
    }

    @Test
    void aCommandThatIsNotThereSaysHowToFindOthers() {
        assertThat(run(Log.INFO, Script.command("test:frob"), "")).isFalse();
        assertThat(errors())
                .isEqualToNormalizingNewlines("partita: test:frob: no command test:frob; help lists the commands\n");
    }

    @Test
    void aMessageThatBeginsWithTheCommandDoesNotRepeatIt() {
        assertThat(run(Log.INFO, Script.command("test:fail"), "")).isFalse();
        assertThat(errors()).isEqualToNormalizingNewlines("partita: test:fail: there is no reason\n");
    }

    @Test
    void argumentsThatNoCommandTakesAreSaidSo() {
        assertThat(run(Log.INFO, Script.command("test:refuse many"), "")).isFalse();
        assertThat(errors())
                .isEqualToNormalizingNewlines(
                        "partita: test:refuse many: these are no arguments of refuse, or they name"
                                + " nothing that is there; help refuse explains it\n");
    }

    @Test
    void aCommandThatHasNothingToSayPrintsNothing() {
        assertThat(run("test:nothing", "test:holds")).isTrue();
        assertThat(printed()).isEmpty();
    }

    @Test
    void stackTracesAreForDebugging() {
        run(Log.INFO, Script.command("test:refuse 9"), "");
        assertThat(errors()).doesNotContain("\tat ");
        run(Log.DEBUG, Script.command("test:refuse 9"), "");
        assertThat(errors()).contains("\tat ");
    }

    @Test
    void aCommandMayGoOnInTheNextLine() {
        assertThat(run("test:say 'two", "lines'")).isTrue();
        assertThat(printed()).isEqualToNormalizingNewlines("said two\nlines\n");
        assertThat(run("y = {")).isFalse();
        assertThat(errors()).contains("demo.gogo:1: y = {: it does not end");
    }

    @Test
    void commandsComeFromStandardInput() {
        assertThat(run(Log.INFO, Script.standardInput(), "test:say one\ntest:say two\n"))
                .isTrue();
        assertThat(printed()).isEqualToNormalizingNewlines("said one\nsaid two\n");
    }
}
