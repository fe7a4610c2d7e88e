package org.partita.lib.manifest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.PartitionManifest;

/** Boot order, primary scheduler, and execution contexts against PEs (FF-A Table 3.1, 2.9, 2.11, 4.4.1). */
final class PartitionRules {
    private PartitionRules() {}

    static void check(List<PartitionManifest> partitions, PlatformDescription platform, Findings findings) {
        Map<Integer, PartitionManifest> orders = new HashMap<>();
        Map<String, PartitionManifest> names = new HashMap<>();
        PartitionManifest scheduler = null;
        for (PartitionManifest p : partitions) {
            p.bootOrder().ifPresent(order -> bootOrder(p, order, orders.putIfAbsent(order, p), findings));
            if (!p.name().isEmpty()) {
                name(p, names.putIfAbsent(p.name(), p), findings);
            }
            if (p.primaryScheduler()) {
                scheduler(p, scheduler, findings);
                scheduler = scheduler == null ? p : scheduler;
            }
            contexts(p, platform.peCount(), findings);
        }
    }

    private static void bootOrder(
            PartitionManifest p, int order, @Nullable PartitionManifest other, Findings findings) {
        if (other != null) {
            findings.error(
                    p.position("boot-order"),
                    "FF-A Table 3.1",
                    "boot-order " + order + " is already that of " + Findings.who(other)
                            + "; expecting a unique number: choose another one, or leave it out to boot after those that have one");
        }
    }

    private static void name(PartitionManifest p, @Nullable PartitionManifest other, Findings findings) {
        if (other != null) {
            findings.warn(
                    p.position("description"),
                    "FF-A Table 3.1",
                    "the name \"" + p.name() + "\" is already that of the partition in " + other.file()
                            + "; messages will not tell them apart");
        }
    }

    private static void scheduler(PartitionManifest p, @Nullable PartitionManifest other, Findings findings) {
        if (other != null) {
            findings.error(
                    p.position("has-primary-scheduler"),
                    "FF-A 2.11",
                    "the primary scheduler is already in " + Findings.who(other)
                            + "; expecting one in the system: leave the field out of one of them");
        }
    }

    private static void contexts(PartitionManifest p, int peCount, Findings findings) {
        if (p.up() && p.pinned()) {
            findings.error(
                    p.position("partita,pinned"),
                    "FF-A 2.9",
                    Findings.who(p) + " is UP, and the context of a UP partition migrates; leave the field out");
        }
        if (p.up() || !p.messaging().receivesDirect()) {
            return;
        }
        if (p.executionContexts() != peCount) {
            findings.error(
                    p.position("execution-ctx-count"),
                    "FF-A 4.4.1",
                    "found " + p.executionContexts() + " execution contexts on "
                            + peCount
                            + " PEs; a partition that receives direct requests has 1 or as many as there are PEs: write 1 or "
                            + peCount
                            + ", or clear bit 0 of messaging-method");
        } else if (!p.pinned()) {
            findings.error(
                    p.position("partita,migrating"),
                    "FF-A 4.4.1",
                    Findings.who(p) + " is MP and receives direct requests; its " + "contexts are pinned to PEs");
        }
    }
}
