package org.partita.admin.assemble;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A repository of bundles that are nothing but their manifests. */
final class Fixtures {
    /** What the specification's components are filled by, one bundle a role. */
    private static final String[] ROLES = {
        "conduit/SMC",
        "conduit/HVC",
        "conduit/SVC",
        "conduit/ERET",
        "instance/secure-physical",
        "instance/secure-virtual",
        "instance/nonsecure-physical",
        "instance/nonsecure-virtual",
        "manager/hypervisor",
        "manager/spmd",
        "manager/spmc",
        "interface/setup",
        "interface/cycles",
        "interface/direct-messaging",
        "hardware/memory",
        "hardware/smmu",
        "manifest/devicetree"
    };

    /** What else a platform of FF-M has; conduit SVC and memory are above. */
    private static final String[] FFM_ROLES = {
        "agent/ns-agent-tz",
        "conduit/CALL",
        "manager/ffm-spm",
        "interface/psa-client",
        "interface/psa-service",
        "hardware/gic",
        "hardware/mpu",
        "manifest/tfm"
    };

    private final Path folder;

    Fixtures(Path folder) {
        this.folder = folder;
    }

    /** A repository with all that FF-A needs: a bundle for each role, core, services, and three partitions. */
    static Fixtures standard(Path folder) {
        Fixtures fixtures = new Fixtures(folder);
        fixtures.bundle("org.partita.api", "Export-Package", "org.partita.api.call;version=1.0.0");
        for (String name : Assembler.ALWAYS) {
            fixtures.bundle(name);
        }
        for (String role : ROLES) {
            fixtures.provider(role);
        }
        fixtures.partition("digest", Map.of("digest.dts", manifest(2)));
        fixtures.partition("echo", Map.of("echo.dts", manifest(2)));
        fixtures.partition("client", Map.of("client1.dts", manifest(0), "client2.dts", manifest(0)));
        return fixtures;
    }

    /** What FF-M needs besides: a bundle for each role, both backends, and partitions of each model. */
    Fixtures withFfm() {
        for (String role : FFM_ROLES) {
            provider(role);
        }
        bundle(
                "org.partita.backend.sfn",
                "Provide-Capability",
                offers("backend") + "," + offers("model/SFN"),
                "Require-Capability",
                "org.partita.role;filter:=\"(org.partita.role=isolation/1)\";effective:=assemble");
        bundle(
                "org.partita.backend.ipc",
                "Provide-Capability",
                offers("backend") + "," + offers("model/SFN") + "," + offers("model/IPC"));
        ffmPartition("store", 300, "\"model\": \"SFN\"");
        ffmPartition("loop", 301, "\"model\": \"IPC\", \"entry_point\": \"loop_main\"");
        ffmPartition(
                "device",
                303,
                "\"model\": \"SFN\",\n  \"irqs\": [ { \"source\": 40, \"name\": \"LINE\", \"handling\": \"SLIH\" } ]");
        ffmPartition(
                "either",
                302,
                "\"model\": \"dual\", \"entry_point\": \"either_main\",\n  \"entry_init\": \"either_init\"");
        return this;
    }

    /** A partition's bundle with its manifest, and a list that gives it an id; its name is {@code SP_} and the bundle's. */
    private void ffmPartition(String name, int id, String model) {
        write(
                "org.partita.partition." + name,
                Map.of(
                        name + ".yaml",
                        ffmManifest(name, model),
                        "tfm_manifest_list.yaml",
                        "{\"manifest_list\": [ {\"manifest\": \"" + name + ".yaml\", \"pid\": " + id + "}, ]}\n"),
                "Provide-Capability",
                offers("partition/SP_" + name.toUpperCase(Locale.ROOT)));
    }

    /** The manifest of a partition with one service, whose SID comes from its name. */
    static String ffmManifest(String name, String model) {
        return """
                {
                  "psa_framework_version": 1.1, "name": "SP_%s", "type": "PSA-ROT", "priority": "NORMAL",
                  %s,
                  "stack_size": 1024,
                  "services": [ { "name": "%1$s_SERVICE", "sid": %d, "connection_based": true, "non_secure_clients": true } ],
                }
                """.formatted(name.toUpperCase(Locale.ROOT), model, name.hashCode() & 0xFFFF);
    }

    /** A manifest that says its exception level and nothing else. */
    static String manifest(int level) {
        return "/dts-v1/;\n/ {\n\texception-level = <" + level + ">;\n};\n";
    }

    Path folder() {
        return folder;
    }

    /** The bundle of a role. */
    void provider(String role) {
        bundle(
                name(role),
                "Import-Package",
                "java.lang,org.partita.api.call;version=\"[1.0,2)\"",
                "Provide-Capability",
                offers(role));
    }

    private static String offers(String role) {
        return "org.partita.role;org.partita.role=\"" + role + "\";effective:=assemble";
    }

    static String name(String role) {
        return "org.partita." + role.toLowerCase(Locale.ROOT).replace('/', '.').replace('-', '.');
    }

    void remove(String symbolicName) {
        try {
            Files.delete(folder.resolve(symbolicName + ".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void partition(String name, Map<String, String> manifests) {
        write("org.partita.partition." + name, manifests);
    }

    void bundle(String symbolicName, String... headers) {
        write(symbolicName, Map.of(), headers);
    }

    private void write(String symbolicName, Map<String, String> manifests, String... headers) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", symbolicName);
        main.putValue("Bundle-Version", "0.1.0.20260101");
        for (int i = 0; i < headers.length; i += 2) {
            main.putValue(headers[i], headers[i + 1]);
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(symbolicName + ".jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, String> entry : manifests.entrySet()) {
                jar.putNextEntry(new JarEntry("manifests/" + entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
