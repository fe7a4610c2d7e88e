package org.partita.admin.assemble;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;

/** A bundle of the repository. */
final class BundlePart extends Part {
    /** Where a partition's bundle has manifests for it. */
    static final String MANIFESTS = "manifests/";

    private final Path file;
    private final List<String> manifests;
    private final Version version;
    private final List<String> byName = new ArrayList<>();

    /**
     * Reads what the bundle provides and requires.
     *
     * @param file its jar
     * @param headers main section of its manifest
     * @param manifests file names of manifests for its partitions
     * @throws BundleException if a header is wrong
     */
    BundlePart(Path file, Map<String, String> headers, List<String> manifests) throws BundleException {
        super(headers.getOrDefault("Bundle-SymbolicName", "")
                .replaceFirst(";.*", "")
                .strip());
        this.file = file;
        this.manifests = List.copyOf(manifests);
        ResourceBuilder.build(this, file.toUri().toString(), headers);
        Capability identity =
                getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE).getFirst();
        Object found = identity.getAttributes().get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        this.version = found instanceof Version v ? v : Version.parseVersion(String.valueOf(found));
        roles().stream()
                .filter(role -> !role.contains("/"))
                .forEach(role -> fillsByName(Role.ofProvider(role, symbolicName())));
        fillsByName(Role.ofPartition(symbolicName()));
    }

    private void fillsByName(String role) {
        if (!role.isEmpty() && !roles().contains(role)) {
            fills(role);
            byName.add(role);
        }
    }

    /** Whether a role that it fills follows from its name: only the assembler knows it by that. */
    boolean fillsByNameOnly(String role) {
        return byName.contains(role);
    }

    Path file() {
        return file;
    }

    String symbolicName() {
        return title();
    }

    Version version() {
        return version;
    }

    /** File names of manifests that it has for its partitions. */
    List<String> manifests() {
        return manifests;
    }

    /** As {@code -runbundles} names it: this version, later builds of it included. */
    String runBundle() {
        Version floor = new Version(version.getMajor(), version.getMinor(), version.getMicro());
        Version ceiling = new Version(version.getMajor(), version.getMinor(), version.getMicro() + 1);
        return symbolicName() + ";version='[" + floor + "," + ceiling + ")'";
    }
}
