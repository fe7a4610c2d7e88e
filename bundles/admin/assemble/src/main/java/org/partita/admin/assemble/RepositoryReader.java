package org.partita.admin.assemble;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.provider.Roles;

/** Reads manifests of FF-M as platforms do: by the bundle of the repository that fills {@code manifest/tfm}. */
final class RepositoryReader implements FfmManifestReader {
    private final Repository repository;

    RepositoryReader(Repository repository) {
        this.repository = repository;
    }

    /** @throws AssemblyException if there is no such bundle, or it can't be used outside a framework */
    @Override
    public FfmPlatform read(ManifestSource list, ManifestFiles files, Map<String, String> configuration)
            throws ManifestException {
        try (URLClassLoader loader =
                new URLClassLoader("manifests", jars(), FfmManifestReader.class.getClassLoader())) {
            return ServiceLoader.load(FfmManifestReader.class, loader)
                    .findFirst()
                    .orElseThrow(() -> new AssemblyException("the bundle that fills " + Roles.MANIFEST_TFM
                            + " does not name its reader in META-INF/services/" + FfmManifestReader.class.getName()))
                    .read(list, files, configuration);
        } catch (IOException e) {
            throw new AssemblyException("the reader of manifests can't be loaded: " + e.getMessage());
        }
    }

    /** The bundle, and those with the packages that it needs. */
    private URL[] jars() throws MalformedURLException {
        Part root = new Part("the reader of manifests");
        root.needs(Roles.MANIFEST_TFM);
        List<Part> parts = new ArrayList<>(repository.bundles());
        parts.addFirst(new Host());
        List<URL> jars = new ArrayList<>();
        for (Part part : new Resolution(root, parts, Map.of()).resolve()) {
            if (part instanceof BundlePart bundle) {
                jars.add(bundle.file().toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }
}
