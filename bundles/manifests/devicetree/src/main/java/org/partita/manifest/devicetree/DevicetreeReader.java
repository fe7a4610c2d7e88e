package org.partita.manifest.devicetree;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.ManifestReader;
import org.partita.api.provider.Roles;
import org.partita.manifest.devicetree.binding.Binding;
import org.partita.manifest.devicetree.blob.BlobReader;
import org.partita.manifest.devicetree.source.SiblingFiles;
import org.partita.manifest.devicetree.source.SourceParser;
import org.partita.manifest.devicetree.tree.Devicetree;

/** Reads FF-A manifests in devicetree form: source (.dts) and blobs (.dtb). */
@Component(immediate = true, service = ManifestReader.class)
@FillsRole(role = Roles.MANIFEST_DEVICETREE)
public final class DevicetreeReader implements ManifestReader {
    private static final int FIRST_BYTES = 4096;

    @Override
    public boolean accepts(ManifestSource source) {
        byte[] content = source.content();
        String name = source.name().toLowerCase(Locale.ROOT);
        return BlobReader.isBlob(content)
                || name.endsWith(".dts")
                || name.endsWith(".dtb")
                || new String(content, 0, Math.min(content.length, FIRST_BYTES), StandardCharsets.ISO_8859_1)
                        .contains("/dts-v1/");
    }

    @Override
    public PlatformManifest read(ManifestSource source, ManifestOptions options) throws ManifestException {
        return Binding.read(source.name(), tree(source), options);
    }

    private static Devicetree tree(ManifestSource source) throws ManifestException {
        byte[] content = source.content();
        boolean blob = BlobReader.isBlob(content)
                || source.name().toLowerCase(Locale.ROOT).endsWith(".dtb");
        return blob
                ? BlobReader.read(source.name(), content)
                : SourceParser.parse(source.name(), content, new SiblingFiles());
    }
}
