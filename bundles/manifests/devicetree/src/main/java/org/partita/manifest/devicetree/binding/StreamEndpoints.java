package org.partita.manifest.devicetree.binding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.StreamEndpoint;
import org.partita.manifest.devicetree.tree.Node;

/**
 * Stream endpoints that a partition is the proxy for: tuples of name, SEPID, SMMU ID and stream IDs in the node
 * partita,stream-endpoints (FF-A Table 3.1, last row; 5.2.1).
 */
final class StreamEndpoints {
    private static final String SEPID = "partita,sepid";
    private static final String STREAMS = "one or more stream IDs: stream-ids = <0x12>;";

    private final List<StreamEndpoint> endpoints = new ArrayList<>();
    private final Set<Long> assigned = new HashSet<>();
    private final Set<Long> bound = new HashSet<>();
    private final OptionalInt partition;

    /** @param partition the ID of the partition, if the manifest gives one */
    StreamEndpoints(Fields root, List<DeviceRegion> devices, OptionalInt partition) {
        this.partition = partition;
        for (DeviceRegion device : devices) {
            device.smmu().ifPresent(smmu -> device.streams().forEach(stream -> assigned.add(key(smmu, stream))));
        }
        Section.STREAM_ENDPOINTS.find(root, root.rule()).ifPresent(this::readAll);
        Set<Integer> sepids = endpoints.stream().map(StreamEndpoint::sepid).collect(Collectors.toSet());
        for (int sepid : root.list("stream-endpoint-ids", "a list of SEPIDs")) {
            if (!sepids.contains(sepid)) {
                root.warn(
                        "stream-endpoint-ids",
                        "SEPID " + Fields.hex(Integer.toUnsignedLong(sepid)) + " is ignored, since its SMMU and "
                                + "stream IDs are not known (FF-A 5.2.1): describe it in partita,stream-endpoints");
            }
        }
    }

    List<StreamEndpoint> endpoints() {
        return endpoints;
    }

    private void readAll(Fields section) {
        for (Node child : section.node().children()) {
            section.know(child.name());
            read(new Fields(child, section.report(), section.rule()));
        }
        section.rest();
    }

    private void read(Fields fields) {
        String name = fields.description();
        OptionalInt sepid = sepid(fields);
        OptionalInt smmu =
                fields.mandatory("smmu-id", 0, Integer.MAX_VALUE, "the SMMU instance of the device: smmu-id = <0>;");
        if (!fields.has("stream-ids")) {
            fields.missing("stream-ids", STREAMS);
        }
        List<Integer> streams = fields.list("stream-ids", STREAMS);
        fields.rest();
        if (sepid.isPresent() && sepid.equals(partition)) {
            fields.report()
                    .error(
                            fields.at(SEPID),
                            "FF-A 5.2.1",
                            "found the ID of this partition; a SEPID is distinct from the ID of its "
                                    + "proxy: choose another one");
        }
        smmu.ifPresent(id -> streams.forEach(stream -> bind(fields, id, stream)));
        if (sepid.isPresent() && smmu.isPresent() && !streams.isEmpty()) {
            endpoints.add(new StreamEndpoint(name, sepid.getAsInt(), smmu.getAsInt(), streams, fields.at()));
        }
    }

    /** The mandatory SEPID of a stream endpoint or an independent device. */
    static OptionalInt sepid(Fields fields) {
        return fields.mandatory(
                SEPID, 1, 0xFFFF, "a 16-bit stream endpoint ID other than 0: " + SEPID + " = <0xc002>;");
    }

    private void bind(Fields fields, int smmu, int stream) {
        String what = "stream ID " + Fields.hex(Integer.toUnsignedLong(stream)) + " of SMMU " + smmu;
        if (assigned.contains(key(smmu, stream))) {
            fields.error(
                    "stream-ids",
                    what + " belongs to a device region of this partition; a device of its own uses the partition's "
                            + "ID and has no SEPID (FF-A 5.2.1): leave it out here, or assign the device to another partition");
        }
        if (!bound.add(key(smmu, stream))) {
            fields.error("stream-ids", what + " is listed twice; a stream ID has one SEPID: leave one out");
        }
    }

    private static long key(int smmu, int stream) {
        return (long) smmu << 32 | Integer.toUnsignedLong(stream);
    }
}
