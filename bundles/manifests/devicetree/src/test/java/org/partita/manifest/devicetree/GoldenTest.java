package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.manifest.devicetree.tree.Devicetree;

/** The blobs in resources were written by dtc 1.6.1 from the sources beside them, so that both readers meet another's work. */
class GoldenTest {
    static Stream<String> sources() {
        return Stream.concat(Stream.of("golden"), Files.REAL.stream().map(name -> "manifests/" + name));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void sourceAndBlobOfDtcGiveTheSameTree(String name) throws Exception {
        Devicetree source = Files.source(name + ".dts", Files.bytes(name + ".dts"));
        Devicetree blob = Files.blob(Files.bytes(name + ".dtb"));
        assertThat(source.sameAs(blob)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aTreeWrittenAsBlobIsReadAsTheSameTree(String name) throws Exception {
        Devicetree source = Files.source(name + ".dts", Files.bytes(name + ".dts"));
        assertThat(Files.blob(BlobWriter.write(source)).sameAs(source)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"golden.dtb", "golden-16.dtb"})
    void bothVersionsOfBlobsAreRead(String name) throws Exception {
        Devicetree blob = Files.blob(Files.bytes(name));
        assertThat(blob.reservations()).hasSize(2);
        assertThat(blob.root().child("target@10").property("reg").show()).isEqualTo("<0x30 0x40>");
    }

    @Test
    void treesThatDifferInOneByteAreNotTheSame() throws Exception {
        assertThat(Files.source("/dts-v1/; / { a = <1>; };").sameAs(Files.source("/dts-v1/; / { a = <2>; };")))
                .isFalse();
    }
}
