package org.partita.admin.assemble;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import org.apache.felix.utils.resource.CapabilityImpl;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;

/** What every platform stands on: the framework's packages and those of this Java. */
final class Host extends Part {
    private static final String ENVIRONMENT = ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE;
    /** Index of the first release that has subsets, 1.8. */
    private static final int COMPACT = 8;

    private static final String GOGO = "org.apache.felix.gogo";
    private static final String FRAMEWORK = "org.apache.felix.framework";

    /** @throws AssemblyException if the framework is not on the class path */
    Host() {
        super("the framework");
        ModuleLayer.boot()
                .modules()
                .forEach(module -> module.getDescriptor().exports().stream()
                        .filter(e -> !e.isQualified())
                        .forEach(this::javaPackage));
        List<Version> releases = releases();
        environment("JavaSE", releases);
        // names of subsets that bundles for Java 8 ask for
        for (String subset : List.of("compact1", "compact2", "compact3")) {
            environment("JavaSE/" + subset, releases.subList(COMPACT, releases.size()));
        }
        environment("OSGi/Minimum", List.of(new Version(1, 0, 0), new Version(1, 1, 0), new Version(1, 2, 0)));
        // the launcher adds a shell that suits its standard input
        addCapability(new CapabilityImpl(
                this, GOGO, Map.of(), Map.of(GOGO, "shell.implementation", "version", new Version(1, 0, 0))));
        framework();
    }

    private void environment(String name, List<Version> versions) {
        addCapability(new CapabilityImpl(this, ENVIRONMENT, Map.of(), Map.of(ENVIRONMENT, name, "version", versions)));
    }

    private void javaPackage(Exports exports) {
        addCapability(new CapabilityImpl(
                this,
                PackageNamespace.PACKAGE_NAMESPACE,
                Map.of(),
                Map.of(PackageNamespace.PACKAGE_NAMESPACE, exports.source(), "version", Version.emptyVersion)));
    }

    /** Every release up to this one: filters name the one that they were compiled for. */
    private static List<Version> releases() {
        List<Version> versions = new ArrayList<>();
        for (int minor = 0; minor <= 8; minor++) {
            versions.add(new Version(1, minor, 0));
        }
        for (int feature = 9; feature <= Runtime.version().feature(); feature++) {
            versions.add(new Version(feature, 0, 0));
        }
        return versions;
    }

    private void framework() {
        try {
            for (URL url : Collections.list(Host.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                try (InputStream in = url.openStream()) {
                    Map<String, String> headers = Repository.headers(new Manifest(in));
                    if (FRAMEWORK.equals(headers.get("Bundle-SymbolicName"))) {
                        headers.remove("Require-Capability");
                        ResourceBuilder.build(this, url.toString(), headers);
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
        throw new AssemblyException(FRAMEWORK + " is not on the class path");
    }
}
