package org.partita.it.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.ThreadedPartition;

/** A folder of manifests with the code of its partitions, for a platform that boots from it. */
public final class ManifestFolder implements AutoCloseable {
    private final BundleContext framework;
    private final Path folder;
    private final List<ServiceRegistration<?>> code = new ArrayList<>();

    /** @param folder an empty one */
    public ManifestFolder(BundleContext framework, Path folder) {
        this.framework = framework;
        this.folder = folder;
    }

    public ManifestFolder callback(Dts manifest, CallbackPartition partition) throws IOException {
        code.add(TestPartitions.publish(framework, CallbackPartition.class, partition, manifest));
        return write(manifest.fileName(), manifest.text());
    }

    public ManifestFolder threaded(Dts manifest, ThreadedPartition partition) throws IOException {
        code.add(TestPartitions.publish(framework, ThreadedPartition.class, partition, manifest));
        return write(manifest.fileName(), manifest.text());
    }

    public ManifestFolder write(String fileName, String text) throws IOException {
        Files.writeString(folder.resolve(fileName), text);
        return this;
    }

    /** The configuration key of core that names the folder. */
    public Map<String, Object> key() {
        return Map.of("manifests", folder.toString());
    }

    @Override
    public void close() {
        code.forEach(ServiceRegistration::unregister);
    }
}
