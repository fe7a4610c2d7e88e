package org.partita.admin.assemble;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A platform of FF-A: managers at their levels, partitions described by devicetree. */
final class FfaShape implements Shape {
    private static final String HYPERVISOR = "manager/hypervisor";
    private static final String SPMC_LEVEL = "S-EL2";
    private static final String SPMD_LEVEL = "EL3";
    private static final String MEMORY = """
            {
                "ranges": [
                  "secure-sram 0x06000000 32M secure",
                  "dram 0x80000000 2032M nonsecure",
                  "secure-dram 0xff000000 16M secure"
                ]
              }""";

    private final CoreSettings settings;
    private final Set<String> closed;
    private final boolean hypervisor;
    private final Manifests manifests = new Manifests();

    /**
     * @param order what a person asks for
     * @param settings of it
     * @param closed requirements with what their words stand for
     * @param partitions bundles of the partitions among them, by word
     * @param excluded what may not be used
     */
    FfaShape(
            Order order,
            CoreSettings settings,
            Set<String> closed,
            Map<String, BundlePart> partitions,
            Set<String> excluded) {
        this.settings = settings;
        this.closed = closed;
        hypervisor = closed.contains(HYPERVISOR) && !excluded.contains(HYPERVISOR);
        partitions.forEach(
                (role, bundle) -> manifests.addFrom(bundle, Role.partition(role), closed.contains("s-el0-sp")));
        order.manifests().forEach(manifests::addFrom);
        if (!hypervisor) {
            manifests.keepOneKernel();
        }
    }

    @Override
    public List<ManifestFile> manifests() {
        return manifests.files();
    }

    @Override
    public void require(Part root, List<Part> parts) {
        for (ManifestFile manifest : manifests()) {
            parts.add(new ManifestPart(manifest, hypervisor));
            root.needs(ManifestPart.word(manifest.name()));
        }
        requireLayout(root, parts);
    }

    /** An SPMC apart from the SPMD meets it at the Secure physical FF-A instance (FF-A 2.3, Table 2.1). */
    private void requireLayout(Part root, List<Part> parts) {
        String level = level("spmc.level", SPMC_LEVEL);
        boolean secure = closed.contains("manager/spmc") || !manifests().isEmpty();
        if (secure && !level.equals(level("spmd.level", SPMD_LEVEL))) {
            Part part = new Part("an SPMC at " + level);
            part.fills(ManifestPart.word("spmc"));
            part.needs("instance/secure-physical");
            parts.add(part);
            root.needs(ManifestPart.word("spmc"));
        }
    }

    private String level(String key, String otherwise) {
        return settings.get(key).isEmpty() ? otherwise : settings.get(key);
    }

    @Override
    public Map<String, String> barred() {
        return Map.of();
    }

    @Override
    public List<String> provided() {
        return List.of();
    }

    @Override
    public Map<String, String> core() {
        Map<String, String> core = new LinkedHashMap<>();
        core.put("pes", "2");
        core.put("hypervisor", Boolean.toString(hypervisor));
        core.put("spmd.level", SPMD_LEVEL);
        core.put("spmc.level", SPMC_LEVEL);
        return core;
    }

    @Override
    public Map<String, String> hardware() {
        return Map.of("org.partita.hardware.memory", MEMORY);
    }

    @Override
    public List<String> notes() {
        return manifests.notes();
    }
}
