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
                "org.partita.role;org.partita.role=\"" + role + "\";effective:=assemble");
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
