package org.partita.admin.shell.view;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Table;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.PartitionInfo;

/** Partition information descriptors as they stand in an RX buffer (FF-A Table 8.25). */
public final class PartitionInfoView {
    private PartitionInfoView() {}

    /** Reads an array of descriptors that fills the bytes. */
    public static List<PartitionInfo> decode(byte[] bytes) {
        MemorySegment buffer = MemorySegment.ofArray(bytes);
        List<PartitionInfo> descriptors = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += PartitionInfo.SIZE) {
            try {
                descriptors.add(PartitionInfo.decode(buffer, at));
            } catch (DescriptorException e) {
                throw new CommandException(
                        "the RX buffer holds a bad partition information descriptor: " + e.getMessage());
            }
        }
        return descriptors;
    }

    public static String text(List<PartitionInfo> descriptors) {
        Table table = new Table("ID", ">CONTEXTS", "RECEIVES DIRECT", "SENDS DIRECT", "INDIRECT");
        for (PartitionInfo d : descriptors) {
            table.row(
                    EndpointId.format(d.id()),
                    Integer.toString(d.executionContexts()),
                    yes(d, PartitionInfo.RECEIVES_DIRECT),
                    yes(d, PartitionInfo.SENDS_DIRECT),
                    yes(d, PartitionInfo.INDIRECT));
        }
        return table.toString();
    }

    public static Json json(PartitionInfo d) {
        return new Json()
                .put("id", d.id())
                .put("contexts", d.executionContexts())
                .put("receivesDirect", has(d, PartitionInfo.RECEIVES_DIRECT))
                .put("sendsDirect", has(d, PartitionInfo.SENDS_DIRECT))
                .put("indirect", has(d, PartitionInfo.INDIRECT));
    }

    private static String yes(PartitionInfo d, int bit) {
        return has(d, bit) ? "yes" : "no";
    }

    private static boolean has(PartitionInfo d, int bit) {
        return (d.properties() & bit) != 0;
    }
}
