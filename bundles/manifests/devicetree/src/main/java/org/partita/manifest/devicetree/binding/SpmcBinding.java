package org.partita.manifest.devicetree.binding;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.partita.api.ffa.ExecutionState;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.memory.MemoryRange;
import org.partita.manifest.devicetree.tree.Devicetree;
import org.partita.manifest.devicetree.tree.Node;

/** The manifest by which SPMD sets the SPMC up (FF-A Table 3.4): the node attribute, and the platform's memory. */
final class SpmcBinding {
    static final String NODE = "attribute";
    private static final String RULE = "FF-A Table 3.4";
    private static final String UUID_PROPERTY = "partita,uuid";
    private static final String EXIT_PROPERTY = "partita,managed-exit";

    private final Fields root;
    private final Fields attribute;
    private final Report report;

    private SpmcBinding(Devicetree tree, Node attribute, Report report) {
        this.root = new Fields(tree.root(), report, RULE);
        this.attribute = new Fields(attribute, report, RULE);
        this.report = report;
    }

    static SpmcManifest read(String file, Devicetree tree, Node attribute, Report report) throws ManifestException {
        return new SpmcBinding(tree, attribute, report).read(file);
    }

    private SpmcManifest read(String file) throws ManifestException {
        FfaVersion version = version();
        List<UUID> uuids = uuids();
        OptionalInt id = Identity.id(attribute, "spmc_id");
        OptionalInt spId = Identity.id(attribute, "partita,sp-id");
        boolean exits = managedExit(spId.isPresent() || !uuids.isEmpty());
        String name = attribute.description();
        Optional<ExecutionState> state = Level.state(attribute, "exec_state");
        checkLevel(state);
        OptionalLong load = attribute.wide("load_address", "the physical address of the image");
        OptionalLong size = attribute.wide("binary_size", "bytes of the image");
        long entry = entryOffset(load, size);
        OptionalInt register = attribute.integer("gp-register-num", 0, 3, "0 to 3 for w0/x0 to w3/x3 (Table 3.10)");
        List<MemoryRange> memory = new PlatformMemory(root).ranges();
        hypervisor();
        attribute.rest();
        root.know(NODE, "cpus", "#address-cells", "#size-cells", "interrupt-parent");
        root.rest();
        var warnings = report.finish(root.at());
        return new SpmcManifest(
                file,
                version,
                uuids,
                id,
                spId,
                exits,
                name,
                state.orElseThrow(),
                load,
                entry,
                size.orElse(0),
                register,
                memory,
                warnings);
    }

    private FfaVersion version() {
        OptionalInt major = attribute.mandatory("maj_ver", 0, 0x7FFF, "the major FF-A version: maj_ver = <1>;");
        OptionalInt minor = attribute.mandatory("min_ver", 0, 0xFFFF, "the minor FF-A version: min_ver = <0>;");
        FfaVersion version = new FfaVersion(major.orElse(1), minor.orElse(0));
        String property = version.major() == FfaVersion.V1_0.major() ? "min_ver" : "maj_ver";
        return Versions.check(attribute, property, version);
    }

    /** Table 3.4 has no field for it. */
    private boolean managedExit(boolean describesSp) {
        boolean asked = attribute.flag(EXIT_PROPERTY);
        if (asked && !describesSp) {
            attribute.error(
                    EXIT_PROPERTY,
                    "found it without an SP that resides with the SPMC, and only an SP makes managed exits:"
                            + " name the SP by partita,sp-id or partita,uuid");
        }
        return asked;
    }

    private List<UUID> uuids() {
        return attribute.texts(UUID_PROPERTY).orElse(List.of()).stream()
                .filter(text -> Services.isCanonical(attribute, UUID_PROPERTY, text))
                .map(UUID::fromString)
                .toList();
    }

    /** The SPMC in S-EL2 or EL3 runs in AArch64 (FF-A 2.5); runtime_el is in older files. */
    private void checkLevel(Optional<ExecutionState> state) {
        OptionalInt level = attribute.integer("runtime_el", 0, 3, "1 (S-EL1), 2 (S-EL2) or 3 (EL3)");
        if (level.orElse(1) >= 2 && state.equals(Optional.of(ExecutionState.AARCH32))) {
            report.error(
                    attribute.at("exec_state"),
                    "FF-A 2.5",
                    "found AArch32 with runtime_el " + level.getAsInt()
                            + "; the SPM in S-EL2 or EL3 runs in AArch64: write 0");
        }
    }

    /** The property entrypoint is an address where there is a load address, else an offset. */
    private long entryOffset(OptionalLong load, OptionalLong size) {
        OptionalLong entry = attribute.wide("entrypoint", "the address at which the SPMC is entered");
        if (entry.isEmpty()) {
            return 0;
        }
        long offset = entry.getAsLong() - load.orElse(0);
        boolean inside = offset >= 0 && (size.isEmpty() || offset < size.getAsLong());
        if (!inside) {
            attribute.error(
                    "entrypoint",
                    "found " + Fields.hex(entry.getAsLong()) + "; expecting an address in the image, from "
                            + Fields.hex(load.orElse(0))
                            + (size.isEmpty() ? "" : " to " + Fields.hex(load.orElse(0) + size.getAsLong())));
        }
        return offset;
    }

    /** The partitions that the SPMC's loader lists; each of them has a manifest of its own, which is what counts. */
    private void hypervisor() {
        Node node = root.node().child("hypervisor");
        if (node == null) {
            return;
        }
        root.know("hypervisor");
        if (!Section.isCompatible(node, "hafnium,hafnium")) {
            report.warn(
                    new Fields(node, report, RULE).at("compatible"), RULE, "missing; expecting \"hafnium,hafnium\"");
        }
        Fields hypervisor = new Fields(node, report, RULE);
        for (Node child : node.children()) {
            hypervisor.know(child.name());
            Fields vm = new Fields(child, report, RULE);
            vm.flag("is_ffa_partition");
            vm.description();
            vm.wide("load_address", "the address of the image");
            vm.number("vcpu_count", 1, 0xFFFF, "the number of execution contexts, 1 to 65535");
            vm.wide("mem_size", "bytes of the partition's memory");
            vm.rest();
        }
        hypervisor.rest();
    }
}
