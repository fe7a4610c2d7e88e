package org.partita.manifest.tfm.binding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.Problem;
import org.partita.manifest.tfm.text.Limits;
import org.partita.manifest.tfm.text.ManifestText;
import org.partita.manifest.tfm.text.Node;

/** Reads a list and its manifests, and checks them together. What can't be read of one file does not keep the others from being read. */
public final class PlatformBinding {
    private final ManifestSource list;
    private final ManifestFiles files;
    private final Report report = new Report();
    private final Configuration configuration;
    private int bytes;

    public PlatformBinding(ManifestSource list, ManifestFiles files, Map<String, String> configuration) {
        this.list = list;
        this.files = files;
        this.configuration = new Configuration(configuration, report);
    }

    /**
     * The platform.
     *
     * @throws ManifestException with every problem of all files
     */
    public FfmPlatform read() throws ManifestException {
        report.file(Configuration.FILE);
        report.file(list.name());
        IsolationLevel level = configuration.isolationLevel();
        Optional<SpmBackend> named = Optional.ofNullable(configuration.backend());
        List<ListItem> items = items();
        IdRules.checkUnique(items);
        List<PartitionDraft> partitions = new ArrayList<>();
        items.forEach(item -> read(item).ifPresent(partitions::add));

        SpmBackend backend = BackendRules.choose(named.orElse(null), level, partitions);
        IdRules.check(partitions);
        ServiceRules services = new ServiceRules(partitions);
        services.check();
        IdentityHashMap<ServiceDraft, Integer> statelessNumbers = services.statelessNumbers();
        // what the other manifests would have had is not known if one of them can't be read
        if (partitions.size() == items.size()) {
            new DependencyRules(partitions, report).check();
        }
        InterruptRules.check(partitions);
        ClientIdRules.check(partitions);
        BackendRules.check(backend, level, partitions, configuration, report);
        int[] ids = IdRules.assign(partitions);
        List<Problem> warnings = report.finish();
        Assembly assembly = new Assembly(level, backend, services, statelessNumbers);
        return new FfmPlatform(list.name(), level, backend, assembly.partitions(partitions, ids), warnings);
    }

    private List<ListItem> items() {
        try {
            bytes = list.content().length;
            Node.Mapping root = ManifestText.read(list);
            return new ListBinding(new Fields(list.name(), root, report, configuration), configuration).read();
        } catch (ManifestException e) {
            report.take(e);
            return List.of();
        }
    }

    private Optional<PartitionDraft> read(ListItem item) {
        try {
            ManifestSource source = files.open(
                    list.name(), item.manifest(), Math.max(0, Math.min(Limits.MAX_FILE, Limits.MAX_FILES - bytes)));
            bytes += source.content().length;
            report.file(source.name());
            Node.Mapping root = ManifestText.read(source);
            Fields fields = new Fields(source.name(), root, report, configuration);
            return Optional.of(new PartitionBinding(fields, item).read());
        } catch (ManifestException e) {
            report.take(e);
        } catch (IOException e) {
            item.fields()
                    .error(
                            "manifest",
                            Rules.FILES,
                            "can't read " + Node.Scalar.shorten(item.manifest()) + ": " + e.getMessage()
                                    + "; correct the path, or disable the partition");
        }
        return Optional.empty();
    }
}
