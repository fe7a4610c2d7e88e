package org.partita.admin.shell.view;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.SepidStatus;
import org.partita.api.ffa.EndpointId;
import org.partita.api.memory.Grant;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.Sepid;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.StreamTableEntry;

/** Stream tables and event queues. */
public final class SmmuView {
    private SmmuView() {}

    /** All streams, and all events that are queued. */
    public static Answer of(List<StreamTableEntry> streams, List<SepidStatus> sepids, List<EventQueueState> queues) {
        Table table = new Table("SMMU", ">STREAM", "WORLD", "ENDPOINT", "DEVICE", "STAGE 2", "WRITTEN BY");
        for (StreamTableEntry e : streams) {
            @Nullable SepidStatus s = find(sepids, e.endpoint());
            table.row(
                    String.valueOf(e.stream().smmu()),
                    Numbers.hex(Integer.toUnsignedLong(e.stream().number())),
                    MemoryView.world(e.stream().secure()),
                    EndpointId.format(e.endpoint()),
                    device(s),
                    stage2(s),
                    e.stream().secure() ? "SPMC" : "Hypervisor");
        }
        String text = streams.isEmpty() ? "no stream table has a valid entry" : table.toString();
        return new Answer(
                text.stripTrailing() + "\n" + events(queues),
                new Json()
                        .objects("streams", streams, e -> json(e, find(sepids, e.endpoint())))
                        .objects("queues", queues, SmmuView::json)
                        .objects("events", all(queues), SmmuView::json));
    }

    /** One Stream endpoint: who it is, its stage 2, what its device was told, and its events. */
    public static Answer of(
            SepidStatus s, List<StreamTableEntry> streams, List<EventQueueState> queues, Answer stage2) {
        int id = s.sepid().id();
        List<SmmuEvent> events =
                all(queues).stream().filter(e -> e.endpoint() == id).toList();
        List<StreamTableEntry> own =
                streams.stream().filter(e -> e.endpoint() == id).toList();
        String numbers = own.stream()
                .map(e -> e.stream().smmu() + ":"
                        + Numbers.hex(Integer.toUnsignedLong(e.stream().number())))
                .collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder()
                .append("SEPID     ")
                .append(EndpointId.format(id))
                .append(' ')
                .append(device(s))
                .append('\n')
                .append("manifest  ")
                .append(s.manifest())
                .append('\n')
                .append("streams   ")
                .append(MemoryView.world(s.sepid().secure()))
                .append(' ')
                .append(numbers)
                .append('\n');
        if (s.sepid().independent()) {
            text.append("device    ")
                    .append(s.busy() ? "busy: it relinquishes nothing" : "relinquishes when asked")
                    .append('\n');
            text.append("told of   ").append(told(s.described())).append('\n');
        }
        text.append(
                s.regions().isEmpty() ? "stage 2 maps nothing\n" : stage2.text().stripTrailing() + "\n");
        text.append(events.isEmpty() ? "no event is queued" : table(events).toString());
        Json json = new Json()
                .put("sepid", id)
                .put("name", s.sepid().name())
                .put("secure", s.sepid().secure())
                .put("proxy", proxy(s.sepid()))
                .put("manifest", s.manifest())
                .put("busy", s.busy())
                .texts(
                        "told",
                        s.described().stream().map(g -> Numbers.hex(g.handle())).toList())
                .objects("streams", own, e -> json(e, s))
                .objects("mappings", s.regions(), MapView::named)
                .objects("events", events, SmmuView::json);
        return new Answer(text.toString(), json);
    }

    private static String told(List<Grant> described) {
        String regions = described.stream()
                .map(g -> GrantsView.type(g) + " " + Numbers.hex(g.handle()) + " of " + EndpointId.format(g.sender()))
                .collect(Collectors.joining(", "));
        return regions.isEmpty() ? "no region yet" : regions;
    }

    private static @Nullable SepidStatus find(List<SepidStatus> sepids, int id) {
        return sepids.stream().filter(s -> s.sepid().id() == id).findFirst().orElse(null);
    }

    private static String device(@Nullable SepidStatus s) {
        if (s == null) {
            return "assigned to its proxy";
        }
        Sepid id = s.sepid();
        return id.name() + (id.independent() ? ", independent" : ", proxy " + EndpointId.format(id.proxy()));
    }

    private static String stage2(@Nullable SepidStatus s) {
        int mappings = s == null ? -1 : s.regions().size();
        return switch (mappings) {
            case -1 -> "that of the partition";
            case 0 -> "nothing";
            case 1 -> "1 mapping";
            default -> mappings + " mappings";
        };
    }

    private static @Nullable String proxy(Sepid id) {
        return id.independent() ? null : EndpointId.format(id.proxy());
    }

    private static String events(List<EventQueueState> queues) {
        StringBuilder text = new StringBuilder();
        for (EventQueueState q : queues) {
            if (q.lost() > 0) {
                text.append("the ")
                        .append(MemoryView.world(q.secure()))
                        .append(" event queue of SMMU ")
                        .append(q.smmu())
                        .append(" was full: ")
                        .append(q.lost())
                        .append(" events lost; hw:smmu --consume empties it\n");
            }
        }
        List<SmmuEvent> all = all(queues);
        return text + (all.isEmpty() ? "no event is queued" : table(all).toString());
    }

    private static List<SmmuEvent> all(List<EventQueueState> queues) {
        return queues.stream().flatMap(q -> q.events().stream()).toList();
    }

    private static Table table(List<SmmuEvent> events) {
        Table table =
                new Table(">EVENT", "TYPE", "SMMU", "WORLD", ">STREAM", "ENDPOINT", "ACCESS", ">ADDRESS", "MEANING");
        for (SmmuEvent e : events) {
            table.row(
                    String.valueOf(e.number()),
                    e.type().name(),
                    String.valueOf(e.stream().smmu()),
                    MemoryView.world(e.stream().secure()),
                    Numbers.hex(Integer.toUnsignedLong(e.stream().number())),
                    e.endpoint() < 0 ? "-" : EndpointId.format(e.endpoint()),
                    access(e),
                    Numbers.hex(e.address()),
                    e.type().meaning());
        }
        return table;
    }

    static String access(SmmuEvent e) {
        return e.write() ? "write" : "read";
    }

    private static Json json(StreamTableEntry e, @Nullable SepidStatus s) {
        return new Json()
                .put("smmu", e.stream().smmu())
                .put("stream", Integer.toUnsignedLong(e.stream().number()))
                .put("secure", e.stream().secure())
                .put("endpoint", e.endpoint())
                .put("kind", s == null ? "partition" : s.sepid().independent() ? "independent" : "dependent")
                .put("proxy", s == null ? null : proxy(s.sepid()));
    }

    private static Json json(EventQueueState q) {
        return new Json()
                .put("smmu", q.smmu())
                .put("secure", q.secure())
                .put("produced", q.produced())
                .put("lost", q.lost())
                .put("queued", q.events().size());
    }

    static Json json(SmmuEvent e) {
        return new Json()
                .put("event", e.number())
                .put("type", e.type().name())
                .put("smmu", e.stream().smmu())
                .put("secure", e.stream().secure())
                .put("stream", Integer.toUnsignedLong(e.stream().number()))
                .put("endpoint", e.endpoint() < 0 ? null : EndpointId.format(e.endpoint()))
                .put("access", access(e))
                .hex("address", e.address());
    }
}
