package org.partita.manifest.tfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.manifest.tfm.Manifests.LIST;
import static org.partita.manifest.tfm.Manifests.TIMER;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.Problem;

/** The form of files: JSON with comments, YAML, and what is neither or too much. */
class TextTest {
    private static FfmPartition timer(Manifests manifests) throws ManifestException {
        return manifests.read().partitions().get(2);
    }

    @Test
    void aManifestInYamlMeansTheSame() throws Exception {
        Manifests yaml = new Manifests().with(TIMER, """
                # a partition
                psa_framework_version: 1.0
                name: TIMER
                type: PSA-ROT
                priority: LOW
                entry_point: timer_main
                stack_size: 512
                services:
                - name: WAIT
                  sid: 0x1004
                  non_secure_clients: false
                irqs:
                - {source: TIMER0_IRQ, signal: TIMER0}
                - source: 9
                  name: TIMER1
                  handling: SLIH
                mmio_regions:
                - &timer0
                  name: TIMER0_REGS
                  permission: READ-WRITE
                - base: 0x40001000
                  size: 0x1000
                  permission: READ-ONLY
                """);
        FfmPartition json = timer(new Manifests());
        FfmPartition read = timer(yaml);
        assertThat(read.at()).hasToString("timer.yaml:2 /");
        assertThat(read).usingRecursiveComparison().ignoringFields("at").isEqualTo(json);
    }

    @Test
    void slashesInYamlAreNoComment() throws Exception {
        Manifests yaml = new Manifests().with(TIMER, """
                psa_framework_version: 1.0
                name: TIMER
                description: see http://example.org // and /* this */
                type: PSA-ROT
                priority: LOW
                entry_point: timer_main
                stack_size: 512
                irqs: [{source: 9, signal: TIMER0}]
                """);
        assertThat(timer(yaml).description()).isEqualTo("see http://example.org // and /* this */");
    }

    @Test
    void commentsInJsonAreNoPartOfItAndKeepTheLines() throws Exception {
        Manifests commented = new Manifests().with(TIMER, """
                # YAML's, with "quotes' // and /* slashes
                // one line, with "quotes' and { [
                /* two
                   lines, with # and "quotes" */ {
                "psa_framework_version": 1.0,// after a number
                /**/"name"/* before a colon */:/* after it */"TIMER", # here's another
                "description": "a // b /* c */ # \\" // d",
                "type": 'PSA-ROT' // it's 'quoted'
                , "priority": "LOW",#no space
                "entry_point": "timer_main", "stack_size": 512/* after a number */,
                \t"irqs": [ // in a list
                \t\t{ "source": 9, "signal": "TIMER0" }, /* between */
                ] } // at the end""");
        FfmPartition timer = timer(commented);
        assertThat(timer.description()).isEqualTo("a // b /* c */ # \" // d");
        assertThat(timer.name()).isEqualTo("TIMER");
        assertThat(timer.at()).hasToString("timer.yaml:4 /");
        commented
                .with(TIMER, "\"source\": 9", "\"source\": 1020")
                .refused(TIMER, "1020", "/irqs/0", "source", ", attributes", "found 1020");
    }

    @Test
    void slashesInValuesWithoutQuotesAreNoComment() throws Exception {
        Manifests manifests = new Manifests()
                .with(TIMER, "\"stack_size\": 512,", "\"stack_size\": 512, \"description\": http://a//b/*c,");
        assertThat(timer(manifests).description()).isEqualTo("http://a//b/*c");
    }

    @Test
    void aFileMayBeginWithAByteOrderMarkAndHaveOtherLineEnds() throws Exception {
        String text = new Manifests().text(TIMER);
        assertThat(timer(new Manifests().with(TIMER, "\uFEFF// x\r\n" + text.replace("\n", "\r\n")))
                        .name())
                .isEqualTo("TIMER");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\\n/* no end                          | 2 | the comment that begins here has no end; add */",
                "{ \"name\": \"TIMER\"                  | 1 | no YAML or JSON",
                "{ \"name\": \"TIMER }\\n               | 2 | no YAML or JSON",
                "{\\n\"a\": 1\\n]                       | 3 | no YAML or JSON",
                "a: 1\\n b: 2                           | 2 | no YAML or JSON",
                "[ 1 ]                                  | 1 | found a list; expecting names with values",
                "name                                   | 1 | found name; expecting names with values",
                "# nothing                              | 1 | the file is empty",
                "a: 1\\n---\\nb: 2                      | 2 | another document begins",
                "a: 1\\nb: !!int \"2\"                  | 2 | found the tag tag:yaml.org,2002:int",
                "a: !x [1]                              | 1 | found the tag !x",
                "%TAG ! tag:x,2000:\\n---\\na: !x {}    | 3 | found the tag tag:x,2000:x",
                "a: 1\\nb: *a                           | 2 | *a repeats what nothing is named",
                "a: 1\\nb: &b [ *b ]                    | 2 | *b repeats what it is part of",
                "{ [a, b]: 1 }                          | 1 | found a list as the name of a value",
                "a: 1\\nb: \"\\u0001\"                  | 2 | character U+0001 does not belong",
                "a: 1\\nb: \"\\u                        | 2 | no YAML or JSON from this line on",
                "a: 1\\nb: \"\\x0                       | 2 | found unexpected end of stream",
                "a: 1\\nb: \"\\U00110000\"              | 2 | found unknown escape character 00110000",
                "%YAML 3.0\\n---\\na: 1                 | 1 | a version of YAML that is not known",
            })
    void whatIsNoManifestEndsWithItsLine(String text, int line, String message) {
        Problem problem = form(text.replace("\\n", "\n").replace("\\u0001", "\u0001"));
        assertThat(problem.message()).contains(message).containsAnyOf("; ", ", ");
        assertThat(problem.at()).hasToString("timer.yaml:" + line + " /");
    }

    /** The problem of form of the timer's manifest; all others are those of the list and the other manifests. */
    private static Problem form(String text) {
        List<Problem> problems = new Manifests().with(TIMER, text).problems();
        assertThat(problems).as(problems.toString()).hasSize(1);
        assertThat(problems.getFirst().rule()).isEqualTo("TF-M manifest, form");
        assertThat(problems.getFirst().at().file()).isEqualTo(TIMER);
        return problems.getFirst();
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedWithTheirLine() {
        byte[] bytes = "{\n\"name\": \"\u00e9\" }".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refusal(new ManifestSource(LIST, bytes)))
                .hasToString(
                        "list.yaml:2 /: found bytes that are no UTF-8; save the file as UTF-8 (TF-M manifest, form)");
    }

    private static Problem refusal(ManifestSource list) {
        try {
            TfmManifests.read(
                    list,
                    (of, path, limit) -> {
                        throw new AssertionError("no manifest is asked for");
                    },
                    Map.of());
            throw new AssertionError("read");
        } catch (ManifestException e) {
            assertThat(e.problems()).hasSize(1);
            return e.problems().getFirst();
        }
    }

    @Test
    void aFileOfMoreThanAMebibyteIsRefused() {
        assertThat(refusal(new ManifestSource(LIST, new byte[(1 << 20) + 1])).message())
                .contains("the file has 1048577 bytes; a manifest has 1048576 at most");
        String largest = "{ \"manifest_list\": [] }".concat(" ".repeat((1 << 20) - 23));
        assertThat(largest).hasSize(1 << 20);
        assertThat(new Manifests().with(LIST, largest))
                .satisfies(m -> assertThat(m.read().partitions()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void valuesAreNestedSixteenDeepAtMost(String begin) {
        Problem problem = form("a: 1\nb:\n  " + begin.repeat(100_000));
        assertThat(problem.message()).contains("more than 16 lists and mappings inside each other");
        assertThat(problem.at().line()).isEqualTo(3);
    }

    /** YAML's scanner looks ahead over all of a value, and must not copy what it has seen for each step. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\\", "a,", "/*/", "- &a x\n"})
    void memoryIsInProportionToTheFile(String part) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        ManifestSource list =
                new ManifestSource(LIST, part.repeat((1 << 20) / part.length()).getBytes(StandardCharsets.UTF_8));
        long allocated = threads.getCurrentThreadAllocatedBytes();
        assertThat(refusal(list).rule()).isEqualTo("TF-M manifest, form");
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(256L << 20);
    }

    @Test
    void anAliasCountsAsWhatItRepeats() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String ten = String.join(", ", java.util.Collections.nCopies(10, "*a" + (i - 1)));
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ten));
        }
        Problem problem = form(bomb.toString());
        assertThat(problem.message()).contains("more than 65536 values, with those that aliases repeat");
        assertThat(problem.at().line()).isEqualTo(5);
    }

    @Test
    void aListHas1024PartitionsAtMost() {
        String items = IntStream.range(0, 1025).mapToObj(i -> "{ }").collect(Collectors.joining(", "));
        new Manifests()
                .with(LIST, "{ \"manifest_list\": [" + items + "] }")
                .refused(
                        LIST,
                        "{",
                        "/",
                        "manifest_list",
                        ", attributes",
                        "found 1025 partitions; expecting 1024 at most");
    }

    @Test
    void whatIsLongOrNotPrintableIsShownShort() {
        Problem problem = new Manifests()
                .with(TIMER, "\"LOW\"", "\"" + "L\\u00e9\\n".repeat(1000) + "\"")
                .problem();
        assertThat(problem.message())
                .startsWith("found \"L\\u00e9\\u000aL")
                .contains("...\"")
                .hasSizeLessThan(300);
    }
}
