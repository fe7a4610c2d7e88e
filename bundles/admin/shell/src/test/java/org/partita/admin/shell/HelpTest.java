package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpTest {
    private final GogoShell shell = new GogoShell(new FakePlatform());

    @BeforeEach
    void addHelpBesideFelixs() {
        Function felix = (session, arguments) -> "Felix's help";
        shell.processor.addCommand("felix", felix, "help", 0);
        shell.processor.addCommand("felix", felix, "lb", 0);
        shell.processor.addCommand("felix", felix, "start", 0);
        Help help = new Help((session, out, command) -> out.println("other help about " + command));
        shell.processor.addCommand("gogo", help, "help", 100);
        shell.processor.addCommand("felix", help, "help", 100);
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void oursWinsWithAndWithoutASearchPathOfScopes() throws Exception {
        assertThat(shell.run("help hw:")).startsWith("hw: hardware models");
        assertThat(shell.run("SCOPE = 'gogo:*'; help hw:")).startsWith("hw: hardware models");
        assertThat(shell.run("felix:help hw:")).startsWith("hw: hardware models");
    }

    @Test
    void aScopeListsItsCommands() throws Exception {
        assertThat(shell.run("help trace:").lines())
                .satisfiesExactly(
                        l -> assertThat(l).isEqualTo("trace: the record of crossings"),
                        l -> assertThat(l).startsWith("  trace:start  records crossings"),
                        l -> assertThat(l).startsWith("  trace:stop   stops recording"),
                        l -> assertThat(l).startsWith("  trace:show   the last N crossings"));
    }

    @Test
    void aCommandIsExplainedWithUsageOptionsAndAnExample() throws Exception {
        assertThat(shell.run("help spm:swap").lines())
                .startsWith("spm:swap ROLE PROVIDER|URL [--without-state] [--json]")
                .contains("  --without-state  fill a role whose export failed with an empty provider")
                .endsWith("  example: spm:swap conduit/SMC org.partita.conduit.smc:0.1.1");
    }

    @Test
    void anOptionThatMayBeRepeatedSaysSo() throws Exception {
        assertThat(shell.run("help psa:call").lines())
                .startsWith(
                        "psa:call CLIENT SID|HANDLE TYPE [--in HEX]... [--out LENGTH]... [--handle] [--timeout S] [--json]")
                .contains("  --in HEX      an input vector: bytes, 0x for none")
                .endsWith("  example: psa:call -1 TFM_CRYPTO 0 --in cafe01 --in 00 --out 32");
    }

    @Test
    void ofOtherCommandsTheOtherHelpIsAsked() throws Exception {
        assertThat(shell.run("help lb")).isEqualTo("other help about lb\n");
        assertThat(shell.run("help felix:lb")).isEqualTo("other help about felix:lb\n");
        assertThat(shell.run("help start")).startsWith("trace:start [FILTER]").endsWith("other help about start\n");
        assertThat(shell.run("help felix:")).isEqualTo("felix: help lb start\n");
    }

    @Test
    void aScopeMayDoWithoutItsColon() throws Exception {
        assertThat(shell.run("help spm")).isEqualTo(shell.run("help spm:")).startsWith("spm: the platform, its roles");
        assertThat(shell.run("help felix")).isEqualTo("felix: help lb start\n");
    }

    @ParameterizedTest(name = "help {0}")
    @CsvSource({"nope, command or scope nope", "nope:, scope nope", "spm:nope, command spm:nope", "nope:lb, scope nope"
    })
    void whatIsNotThereFailsAndSaysWhereToLook(String word, String what) {
        assertThatThrownBy(() -> shell.run("help " + word))
                .hasToString("help: there is no " + what + "; help lists all commands and their scopes");
        assertThatThrownBy(() -> shell.run("help felix:nope")).hasMessageContaining("no command felix:nope;");
    }

    @Test
    void withoutAnArgumentAllCommandsAreListed() throws Exception {
        assertThat(shell.run("help"))
                .contains(
                        "spm:    the platform, its roles and its partitions: status wiring partitions partition backend"
                                + " swap load unload at await\n",
                        "psa:    FF-M services, and calls as a client: services connections connect call close\n",
                        "felix: help lb start\n");
    }

    @Test
    void everyCommandHasAMeaningAndAnExampleOfItself() {
        for (Scope scope : Scope.ALL) {
            assertThat(scope.usages()).allSatisfy(usage -> {
                assertThat(scope.meaning(usage)).isNotEmpty();
                assertThat(usage.example()).startsWith(usage.name());
            });
        }
        assertThat(Scope.ALL).extracting(Scope::name).isEqualTo(List.of("spm", "ffa", "mem", "psa", "trace", "hw"));
    }
}
