package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.NsAgent;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.provider.Provider;
import org.partita.api.provider.Roles;
import org.partita.it.platform.Running;

/** An FF-M platform whose partitions a test writes: their manifests in a folder, their code as services. */
final class TestFfm implements AutoCloseable {
    private final BundleContext framework;
    private final Path folder;
    private final Map<String, String> manifests = new LinkedHashMap<>();
    private final Map<String, String> pids = new HashMap<>();
    private final Map<String, Object> keys = new HashMap<>();
    private final Map<String, Runnable> arriving = new LinkedHashMap<>();
    private final Map<String, ServiceRegistration<?>> code = new LinkedHashMap<>();

    TestFfm(BundleContext framework, Path folder) {
        this.framework = framework;
        this.folder = folder;
    }

    /** A partition of the SFN model. */
    TestFfm sfn(ManifestText manifest, SfnPartition code) {
        return with(manifest.model("SFN"), SfnPartition.class, code);
    }

    /** A partition of the IPC model. */
    TestFfm ipc(ManifestText manifest, IpcPartition code) {
        return with(manifest.model("IPC"), IpcPartition.class, code);
    }

    private <T extends PsaPartition> TestFfm with(ManifestText manifest, Class<T> style, T code) {
        manifests.put(manifest.name(), manifest.text());
        arriving.put(manifest.name(), () -> come(manifest.name(), style, code));
        return this;
    }

    /** A partition whose code is installed, with this manifest. */
    TestFfm installed(String name, String manifest) {
        manifests.put(name, manifest);
        return this;
    }

    /** Code of a partition of the SFN model comes, once the platform runs. */
    void come(String partition, SfnPartition code) {
        come(partition, SfnPartition.class, code);
    }

    /** Code of a partition of the IPC model comes, once the platform runs. */
    void come(String partition, IpcPartition code) {
        come(partition, IpcPartition.class, code);
    }

    private <T extends PsaPartition> void come(String partition, Class<T> style, T itsCode) {
        Map<String, Object> property = Map.of(PsaPartition.PARTITION, partition);
        code.put(partition, framework.registerService(style, itsCode, FrameworkUtil.asDictionary(property)));
    }

    /** A backend of the test's own, which serves rather than the one of its kind that is installed. */
    TestFfm backend(BackendProvider own) {
        return provider(BackendProvider.class, Roles.BACKEND, own);
    }

    /** An interface of the test's own, which serves rather than the one that is installed. */
    TestFfm psa(String role, PsaProvider own) {
        return provider(PsaProvider.class, role, own);
    }

    /** An agent of the test's own, which serves rather than the one that is installed. */
    TestFfm agent(NsAgent own) {
        return provider(NsAgent.class, Roles.AGENT_NS_AGENT_TZ, own);
    }

    private <T extends Provider> TestFfm provider(Class<T> type, String role, T own) {
        Map<String, Object> properties = Map.of(Roles.PROPERTY, role, Constants.SERVICE_RANKING, 1000);
        code.put(role, framework.registerService(type, own, FrameworkUtil.asDictionary(properties)));
        return this;
    }

    /** The manifest list gives a partition this id. */
    TestFfm pid(String partition, long id) {
        pids.put(partition, ", \"pid\": " + id);
        return this;
    }

    /** The code of a partition leaves. */
    void leave(String partition) {
        code.remove(partition).unregister();
    }

    /** Sets a key of core's configuration. */
    TestFfm key(String key, Object value) {
        keys.put(key, value);
        return this;
    }

    /** Boots the platform, which has to run. */
    Platform boot() throws Exception {
        return new Running(framework).restarted(configuration(), this::arrive);
    }

    /** How the boot ends, whether the platform runs then or not. */
    PlatformStatus bootOf() throws Exception {
        return new Running(framework).bootOf(configuration(), this::arrive);
    }

    /** The partitions' code comes; the platform before would boot those anew that have the same names. */
    private void arrive() {
        arriving.values().forEach(Runnable::run);
        arriving.clear();
    }

    private Map<String, Object> configuration() {
        try {
            for (Map.Entry<String, String> m : manifests.entrySet()) {
                Files.writeString(folder.resolve(m.getKey() + ".yaml"), m.getValue());
            }
            List<String> items = manifests.keySet().stream()
                    .map(name -> "{ \"manifest\": \"" + name + ".yaml\"" + pids.getOrDefault(name, "") + " }")
                    .toList();
            Files.writeString(
                    folder.resolve("tfm_manifest_list.yaml"),
                    items.stream().collect(Collectors.joining(", ", "{ \"manifest_list\": [ ", " ] }")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> all = new HashMap<>(keys);
        all.put("manifests", folder.toString());
        return all;
    }

    /** The backend that serves is this one. */
    static void assertServes(Platform platform, String backend) {
        assertThat(platform.ffm().backend()).isEqualTo(backend);
    }

    @Override
    public void close() {
        code.values().forEach(ServiceRegistration::unregister);
        code.clear();
    }
}
