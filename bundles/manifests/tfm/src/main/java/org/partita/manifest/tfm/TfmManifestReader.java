package org.partita.manifest.tfm;

import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/** Reads a manifest list and partition manifests in the form of TF-M: JSON with comments, or YAML. */
@Component(immediate = true, service = FfmManifestReader.class)
@FillsRole(role = Roles.MANIFEST_TFM)
public final class TfmManifestReader implements FfmManifestReader {
    @Override
    public FfmPlatform read(ManifestSource list, ManifestFiles files, Map<String, String> configuration)
            throws ManifestException {
        return TfmManifests.read(list, files, configuration);
    }
}
