package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.ParsedLineImpl;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.jline.builtins.Completers.CompletionData;
import org.jline.builtins.Completers.CompletionEnvironment;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completion by the JLine shell's own machinery, without a terminal. */
class CompletionTest {
    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @BeforeEach
    void makeTheSessionOneOfTheJLineShell() throws Exception {
        shell.add("gogo", new Builtin(), List.of("complete"));
        shell.processor.addListener(new Completion(platform));
        shell.session.put(Shell.VAR_COMPLETIONS, new HashMap<String, List<CompletionData>>());
        shell.run("hw:memory");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private List<String> candidates(String line) {
        ParsedLine parsed = new Parser().parse(line, line.length(), ParseContext.COMPLETE);
        List<Candidate> candidates = new ArrayList<>();
        new org.jline.builtins.Completers.Completer(new Environment()).complete(null, parsed, candidates);
        assertThat(parsed).isInstanceOf(ParsedLineImpl.class);
        return candidates.stream().map(Candidate::value).toList();
    }

    @Test
    void commandsAreCompletedByName() {
        assertThat(candidates("s")).contains("spm:swap", "ffa:call", "trace:show");
    }

    @Test
    void endpointsFunctionsAndRolesAreCompletedByTheArgumentsPlace() {
        assertThat(candidates("ffa:call ")).containsExactly("1", "0x8001");
        assertThat(candidates("ffa:call 1 ")).contains("FFA_VERSION", "FFA_MSG_SEND_DIRECT_REQ");
        assertThat(candidates("ffa:call 1 FFA_VERSION ")).isEmpty();
        assertThat(candidates("spm:swap ")).containsExactly("conduit/SMC", "conduit/HVC");
        assertThat(candidates("spm:swap conduit/smc ")).containsExactly("org.partita.conduit.smc:0.1.1");
        assertThat(candidates("ffa:direct 1 ")).containsExactly("1", "0x8001");
        assertThat(candidates("hw:dma ")).containsExactly("0xc001", "0xc002");
        assertThat(candidates("hw:dma 0xc001 ")).containsExactly("read", "write");
    }

    @Test
    void clientsServicesHandlesAndBackendsAreCompletedByTheArgumentsPlace() {
        platform.ffm = new FakeFfm();
        assertThat(candidates("spm:backend ")).containsExactly("sfn", "ipc", "auto");
        assertThat(candidates("psa:call ")).containsExactly("-1", "-2", "store", "echo");
        assertThat(candidates("psa:call echo ")).containsExactly("STORE", "ECHO", "SECRET", "0x2");
        assertThat(candidates("psa:close 0x101 ")).containsExactly("0x2");
        assertThat(candidates("psa:call -1 ")).containsExactly("STORE", "ECHO", "SECRET", "0x1");
        assertThat(candidates("psa:connect -1 ")).containsExactly("STORE", "ECHO", "SECRET");
        assertThat(candidates("psa:connect -1 store ")).containsExactly("2");
        assertThat(candidates("psa:connect -1 0x80 ")).containsExactly("1");
        assertThat(candidates("psa:connect -1 0xF0000001 ")).containsExactly("4294967295");
        assertThat(candidates("psa:close -2 ")).containsExactly("0x60");
        assertThat(candidates("hw:mpu ")).containsExactly("0x100", "0x101");
    }

    @Test
    void withoutFfmThereAreNoServicesToComplete() {
        assertThat(candidates("psa:call ")).isEmpty();
        assertThat(candidates("mem:retrieve 1 ")).isEmpty();
    }

    @Test
    void optionsAreCompletedAndDoNotCountAsArguments() {
        assertThat(candidates("spm:swap --w")).contains("--without-state", "--json");
        assertThat(candidates("spm:swap --without-state ")).containsExactly("conduit/SMC", "conduit/HVC");
    }

    /** What the JLine shell hands to its completer. */
    private final class Environment implements CompletionEnvironment {
        @Override
        public Map<String, List<CompletionData>> getCompletions() {
            return Shell.getCompletions(shell.session);
        }

        @Override
        public Set<String> getCommands() {
            return Shell.getCommands(shell.session);
        }

        @Override
        public String resolveCommand(String command) {
            return Shell.resolve(shell.session, command);
        }

        @Override
        public String commandName(String command) {
            return command.substring(command.indexOf(':') + 1);
        }

        @Override
        public Object evaluate(LineReader reader, ParsedLine line, String function) throws Exception {
            shell.session.put(Shell.VAR_COMMAND_LINE, line);
            return shell.session.execute(function);
        }
    }
}
