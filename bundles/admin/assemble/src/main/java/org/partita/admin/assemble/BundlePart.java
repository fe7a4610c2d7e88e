package org.partita.admin.assemble;

import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;

/** A bundle of the repository. */
final class BundlePart extends Part {
    private final Path file;
    private final Version version;

    /**
     * Reads what the bundle provides and requires.
     *
     * @param file its jar
     * @param headers main section of its manifest
     * @throws BundleException if a header is wrong
     */
    BundlePart(Path file, Map<String, String> headers) throws BundleException {
        super(headers.getOrDefault("Bundle-SymbolicName", "")
                .replaceFirst(";.*", "")
                .strip());
        this.file = file;
        ResourceBuilder.build(this, file.toUri().toString(), headers);
        Capability identity =
                getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE).getFirst();
        Object found = identity.getAttributes().get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        this.version = found instanceof Version v ? v : Version.parseVersion(String.valueOf(found));
        String partition = Role.ofPartition(symbolicName());
        if (!partition.isEmpty() && !roles().contains(partition)) {
            fills(partition);
        }
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

    /** As {@code -runbundles} names it: this version, later builds of it included. */
    String runBundle() {
        Version floor = new Version(version.getMajor(), version.getMinor(), version.getMicro());
        Version ceiling = new Version(version.getMajor(), version.getMinor(), version.getMicro() + 1);
        return symbolicName() + ";version='[" + floor + "," + ceiling + ")'";
    }
}
