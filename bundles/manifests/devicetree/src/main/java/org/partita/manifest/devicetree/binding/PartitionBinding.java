package org.partita.manifest.devicetree.binding;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.ExecutionState;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.manifest.devicetree.tree.Devicetree;

/** A partition manifest at a virtual FF-A instance (FF-A Tables 3.1 to 3.3), in the order of the tables. */
final class PartitionBinding {
    static final String RULE = "FF-A Table 3.1";
    private static final int CONTEXTS_MOST = 0xFFFF;

    private final String file;
    private final Devicetree tree;
    private final ManifestOptions options;
    private final Report report;
    private final Fields root;

    PartitionBinding(String file, Devicetree tree, ManifestOptions options, Report report) {
        this.file = file;
        this.tree = tree;
        this.options = options;
        this.report = report;
        this.root = new Fields(tree.root(), report, RULE);
    }

    /** @param later whether the binding's version in compatible is later than 1.0 */
    PartitionManifest read(boolean later) throws ManifestException {
        FfaVersion version = Versions.read(root);
        Services services = new Services(root, later, options);
        OptionalInt id = Identity.id(root, "id");
        List<Integer> auxiliary = Identity.auxiliary(root, id);
        String name = root.description();
        int contexts = root.mandatory(
                        "execution-ctx-count",
                        1,
                        CONTEXTS_MOST,
                        "the number of execution contexts, 1 to 65535: " + "execution-ctx-count = <1>;")
                .orElse(1);
        Optional<ExecutionState> state = Level.state(root, "execution-state");
        Optional<ExceptionLevel> level = Level.read(root, state);
        int granule = Level.granule(root, false, state);
        OptionalLong load = loadAddress(granule);
        long entry = root.wide("entrypoint-offset", "bytes from the base of the image")
                .orElse(0);
        OptionalInt bootOrder = root.integer("boot-order", 0, 0xFFFF, "a number up to 0xffff, lower ones boot first");
        Preemption preemption = new Preemption(root, level, services.methods());
        Messaging messaging = messaging(services.methods(), level, preemption.managedExit());
        boolean scheduler = scheduler(level);
        boolean pinned = new Contexts(root, contexts, level).pinned(messaging);
        boolean smc = smc(level);

        boolean secure = level.isEmpty() || level.get().secure();
        boolean oneStage = level.isPresent() && level.get().number() == 0;
        AddressKind translated = oneStage ? AddressKind.VIRTUAL : AddressKind.INTERMEDIATE;
        Subject subject = new Subject("a Non-secure endpoint", !secure, granule, translated, false);
        RegionNames names = new RegionNames();
        MemoryRegions memory = new MemoryRegions(root, subject, names);
        DeviceRegions devices = new DeviceRegions(root, subject, names);
        Overlaps.check(report, memory.regions(), devices.regions(), load);
        Buffers buffers = new Buffers(root, memory, tree.phandles(), secure);
        StreamEndpoints streams = new StreamEndpoints(root, devices.regions(), id);
        BootProtocol boot = new BootProtocol(root);
        later();
        root.rest();

        var warnings = report.finish(root.at());
        return PartitionManifest.builder(file, level.orElseThrow())
                .version(version)
                .uuids(services.uuids())
                .id(id)
                .auxiliaryIds(auxiliary)
                .name(name)
                .executionContexts(contexts)
                .executionState(state.orElseThrow())
                .loadAddress(load)
                .entryPointOffset(entry)
                .granuleShift(granule)
                .bootOrder(bootOrder)
                .rxBuffer(buffers.rx())
                .txBuffer(buffers.tx())
                .messaging(messaging)
                .primaryScheduler(scheduler)
                .runTimeModel(preemption.model())
                .pinned(pinned)
                .smcAvailable(smc)
                .streamEndpoints(streams.endpoints())
                .memoryRegions(memory.regions())
                .deviceRegions(devices.regions())
                .bootRegister(boot.register())
                .bootInformation(boot.names())
                .positions(root.positions())
                .warnings(warnings)
                .build();
    }

    private OptionalLong loadAddress(int granuleShift) {
        OptionalLong load = root.wide("load-address", "the address of the image");
        Subject image = new Subject("", false, granuleShift, AddressKind.PHYSICAL, false);
        load.ifPresent(address -> Extent.checkBase(root, "load-address", image, address));
        boolean fits = load.isEmpty() || Extent.fits(root, "load-address", load.getAsLong(), 1);
        return fits ? load : OptionalLong.empty();
    }

    /** An SP has direct messaging only (FF-A 4.1.1, Table 8.25); its indirect bit is ignored, or refused if strict. */
    private Messaging messaging(Methods methods, Optional<ExceptionLevel> level, boolean managedExit) {
        boolean sp = level.isPresent() && level.get().secure();
        String property = "messaging-method";
        if (sp && methods.indirect()) {
            String found = "found indirect messaging, which an SP does not have";
            if (methods.receives() || methods.sends()) {
                report.warn(root.at(property), "FF-A Table 8.25", found + "; ignored: clear bit 2");
            } else {
                report.error(root.at(property), "FF-A Table 8.25", found + "; expecting direct messaging: bits 0, 1");
            }
        }
        return new Messaging(methods.receives(), methods.sends(), methods.indirect() && !sp, managedExit);
    }

    private boolean scheduler(Optional<ExceptionLevel> level) {
        boolean scheduler = root.flag("has-primary-scheduler");
        if (scheduler
                && level.isPresent()
                && (level.get().secure() || level.get().number() != 1)) {
            root.error(
                    "has-primary-scheduler",
                    "found for a partition in " + level.get().title()
                            + "; the primary scheduler runs in EL1: leave it out");
        }
        return scheduler;
    }

    private boolean smc(Optional<ExceptionLevel> level) {
        boolean hvcOnly = root.flag("partita,hvc-only");
        boolean kernelLevel = level.isEmpty() || level.get().number() == 1;
        if (hvcOnly && !kernelLevel) {
            report.error(
                    root.at("partita,hvc-only"),
                    "FF-A 2.4",
                    "found for a partition in S-EL0 or User mode, which uses SVC; expecting "
                            + "it in EL1 or S-EL1 only: leave it out");
        }
        return kernelLevel && !hvcOnly;
    }

    /** Properties that say something to later versions of FF-A or to other firmware. */
    private void later() {
        root.know("time-slice-mem", "other-s-interrupts-action");
        for (String property :
                List.of("power-management-messages", "vm-availability-messages", "notification-support")) {
            if (root.has(property)) {
                root.warn(property, "ignored: FF-A 1.0 has no such messages; leave it out, or don't rely on them");
            }
        }
    }
}
