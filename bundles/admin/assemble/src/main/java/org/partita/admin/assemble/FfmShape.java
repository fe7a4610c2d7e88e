package org.partita.admin.assemble;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.manifest.ManifestException;
import org.partita.api.provider.Roles;

/** A platform of FF-M: an isolation level, partitions that a manifest list names, and the backend that suits both. */
final class FfmShape implements Shape {
    private static final String AUTO = "auto";
    private static final String IPC = "ipc";
    private static final String SFN = "sfn";
    private static final String BACKEND = Roles.BACKEND + "/";
    private static final String MPU = """
            {
                "regions": 8
              }""";
    private static final String MEMORY = """
            {
                "ranges": [
                  "secure-sram 0x30000000 1M secure",
                  "sram 0x20000000 1M nonsecure"
                ]
              }""";

    private final Set<String> closed;
    private final Set<String> excluded;
    private final Repository repository;
    private final FfmChoices choices;
    private final FfmManifests manifests;
    private final FfmPlatform platform;
    /** What the configuration says, and which backend serves by that. */
    private final String configured;

    private final String serving;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param order what a person asks for
     * @param settings of it
     * @param closed requirements with what their words stand for
     * @param partitions bundles of the partitions among them
     * @param excluded what may not be used
     * @param repository the bundles that there are
     * @param reader of manifests
     */
    FfmShape(
            Order order,
            CoreSettings settings,
            Set<String> closed,
            Collection<BundlePart> partitions,
            Set<String> excluded,
            Repository repository,
            FfmManifestReader reader) {
        this.closed = closed;
        this.excluded = excluded;
        this.repository = repository;
        choices = new FfmChoices(settings, closed, repository);
        String list = settings.get("ffm.list");
        manifests = new FfmManifests(list.isEmpty() ? FfmManifests.LIST : list);
        partitions.stream().distinct().forEach(b -> manifests.addFrom(b, closed.contains("ipc-partition")));
        order.manifests().forEach(manifests::addFrom);
        String named = named();
        platform = read(reader, named);
        String kind = platform.backend().name().toLowerCase(Locale.ROOT);
        boolean forced = named.equals(AUTO) && kind.equals(SFN) && !canServe(SFN);
        serving = forced ? IPC : named.equals(AUTO) ? kind : named;
        configured = forced ? IPC : configuration(named);
        noteMissingCode();
    }

    /** The backend that is asked for: auto unless a person says otherwise; a configuration of TF-M that names none means IPC. */
    private String named() {
        if (!choices.backend().value().isEmpty()) {
            return choices.backend().value();
        }
        if (manifests.hasImported()) {
            notes.add("the imported manifest list comes with no backend, which is IPC in TF-M;"
                    + " --set ffm.backend=auto lets partitions and isolation level decide");
            return IPC;
        }
        return AUTO;
    }

    private FfmPlatform read(FfmManifestReader reader, String named) {
        Map<String, String> configuration = new HashMap<>(choices.definitions());
        configuration.put(FfmManifestReader.ISOLATION_LEVEL, choices.level());
        if (choices.level().equals("3")) {
            configuration.putIfAbsent(FfmManifestReader.LEVEL_3_SUPPORTED, "on");
        }
        // whether a backend that is named can run the partitions is for the resolver to say
        configuration.put(FfmManifestReader.BACKEND, named.equals(IPC) ? SpmBackend.IPC.name() : AUTO);
        try {
            FfmPlatform read = reader.read(manifests.list(), manifests, configuration);
            read.warnings().forEach(w -> notes.add(w.toString()));
            return read;
        } catch (ManifestException e) {
            throw new AssemblyException(String.valueOf(e.getMessage()));
        }
    }

    private boolean canServe(String provider) {
        return !closed.contains(Roles.MODEL + PartitionModel.IPC)
                && !excluded.contains(BACKEND + provider)
                && repository.providers(BACKEND + provider).stream()
                        .noneMatch(b -> excluded.contains(b.symbolicName()));
    }

    /** A backend of another name is one of the two kinds. */
    private String configuration(String named) {
        if (List.of(AUTO, SFN, IPC).contains(named)) {
            return named;
        }
        boolean runsThreads = repository.providers(BACKEND + named).stream()
                .anyMatch(b -> b.roles().contains(Roles.MODEL + PartitionModel.IPC));
        return runsThreads ? IPC : SFN;
    }

    private void noteMissingCode() {
        for (FfmPartition p : platform.partitions()) {
            boolean here = !repository.providers(code(p)).isEmpty() || manifests.isSample(p.at().file());
            if (!here && !p.nsAgent()) {
                notes.add("no bundle here declares " + code(p)
                        + ": the platform boots when one with a component that has the" + " property "
                        + PsaPartition.PARTITION + "=" + p.name() + " is installed");
            }
        }
    }

    private static String code(FfmPartition partition) {
        return Roles.PARTITION + partition.name();
    }

    @Override
    public List<ManifestFile> manifests() {
        return manifests.files();
    }

    @Override
    public void require(Part root, List<Part> parts) {
        Part spm = new Part("isolation level " + choices.level());
        provided().forEach(spm::fills);
        spm.needs("ffm");
        if (choices.level().equals("1")) {
            spm.needs(Roles.CONDUIT_CALL);
        } else {
            spm.needs(Roles.CONDUIT_SVC);
            spm.needs(Roles.HARDWARE_MPU);
        }
        parts.add(spm);
        provided().forEach(root::needs);
        root.needs(BACKEND + serving);
        for (FfmPartition partition : platform.partitions()) {
            ManifestPart part = new ManifestPart(partition);
            if (!repository.providers(code(partition)).isEmpty()) {
                part.needs(code(partition));
            }
            if (!partition.interrupts().isEmpty()) {
                part.needs(Roles.HARDWARE_GIC);
            }
            parts.add(part);
            root.needs(ManifestPart.word(partition.name()));
        }
    }

    @Override
    public Map<String, String> barred() {
        Map<String, String> barred = new HashMap<>();
        FfmChoices.LEVELS.stream()
                .filter(l -> !l.equals(choices.level()))
                .forEach(l -> barred.put(
                        Roles.ISOLATION + l,
                        "this platform does not have, with isolation level " + choices.level()
                                + (choices.isolation().how().isEmpty()
                                        ? ""
                                        : " (" + choices.isolation().how() + ")")));
        repository.providers(Roles.BACKEND).stream()
                .filter(b -> !b.roles().contains(BACKEND + serving))
                .forEach(b -> barred.put(
                        b.symbolicName(),
                        "does not serve beside "
                                + (choices.backend().how().isEmpty()
                                        ? BACKEND + serving
                                        : choices.backend().how()) + ": leave that out"));
        return barred;
    }

    @Override
    public List<String> provided() {
        return List.of(Roles.ISOLATION + choices.level());
    }

    @Override
    public Map<String, String> core() {
        Map<String, String> core = new LinkedHashMap<>();
        core.put(Framework.KEY, Framework.FF_M.title());
        core.put("pes", "1");
        core.put("ffm.isolation", choices.level());
        core.put("ffm.backend", configured);
        return core;
    }

    @Override
    public Map<String, String> hardware() {
        Map<String, String> hardware = new LinkedHashMap<>();
        if (!choices.level().equals("1")) {
            hardware.put("org.partita.hardware.mpu", MPU);
        }
        hardware.put("org.partita.hardware.memory", MEMORY);
        return hardware;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
