package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.manifest.MemoryRegion;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;
import org.partita.api.manifest.SpmcManifest;
import org.partita.api.memory.PhysicalMemory;

/**
 * The SP that resides with the SPMC in S-EL1 or Secure Supervisor mode. The SPMD sets it up by the manifest of the
 * physical instance (FF-A 3.3, Table 3.4), not by one of Table 3.1.
 */
final class ResidentSp {
    private static final String NODE = "/attribute";
    private static final String RULE = "FF-A 3.3";

    private ResidentSp() {}

    /**
     * What Table 3.4 says, and what it does not have to say: the SP has a context for each PE (FF-A 4.4.1), sends and
     * receives direct messages as the SPM does (2.2.2.1), and lies in the SPMC's image, whose stage 1 is its own.
     */
    static PartitionManifest manifest(SpmcManifest s, Settings settings) {
        return PartitionManifest.builder(s.file(), settings.spmc())
                .version(s.version())
                .uuids(s.uuids())
                .id(s.spId())
                .name(s.name())
                .executionContexts(settings.pes())
                .executionState(s.executionState())
                .loadAddress(s.loadAddress())
                .entryPointOffset(s.entryPointOffset())
                .messaging(new Messaging(true, true, false, s.managedExit()))
                .pinned(settings.pes() > 1)
                .memoryRegions(List.of(image(s)))
                .bootRegister(s.bootRegister())
                .bootInformation(List.of("ffa_manifest"))
                .positions(Map.of(
                        "id", at(s, "partita,sp-id"),
                        "exception-level", at(s, "partita,sp-id"),
                        "load-address", at(s, "load_address")))
                .warnings(s.warnings())
                .build();
    }

    private static MemoryRegion image(SpmcManifest s) {
        int pages = Math.clamp(s.imageBytes() / PhysicalMemory.PAGE_SIZE, 1, Integer.MAX_VALUE);
        OptionalLong load = s.loadAddress();
        Position at = at(s, "load_address");
        return new MemoryRegion("image", load, AddressKind.PHYSICAL, false, pages, true, true, true, true, at);
    }

    private static Position at(SpmcManifest s, String property) {
        return new Position(s.file(), 0, NODE, property);
    }

    /** Whether the SPMC is where an SP can reside with it (FF-A 2.2.2.1, 2.2.2.2). */
    static boolean possible(ExceptionLevel spmc) {
        return spmc == ExceptionLevel.S_EL1 || spmc == ExceptionLevel.SECURE_SUPERVISOR;
    }

    /** What stands against the SPMC's manifest, and against SPs at its level that have a manifest of their own. */
    static List<Problem> check(List<PartitionManifest> partitions, @Nullable SpmcManifest s, Settings settings) {
        List<Problem> problems = new ArrayList<>();
        if (s != null && s.id().isPresent() && s.id().getAsInt() != settings.spmcId()) {
            String found = "found 0x%x; configuration key spmc.id is 0x%x: write the same in both"
                    .formatted(s.id().getAsInt(), settings.spmcId());
            problems.add(new Problem(at(s, "spmc_id"), "FF-A Table 3.4", found, true));
        }
        if (s != null && s.describesSp() && !possible(settings.spmc())) {
            String found = "found an SP that resides with an SPMC in "
                    + settings.spmc().title()
                    + "; expecting one in S-EL1 or Secure Supervisor mode: describe the SP by a partition manifest";
            problems.add(new Problem(at(s, "partita,sp-id"), RULE, found, true));
        }
        partitions.stream()
                .filter(p -> p.level() == settings.spmc() && possible(p.level()))
                .filter(p -> s == null || !p.file().equals(s.file()))
                .forEach(p -> problems.add(new Problem(p.position("exception-level"), RULE, described(p), true)));
        return problems;
    }

    private static String described(PartitionManifest p) {
        return "found an SP in " + p.level().title()
                + " like the SPMC; expecting it in the SPMC's manifest, which describes an SP that resides with the"
                + " SPMC: partita,sp-id in a node attribute";
    }
}
