package org.partita.api.partition;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Names that tie a partition's code to its manifest. */
public final class Partitions {
    /**
     * Service property: file name of the manifest, without folder. The file is looked for in the platform's manifests
     * first, then in the bundle under {@code /manifests}.
     */
    public static final String MANIFEST = "org.partita.manifest";

    /**
     * Service property: {@code on} says that the partition has work of its own. After boot core lends its boot context
     * cycles, completing its wait with FFA_INTERRUPT (FF-A 2.11).
     */
    public static final String TRAFFIC = "traffic";

    private Partitions() {}

    /** Sets {@link #MANIFEST} on a component. */
    @ComponentPropertyType
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    public @interface PartitionOf {
        /** Prefix of the service properties. */
        String PREFIX_ = "org.partita.";

        /** File name of the manifest. */
        String manifest();
    }
}
