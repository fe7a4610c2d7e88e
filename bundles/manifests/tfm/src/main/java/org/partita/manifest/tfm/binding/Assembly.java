package org.partita.manifest.tfm.binding;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.partita.api.ffm.manifest.Dependency;
import org.partita.api.ffm.manifest.FfmInterrupt;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.manifest.tfm.text.Node;

/** Makes partitions of drafts that are without fault, with what is assigned to them: ids, handles, signals. */
final class Assembly {
    /** Bits 3:0 of an IPC partition's signals are reserved by FF-M. */
    private static final int FIRST_SERVICE_BIT = 4;

    private static final int FIRST_INTERRUPT_BIT = 31;

    private final IsolationLevel level;
    private final SpmBackend backend;
    private final ServiceRules services;
    private final IdentityHashMap<ServiceDraft, Integer> statelessNumbers;

    Assembly(
            IsolationLevel level,
            SpmBackend backend,
            ServiceRules services,
            IdentityHashMap<ServiceDraft, Integer> statelessNumbers) {
        this.level = level;
        this.backend = backend;
        this.services = services;
        this.statelessNumbers = statelessNumbers;
    }

    List<FfmPartition> partitions(List<PartitionDraft> drafts, int[] ids) {
        List<FfmPartition> partitions = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            partitions.add(partition(drafts.get(i), ids[i]));
        }
        return partitions;
    }

    private FfmPartition partition(PartitionDraft draft, int id) {
        PartitionModel model = BackendRules.model(draft, backend);
        FrameworkVersion version = Optional.ofNullable(draft.version()).orElseThrow();
        return new FfmPartition(
                draft.fields().at(""),
                version,
                id,
                draft.name().orElseThrow(),
                draft.description(),
                draft.type().orElseThrow(),
                draft.priority().orElseThrow(),
                model,
                model == PartitionModel.IPC ? draft.entryPoint() : draft.entryInit(),
                draft.stackSize().orElseThrow(),
                draft.heapSize().orElse(0),
                draft.nsAgent(),
                draft.clientIds(),
                services(draft, model),
                interrupts(draft),
                draft.regions(),
                dependencies(draft));
    }

    private List<RotService> services(PartitionDraft draft, PartitionModel model) {
        List<RotService> made = new ArrayList<>();
        int bit = model == PartitionModel.IPC ? FIRST_SERVICE_BIT : 0;
        for (ServiceDraft service : draft.services()) {
            Integer number = statelessNumbers.get(service);
            made.add(new RotService(
                    service.name().orElseThrow(),
                    (int) service.sid().orElseThrow(),
                    service.description(),
                    service.nonSecureClients(),
                    (int) service.version(),
                    service.versionPolicy(),
                    number == null ? OptionalInt.empty() : OptionalInt.of(number),
                    service.mmIovec() && level == IsolationLevel.SPE,
                    1 << bit));
            bit++;
        }
        return made;
    }

    private static List<FfmInterrupt> interrupts(PartitionDraft draft) {
        List<FfmInterrupt> made = new ArrayList<>();
        int bit = FIRST_INTERRUPT_BIT;
        for (InterruptDraft irq : draft.interrupts()) {
            made.add(new FfmInterrupt(
                    (int) irq.source().orElseThrow(),
                    irq.signalName().orElseThrow(),
                    irq.firstLevel(),
                    irq.description(),
                    irq.clientIds(),
                    1 << bit));
            bit--;
        }
        return made;
    }

    private List<Dependency> dependencies(PartitionDraft draft) {
        List<Dependency> made = new ArrayList<>();
        draft.dependencies().forEach(on -> made.add(dependency(on, false)));
        draft.weakDependencies().forEach(on -> made.add(dependency(on, true)));
        return made;
    }

    private Dependency dependency(Node.Scalar on, boolean weak) {
        ServiceDraft service = services.named(on.text());
        OptionalInt sid = service == null
                ? OptionalInt.empty()
                : OptionalInt.of((int) service.sid().orElseThrow());
        return new Dependency(on.text(), sid, weak);
    }
}
