package org.partita.admin.assemble;

import org.partita.api.ffm.manifest.FfmPartition;

/** What a partition needs because of its manifest: its level decides its conduit (FF-A 2.4), its model its backend (FF-M). */
final class ManifestPart extends Part {
    /** Words for manifests begin with it. */
    static final String KIND = "manifest-file/";

    /**
     * A partition of FF-A; devices need their SMMU (5.2).
     *
     * @param manifest of the partition
     * @param hypervisor whether the platform has one
     */
    ManifestPart(ManifestFile manifest, boolean hypervisor) {
        super("partition=" + manifest.partition() + " at " + manifest.level().title());
        fills(word(manifest.name()));
        needs("spm");
        switch (manifest.level()) {
            case S_EL0 -> needs("conduit/SVC");
            case EL1 -> {
                if (hypervisor) {
                    needs("instance/nonsecure-virtual");
                }
            }
            case S_EL1, UNKNOWN -> {}
        }
        if (manifest.hvcOnly()) {
            needs("conduit/HVC");
        }
        if (manifest.namesSmmu()) {
            needs("hardware/smmu");
        }
    }

    /** A partition of FF-M. */
    ManifestPart(FfmPartition partition) {
        super(partition.name() + " of model " + partition.model());
        fills(word(partition.name()));
        needs("ffm");
        if (!partition.nsAgent()) {
            needs("model/" + partition.model());
        }
    }

    /** What it provides. */
    static String word(String name) {
        return KIND + name;
    }
}
