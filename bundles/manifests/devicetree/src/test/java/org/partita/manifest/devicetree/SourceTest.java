package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Problem;
import org.partita.manifest.devicetree.tree.Devicetree;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Node;

class SourceTest {
    @TempDir
    Path folder;

    private static Problem problem(String text) {
        ManifestException e = catchThrowableOfType(ManifestException.class, () -> Files.source(text));
        assertThat(e).as("a fault").isNotNull();
        return e.problems().getFirst();
    }

    private static Node node(String body) throws ManifestException {
        return Files.source("/dts-v1/; / {" + body + "};").root();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "(1 + 2 * 3) -> 0x7",
                "((1 + 2) * 3) -> 0x9",
                "(10 - 4 - 3) -> 0x3",
                "(1 ? 2 : 3) -> 0x2",
                "(0 || 1 && 0) -> 0x0",
                "(1 | 2 ^ 3 & 1) -> 0x3",
                "(1 << 2 + 1) -> 0x8",
                "(0xf0 >> 4 == 15) -> 0x1",
                "(-1 & 0xff) -> 0xff",
                "(~0 & 3) -> 0x3",
                "(1 << 64) -> 0x0",
                "(7 / 2 % 2) -> 0x1",
                "010 -> 0x8",
                "10UL -> 0xa",
                "0xFFu -> 0xff",
                "'a' -> 0x61",
                "'\\0' -> 0x0",
                "(-1 > 1) -> 0x1",
            })
    void numbersAndExpressionsHaveTheValuesOfC(String text, String value) throws Exception {
        assertThat(node("a = <" + text + ">;").property("a").show()).isEqualTo("<" + value + ">");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/dts-v1/; / { a = <1>                 | expecting ';' after the property a, found the end of the file",
                "/dts-v1/; / { a = <0x100000000>; };   | more than the 32 bits",
                "/dts-v1/; / { a = <(1 / 0)>; };       | divides by zero",
                "/dts-v1/; / { a = <GIC_SPI>; };       | macro of the C preprocessor",
                "/dts-v1/; / { a = <09>; };            | not an integer",
                "/dts-v1/; / { a = /bits/ 12 <1>; };   | 8, 16, 32 or 64 bits",
                "/dts-v1/; / { a = [1]; };             | pairs of hexadecimal digits",
                "/dts-v1/; / { a = \"x                 | a string has no end",
                "/dts-v1/; / { a; a; };                | stands twice",
                "/dts-v1/; / { x: a {}; x: b {}; };    | already that of /a",
                "/dts-v1/; / { a = <&none>; };         | there is no node none",
                "/dts-v1/; &none { };                  | there is no node none yet",
                "/dts-v1/; /* no end                   | add */",
                "/dts-v1/;                             | there is no root node",
                "/ { };                                | expecting /dts-v1/;",
                "/dts-v1/; /plugin/; / { };            | overlay",
                "/dts-v1/; / { a = /incbin/(\"x\"); }; | write the bytes in brackets",
                "/dts-v1/; / { a = /bits/ 8 <&x>; };   | reference needs elements of 32 bits",
                "/dts-v1/; / { }                       | expecting ';' after the } of /",
                "/dts-v1/; / { x: a { phandle = <&y>; }; y: b { }; }; | can't be a reference to another node",
            })
    void aFaultIsExplained(String text, String message) {
        assertThat(problem(text).message()).contains(message);
    }

    @Test
    void aFaultNamesLineAndNode() {
        Problem p = problem("/dts-v1/;\n/ {\n\tinner {\n\t\ta = <1> <2>;\n\t};\n};\n");
        assertThat(p.at().toString()).startsWith("test.dts:4 /inner");
    }

    @Test
    void labelsAndPathsAreReplacedByPhandlesAndPaths() throws Exception {
        Node root = node("a = <&x &{/y/z}>; b = &x; x: y { z { phandle = <9>; }; };");
        assertThat(root.property("a").show()).isEqualTo("<0x1 0x9>");
        assertThat(root.property("b").show()).isEqualTo("\"/y\"");
    }

    @Test
    void aPhandleOfItselfAsksForANumber() throws Exception {
        Node root = node("x: y { phandle = <&x>; }; a = <&x>;");
        assertThat(root.property("a").show())
                .isEqualTo(root.child("y").property("phandle").show());
    }

    @Test
    void referencesInACircleAreJustNumbers() throws Exception {
        Node root = node("x: a { to = <&y>; }; y: b { to = <&x>; };");
        assertThat(root.child("a").property("to").show())
                .isEqualTo(root.child("b").property("phandle").show());
        assertThat(root.child("b").property("to").show())
                .isEqualTo(root.child("a").property("phandle").show());
    }

    @Test
    void aNodeDefinedAgainIsMergedAndLaterPropertiesWin() throws Exception {
        Devicetree tree = Files.source("/dts-v1/; / { x: n { a = <1>; b = <2>; c {}; }; };"
                + "/ { n { a = <3>; d {}; }; }; &x { /delete-property/ b; /delete-node/ c; };");
        Node n = tree.root().child("n");
        assertThat(n.property("a").show()).isEqualTo("<0x3>");
        assertThat(n.property("b")).isNull();
        assertThat(n.child("c")).isNull();
        assertThat(n.child("d")).isNotNull();
        assertThat(tree.warnings()).isEmpty();
    }

    @Test
    void aNodeDefinedTwiceBetweenTheSameBracesIsMergedWithAWarning() throws Exception {
        Devicetree tree = Files.source("/dts-v1/;\n/ {\n a { x; };\n a { y; };\n};");
        assertThat(tree.root().child("a").properties()).hasSize(2);
        assertThat(tree.warnings())
                .singleElement()
                .asString()
                .contains("test.dts:4 /a")
                .contains("first in line 3");
    }

    @Test
    void aNodeToOmitIsKeptOnlyIfSomethingRefersToIt() throws Exception {
        Node root = node("/omit-if-no-ref/ x: a { }; /omit-if-no-ref/ y: b { }; r = <&y>;");
        assertThat(root.child("a")).isNull();
        assertThat(root.child("b")).isNotNull();
    }

    @Test
    void aLineForThePreprocessorOffersCpp() {
        Problem p = problem("/dts-v1/;\n#include \"other.h\"\n/ { };");
        assertThat(p.at().line()).isEqualTo(2);
        assertThat(p.message()).contains("#include").contains("cpp -nostdinc -undef -x assembler-with-cpp test.dts");
    }

    @Test
    void aPropertyThatBeginsLikeADirectiveIsAProperty() throws Exception {
        assertThat(node("\n#address-cells = <1>;\n#define-x;\n#if,y;\n").properties())
                .hasSize(3);
    }

    @Test
    void lineMarkersOfThePreprocessorAreObeyed() {
        Problem p = problem("# 1 \"real.dts\"\n/dts-v1/;\n# 40 \"real.dtsi\" 1\n/ { a = ?; };");
        assertThat(p.at().file()).isEqualTo("real.dtsi");
        assertThat(p.at().line()).isEqualTo(40);
    }

    @Test
    void anIncludedFileIsFoundBesideTheSourceAndNamedInFaults() throws Exception {
        java.nio.file.Files.writeString(folder.resolve("part.dtsi"), "a = <1>;\nb = ;\n");
        String main = folder.resolve("main.dts").toString();
        ManifestException e = catchThrowableOfType(
                ManifestException.class,
                () -> Files.source(
                        main,
                        "/dts-v1/; / {\n/include/ \"part.dtsi\"\n};"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(e.problems().getFirst().at().file()).endsWith("part.dtsi");
        assertThat(e.problems().getFirst().at().line()).isEqualTo(2);
        java.nio.file.Files.writeString(folder.resolve("part.dtsi"), "a = <1>;");
        assertThat(Files.source(
                                main,
                                "/dts-v1/; / {\n/include/ \"part.dtsi\"\n};"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .root()
                        .property("a"))
                .isNotNull();
    }

    @Test
    void aFileThatIncludesItselfIsRefused() throws Exception {
        Path main = folder.resolve("loop.dts");
        java.nio.file.Files.writeString(main, "/dts-v1/; /include/ \"loop.dts\"\n/include/ \"loop.dts\"\n / { };");
        ManifestException e = catchThrowableOfType(
                ManifestException.class, () -> Files.source(main.toString(), java.nio.file.Files.readAllBytes(main)));
        assertThat(e).hasMessageContaining("includes itself");
    }

    @ParameterizedTest
    @CsvSource({"../outside.dtsi", "/etc/hostname", "missing.dtsi"})
    void filesOutsideOfTheFolderAreNotIncluded(String name) {
        ManifestException e = catchThrowableOfType(
                ManifestException.class,
                () -> Files.source(
                        folder.resolve("main.dts").toString(),
                        ("/dts-v1/; /include/ \"" + name + "\"").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(e).hasMessageContaining("can't include \"" + name + "\"");
    }

    @Test
    void depthIsLimited() {
        int deep = Limits.MAX_DEPTH + 2;
        assertThat(problem("/dts-v1/; / {" + "a {".repeat(deep)).message()).contains("inside each other");
        assertThat(problem("/dts-v1/; / { a = <" + "(".repeat(100_000)).message())
                .contains("nested");
        assertThat(problem("/dts-v1/; / { a = <(" + "~".repeat(100_000)).message())
                .contains("nested");
        assertThat(problem("/dts-v1/; / { a = <(" + "1?".repeat(100_000)).message())
                .contains("nested");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;",
                "x:",
                "a {",
                "/*",
                "\"",
                "/{};",
                "#\n",
                "a=<&x &x>;",
                "a = &x, &x;",
                "a { };",
                "a = <1 1 1>;",
                "[00",
                "~",
                "1?1:",
                "/delete-node/ a;",
                "&{/a} { };",
                "/memreserve/ 1 1;",
                "\n",
                "/include/ \"x\"",
                "# 1 \"x\"\n",
                "0",
                " "
            })
    @Timeout(30)
    void tenMegabytesOfTheSameAreRefusedQuickly(String part) {
        for (String begin :
                List.of("/dts-v1/; / { x: y { }; ", "/dts-v1/; / { x: a { }; }; ", "/dts-v1/; / { a = <(")) {
            problem(begin + part.repeat((10 << 20) / part.length()) + "?");
        }
    }

    @Test
    @Timeout(30)
    void manyServicesRegionsAndUnknownPropertiesAreReadQuickly() {
        StringBuilder text = new StringBuilder("/dts-v1/; / { compatible = \"arm,ffa-manifest-1.1\"; services {");
        for (int i = 0; i < 20_000; i++) {
            text.append(String.format("s%d { uuid = \"b4b5671e-4a90-4fe1-b81f-%012x\"; x; };", i, i));
        }
        text.append("}; memory-regions {");
        for (int i = 0; i < 20_000; i++) {
            text.append(String.format("m%d { base-address = <0>; pages-count = <1>; attributes = <1>; x; };", i));
        }
        assertThat(Manifests.errors(text + "}; };")).hasSizeBetween(100, 300);
    }
}
