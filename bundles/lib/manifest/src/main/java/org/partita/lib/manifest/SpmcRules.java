package org.partita.lib.manifest;

import java.util.List;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.SpmcManifest;

/** Which SPs go with which configuration of the SPMC (FF-A Table 2.3, 2.2.2, 4.4.1). */
final class SpmcRules {
    private static final String TABLE = "FF-A Table 2.3";

    private SpmcRules() {}

    static void check(
            List<PartitionManifest> partitions,
            List<SpmcManifest> spmcs,
            PlatformDescription platform,
            Findings findings) {
        List<PartitionManifest> kernels = partitions.stream()
                .filter(p -> p.secure() && p.level().number() == 1)
                .toList();
        List<PartitionManifest> users =
                partitions.stream().filter(p -> p.level().number() == 0).toList();
        ExceptionLevel spmc = platform.spmcLevel();
        partitions.stream().filter(PartitionManifest::secure).forEach(p -> applicable(p, spmc, findings));
        if (spmc != ExceptionLevel.S_EL2) {
            single(kernels, spmc, findings);
        }
        if (spmc == ExceptionLevel.EL3 && !kernels.isEmpty() && !users.isEmpty()) {
            findings.error(
                    users.getFirst().position("exception-level"),
                    TABLE,
                    "the EL3 SPMC has either one SP in S-EL1 or SPs in S-EL0 " + "and User mode, and "
                            + Findings.who(kernels.getFirst()) + " is in S-EL1: take one of them away");
        }
        if (spmc == ExceptionLevel.S_EL1 || spmc == ExceptionLevel.SECURE_SUPERVISOR) {
            kernels.forEach(p -> coResident(p, platform.peCount(), findings));
        }
        spmcs(spmcs, spmc, findings);
    }

    private static void applicable(PartitionManifest p, ExceptionLevel spmc, Findings findings) {
        boolean fits = switch (p.level()) {
            case SECURE_USER -> true;
            case S_EL0, S_EL1 -> spmc != ExceptionLevel.SECURE_SUPERVISOR;
            case SECURE_SUPERVISOR -> spmc == ExceptionLevel.SECURE_SUPERVISOR || spmc == ExceptionLevel.S_EL2;
            case EL3, MONITOR, S_EL2, EL2, HYP, EL1, SUPERVISOR -> false;
        };
        if (!fits) {
            findings.error(
                    p.position("exception-level"),
                    TABLE,
                    Findings.who(p) + " is in " + p.level().title() + ", which does not go with an SPMC in "
                            + spmc.title() + ": choose another SPMC configuration or level");
        }
    }

    private static void single(List<PartitionManifest> kernels, ExceptionLevel spmc, Findings findings) {
        kernels.stream()
                .skip(1)
                .forEach(p -> findings.error(
                        p.position("exception-level"),
                        "FF-A 2.2.2",
                        "an SPMC in " + spmc.title()
                                + " has a single SP in S-EL1 or Secure Supervisor mode, which is "
                                + Findings.who(kernels.getFirst())
                                + ": an SPMC in S-EL2 has several"));
    }

    private static void coResident(PartitionManifest p, int peCount, Findings findings) {
        if (p.executionContexts() != peCount) {
            findings.error(
                    p.position("execution-ctx-count"),
                    "FF-A 4.4.1",
                    "found " + p.executionContexts() + " execution contexts; an SP "
                            + "that resides with the SPMC has as many as there are PEs, pinned to them: write "
                            + peCount);
        }
    }

    private static void spmcs(List<SpmcManifest> spmcs, ExceptionLevel level, Findings findings) {
        spmcs.stream()
                .skip(1)
                .forEach(s -> findings.error(
                        new Position(s.file(), 0, "/", ""),
                        "FF-A 3.3",
                        "there is an SPMC manifest already, " + spmcs.getFirst().file()
                                + "; expecting one: leave one out"));
        for (SpmcManifest s : spmcs) {
            if (s.executionState() != level.executionState()) {
                findings.error(
                        new Position(s.file(), 0, "/attribute", "exec_state"),
                        "FF-A 2.5",
                        "found " + s.executionState() + "; the SPMC of this platform is in " + level.title()
                                + ", which is " + level.executionState());
            }
            if (s.version().major() != FfaVersion.V1_0.major()) {
                findings.error(
                        new Position(s.file(), 0, "/attribute", "maj_ver"),
                        "FF-A 8.1.3",
                        "found version " + s.version() + ", which is not compatible with SPMD's " + FfaVersion.V1_0);
            }
        }
    }
}
