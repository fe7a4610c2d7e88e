package org.partita.api.manifest;

import java.util.List;

/** What a manifest file describes. */
public sealed interface PlatformManifest permits PartitionManifest, SpmcManifest, DeviceManifest {
    /** File name or URL. */
    String file();

    /** What a reader should look at but may ignore. */
    List<Problem> warnings();
}
