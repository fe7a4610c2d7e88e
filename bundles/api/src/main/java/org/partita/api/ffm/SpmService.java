package org.partita.api.ffm;

import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffm.manifest.RotService;

/** A RoT Service of the running platform. */
@ProviderType
public interface SpmService {
    /** What its manifest says. */
    RotService manifest();

    /** The partition that offers it. */
    SpmPartition partition();
}
