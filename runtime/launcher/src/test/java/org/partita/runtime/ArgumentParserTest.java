package org.partita.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.runtime.session.Script;
import org.partita.runtime.session.Session.Log;

class ArgumentParserTest {
    @TempDir
    private Path folder;

    @Test
    void nothingStartsTheReferencePlatformWithItsShell() {
        assertThat(ArgumentParser.parse())
                .isEqualTo(new Arguments(Arguments.Action.RUN, "ffa-reference", List.of(), Map.of(), Log.INFO));
    }

    @Test
    void thePlatformAndTheOptionsStandInAnyOrder() {
        Arguments first = ArgumentParser.parse("ffa-el3-spmc", "--exec", "lb", "--quiet", "--seed", "7");
        assertThat(ArgumentParser.parse("--seed", "7", "--quiet", "--exec", "lb", "ffa-el3-spmc"))
                .isEqualTo(first);
        assertThat(ArgumentParser.parse("--seed=7", "ffa-el3-spmc", "--exec=lb", "--quiet"))
                .isEqualTo(first);
        assertThat(first.platform()).isEqualTo("ffa-el3-spmc");
        assertThat(first.log()).isEqualTo(Log.ERROR);
        assertThat(first.settings()).containsOnly(Map.entry("seed", "7"), Map.entry("mode", "deterministic"));
    }

    @Test
    void commandsAndScriptsKeepTheirOrder() throws IOException {
        Path file = Files.writeString(folder.resolve("demo.gogo"), "# a comment\nspm:status\n");
        Arguments arguments = ArgumentParser.parse("--exec", "a", "--script", file.toString(), "--exec", "--json b");
        assertThat(arguments.scripts())
                .containsExactly(
                        Script.command("a"),
                        new Script(file.toString(), List.of("# a comment", "spm:status")),
                        Script.command("--json b"));
    }

    @Test
    void theLastSettingOfAKeyWins() {
        Arguments arguments = ArgumentParser.parse("--set", "pes=2", "--set", "pes=8", "--set", "log=debug");
        assertThat(arguments.settings()).containsExactly(Map.entry("pes", "8"));
        assertThat(arguments.log()).isEqualTo(Log.DEBUG);
    }

    @Test
    void aSeedIsDecimalOrHexadecimal() {
        assertThat(ArgumentParser.parse("--seed", "0x10").settings()).containsEntry("seed", "16");
        assertThat(ArgumentParser.parse("--seed", "1", "--set", "mode=parallel").settings())
                .isEqualTo(ArgumentParser.parse("--set", "mode=parallel", "--seed", "1")
                        .settings())
                .containsEntry("mode", "parallel");
        assertThat(ArgumentParser.parse("--set", "seed=-3").settings()).containsEntry("seed", "-3");
    }

    @Test
    void aWordAfterAnOptionIsItsValueAndNoPlatform() {
        assertThat(ArgumentParser.parse("--exec", "platforms").action()).isEqualTo(Arguments.Action.RUN);
        assertThat(ArgumentParser.parse("--quiet", "platforms").action()).isEqualTo(Arguments.Action.PLATFORMS);
    }

    @ParameterizedTest
    @CsvSource({
        "--frob,                unknown option --frob; there are --exec CMD",
        "--exec,                --exec needs a command",
        "--script /no/such,     '--script /no/such: no such file, or it can''t be read'",
        "--set pes,             '--set pes: expecting KEY=VALUE, for example --set pes=8'",
        "--set log=loud,        '--set log=loud: expecting error, warn, info or debug'",
        "--seed many,           'seed many: expecting a 64-bit number, decimal or 0x...'",
        "--web,                 --web is not part of this version",
        "conformance,           conformance is not part of this version",
        "a b,                   one platform at a time: both a and b are given",
        "--quiet assemble,      assemble must be the first word: launch/partita assemble ...",
        "--quiet=yes,           --quiet takes no value",
    })
    void wrongUsageNamesTheWayOut(String line, String message) {
        assertThatThrownBy(() -> ArgumentParser.parse(line.strip().split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }
}
