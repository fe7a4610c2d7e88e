package org.partita.admin.assemble;

/** What a partition needs because of its manifest: its level decides its conduit (FF-A 2.4), devices need their SMMU (5.2). */
final class ManifestPart extends Part {
    /** Words for manifests begin with it. */
    static final String KIND = "manifest-file/";

    /**
     * Derives the requirements.
     *
     * @param manifest of the partition
     * @param hypervisor whether the platform has one
     */
    ManifestPart(ManifestFile manifest, boolean hypervisor) {
        super("partition=" + manifest.partition() + " at " + manifest.level().title());
        fills(word(manifest));
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

    /** What it provides. */
    static String word(ManifestFile manifest) {
        return KIND + manifest.name();
    }
}
