package org.partita.core.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.PartitaException;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.provider.ManifestReader;
import org.partita.core.execution.Hub;
import org.partita.core.wiring.RoleTable;

/** Finds and reads the manifests of a platform. */
public final class Manifests {
    /** A partition manifest with the bytes that it was read from. */
    public record Read(PartitionManifest manifest, ManifestSource source) {
        /** File name without folder: what ties code to it. */
        public String fileName() {
            return Path.of(manifest.file()).getFileName().toString();
        }
    }

    private static final long LIMIT = Duration.ofSeconds(10).toNanos();

    private final Hub hub;
    private final Settings settings;
    private final List<PlatformManifest> others = new ArrayList<>();

    public Manifests(Hub hub, Settings settings) {
        this.hub = hub;
        this.settings = settings;
    }

    /** Manifests of the SPMC and of independent devices, found by {@link #all}. */
    public List<PlatformManifest> others() {
        return List.copyOf(others);
    }

    /** Those of independent devices. */
    public List<DeviceManifest> devices() {
        return others.stream()
                .filter(DeviceManifest.class::isInstance)
                .map(DeviceManifest.class::cast)
                .toList();
    }

    /** The manifest by which the SPMD sets the SPMC up (FF-A Table 3.4), or null. */
    public @Nullable SpmcManifest spmc() {
        return others.stream()
                .filter(SpmcManifest.class::isInstance)
                .map(SpmcManifest.class::cast)
                .findFirst()
                .orElse(null);
    }

    /**
     * All partition manifests of the platform's folder, in order of file name.
     *
     * @throws PartitaException with every problem of every file
     */
    public List<Read> all() {
        if (settings.manifests().isEmpty()) {
            return List.of();
        }
        List<Read> found = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(Path.of(settings.manifests()))) {
            try {
                ManifestSource source = source(file);
                PlatformManifest m = read(source);
                if (m instanceof PartitionManifest p) {
                    found.add(new Read(p, source));
                } else {
                    others.add(m);
                    resident(m).ifPresent(p -> found.add(new Read(p, source)));
                }
            } catch (PartitaException | IOException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new PartitaException(String.join(System.lineSeparator(), problems));
        }
        return found;
    }

    private Optional<PartitionManifest> resident(PlatformManifest m) {
        return m instanceof SpmcManifest s && s.describesSp() && ResidentSp.possible(settings.spmc())
                ? Optional.of(ResidentSp.manifest(s, settings))
                : Optional.empty();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(
                            f -> f.toString().endsWith(".dts") || f.toString().endsWith(".dtb"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PartitaException(
                    "manifests folder " + folder + " can't be read: " + e + "; see configuration key manifests");
        }
    }

    private static ManifestSource source(Path file) throws IOException {
        return new ManifestSource(file.toString(), Files.readAllBytes(file));
    }

    /**
     * One partition manifest.
     *
     * @throws PartitaException with every problem
     */
    public Read partition(ManifestSource source) {
        if (read(source) instanceof PartitionManifest p) {
            return new Read(p, source);
        }
        throw new PartitaException(source.name() + " describes no partition: spm:load takes partition manifests");
    }

    private PlatformManifest read(ManifestSource source) {
        return hub.outside(RoleTable.MANIFEST, LIMIT, w -> read(source, w.manifests));
    }

    private PlatformManifest read(ManifestSource source, @Nullable ManifestReader reader) {
        if (reader == null || !reader.accepts(source)) {
            throw new PartitaException(source.name() + ": no installed manifest reader takes this file");
        }
        ManifestOptions options = new ManifestOptions(
                settings.options().contains("enumerated-messaging-method"),
                settings.options().contains("strict-manifests"));
        try {
            return reader.read(source, options);
        } catch (ManifestException e) {
            throw new PartitaException(String.valueOf(e.getMessage()));
        }
    }
}
