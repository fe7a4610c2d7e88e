package org.partita.admin.shell;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.SepidStatus;
import org.partita.api.ffa.EndpointId;
import org.partita.api.smmu.Sepid;

/** Endpoints as people type them: an ID, or the name of a partition. */
final class Endpoints {
    private static final int HIGHEST = 0xFFFF;

    private Endpoints() {}

    /** The 16-bit ID; whether there is such an endpoint is for the platform to say. */
    static int id(Platform platform, String text) {
        OptionalLong number = Numbers.parse(text);
        if (number.isPresent()) {
            return Numbers.upTo("endpoint ID", text, HIGHEST, "an ID has 16 bits (FF-A 2.8)");
        }
        List<PartitionStatus> partitions = platform.partitions();
        List<PartitionStatus> named =
                partitions.stream().filter(p -> p.name().equals(text)).toList();
        if (named.size() == 1) {
            return named.getFirst().id();
        }
        String known = (named.isEmpty() ? partitions : named)
                .stream().map(p -> EndpointId.format(p.id()) + " " + p.name()).collect(Collectors.joining(", "));
        String what = named.isEmpty() ? "no partition has the name \"" : "more than one partition has the name \"";
        throw new CommandException(what + text + "\"; there are: " + known);
    }

    /** Who calls for an endpoint: the endpoint itself, or the proxy endpoint of a dependent device (FF-A 5.2.1). */
    static int caller(Platform platform, int id) {
        Sepid sepid = platform.devices().sepids().stream()
                .map(SepidStatus::sepid)
                .filter(s -> s.id() == id)
                .findFirst()
                .orElse(null);
        if (sepid != null && sepid.independent()) {
            throw new CommandException(
                    EndpointId.format(id) + " is the SEPID of an independent device, for which nobody calls:"
                            + " it has a region when the sender's call returns, and gives it back when the owner reclaims it");
        }
        return sepid == null ? id : sepid.proxy();
    }
}
