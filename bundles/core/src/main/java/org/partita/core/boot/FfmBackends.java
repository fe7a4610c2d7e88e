package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.core.wiring.Bound;

/** Which backend can serve which partitions (TF-M, SPM Backends). */
public final class FfmBackends {
    private FfmBackends() {}

    /** The backend that {@code auto} means. */
    public static SpmBackend auto(FfmPlatform platform) {
        return offenders(SpmBackend.SFN, platform).isEmpty() ? SpmBackend.SFN : SpmBackend.IPC;
    }

    /** The backend that a word of the configuration, or of an administrator, means. */
    public static SpmBackend chosen(String word, FfmPlatform platform) {
        return switch (word) {
            case "sfn" -> SpmBackend.SFN;
            case "ipc" -> SpmBackend.IPC;
            default -> auto(platform);
        };
    }

    /** Everything that a backend can't serve, a sentence each. */
    public static List<String> offenders(SpmBackend kind, FfmPlatform platform) {
        List<String> all = new ArrayList<>();
        if (kind == SpmBackend.IPC) {
            return all;
        }
        if (platform.isolationLevel() != IsolationLevel.SPE) {
            all.add("isolation level " + platform.isolationLevel().number() + ": the SFN backend has level 1 only");
        }
        for (FfmPartition p : platform.partitions()) {
            if (p.model() == PartitionModel.IPC && !p.nsAgent()) {
                all.add("partition " + p.name() + ": model IPC; the SFN backend has SFN partitions only");
            }
        }
        return all;
    }

    /** What a platform has against a provider; empty if nothing. */
    static String objection(Bound b, FfmPlatform platform) {
        return b.provider() instanceof BackendProvider p ? String.join("; ", offenders(p.kind(), platform)) : "";
    }
}
