package org.partita.manifest.devicetree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.partita.api.manifest.ManifestException;
import org.partita.manifest.devicetree.blob.BlobReader;
import org.partita.manifest.devicetree.source.SiblingFiles;
import org.partita.manifest.devicetree.source.SourceParser;
import org.partita.manifest.devicetree.tree.Devicetree;

/** Test files, and both readers in short. */
final class Files {
    /** Names of the real manifests in resources, without ending. */
    static final List<String> REAL = List.of(
            "ffa_secure_partition_only__partition-manifest",
            "ffa_secure_partitions__partition_manifest_nwd_primary",
            "ffa_secure_partitions__services__arch__aarch64__secure__el0__partition_manifest_service_sp_second",
            "ffa_secure_partitions__services__arch__aarch64__secure__partition_manifest_service_sp_first",
            "ffa_secure_partitions__services__arch__aarch64__secure__partition_manifest_service_sp_second",
            "ffa_secure_partitions__services__arch__aarch64__secure__partition_manifest_service_sp_second_up",
            "primary_with_secondaries__service1",
            "primary_with_secondaries__services__arch__aarch64__secure__el0__partition_manifest_service_sp1");

    private Files() {}

    static byte[] bytes(String resource) {
        try (InputStream in = Files.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no test resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Devicetree source(String text) throws ManifestException {
        return source("test.dts", text.getBytes(StandardCharsets.UTF_8));
    }

    static Devicetree source(String name, byte[] text) throws ManifestException {
        return SourceParser.parse(name, text, new SiblingFiles());
    }

    static Devicetree blob(byte[] blob) throws ManifestException {
        return BlobReader.read("test.dtb", blob);
    }
}
