package org.partita.manifest.tfm.binding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.manifest.Position;

/** Ids and names of partitions. */
final class IdRules {
    private static final String PID = "pid";

    private IdRules() {}

    static void check(List<PartitionDraft> partitions) {
        Map<String, Position> names = new HashMap<>();
        for (PartitionDraft partition : partitions) {
            Fields fields = partition.fields();
            partition.name().ifPresent(name -> {
                Position first = names.putIfAbsent(name, fields.at("name"));
                if (first != null) {
                    fields.error(
                            "name",
                            Rules.NAMES,
                            "found " + name + ", the name of another partition (" + first + "); choose another");
                }
            });
            checkReserved(partition);
        }
    }

    private static void checkReserved(PartitionDraft partition) {
        if (partition.isBuiltIn() && !partition.nsAgent()) {
            partition
                    .item()
                    .fields()
                    .error(
                            PID,
                            Rules.IDS,
                            "found " + partition.item().pid().getAsLong()
                                    + "; ids of 0 to 255 are reserved for agents (ns_agent: true): choose "
                                    + FfmPartition.FIRST_ID + " or more, or leave it out");
        }
    }

    /** Ids of enabled items; disabled ones may have the same. */
    static void checkUnique(List<ListItem> items) {
        Map<Long, Position> ids = new HashMap<>();
        for (ListItem item : items) {
            item.pid().ifPresent(pid -> {
                Position first = ids.putIfAbsent(pid, item.fields().at(PID));
                if (first != null) {
                    item.fields()
                            .error(
                                    PID,
                                    Rules.IDS,
                                    "found " + pid + ", the id of another partition (" + first
                                            + "); choose another, or leave it out");
                }
            });
        }
    }

    /** The id of each partition: as the list has it, or the highest plus one, from 256. */
    static int[] assign(List<PartitionDraft> partitions) {
        long highest = FfmPartition.FIRST_ID - 1L;
        for (PartitionDraft partition : partitions) {
            highest = Math.max(highest, partition.item().pid().orElse(0));
        }
        int[] ids = new int[partitions.size()];
        for (int i = 0; i < ids.length; i++) {
            ListItem item = partitions.get(i).item();
            if (item.pid().isEmpty()) {
                highest++;
            }
            ids[i] = (int) item.pid().orElse(highest);
            if (highest > Integer.MAX_VALUE) {
                item.fields()
                        .error(
                                PID,
                                Rules.IDS,
                                "missing, and no id is left above the highest one; say which id the partition has");
                return ids;
            }
        }
        return ids;
    }
}
