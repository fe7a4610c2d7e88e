package org.partita.admin.shell;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.Ffm.Connection;
import org.partita.api.admin.Ffm.Service;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;

/** What may stand at a place of a command line of the scope psa. */
final class PsaCandidates {
    private static final int USUAL = -1;

    private PsaCandidates() {}

    /** The usual client id, those of Non-secure clients that are connected, and the partitions. */
    static List<String> clients(Ffm ffm, List<PartitionStatus> partitions) {
        IntStream connected =
                ffm.connections().stream().mapToInt(Connection::client).filter(c -> c < 0);
        return Stream.concat(
                        IntStream.concat(IntStream.of(USUAL), connected)
                                .distinct()
                                .mapToObj(Integer::toString),
                        partitions.stream().map(PartitionStatus::name))
                .toList();
    }

    static List<String> services(Ffm ffm) {
        return ffm.services().stream().map(Service::name).toList();
    }

    /** Handles of a client's connections. */
    static List<String> handles(Platform platform, String client) {
        long id = platform.partitions().stream()
                .filter(p -> p.name().equals(client))
                .mapToLong(PartitionStatus::id)
                .findFirst()
                .orElseGet(() -> Numbers.parse(client).orElse(Long.MIN_VALUE));
        return platform.ffm().connections().stream()
                .filter(c -> c.client() == id)
                .map(c -> Numbers.hex32(c.handle()))
                .toList();
    }

    static List<String> targets(Platform platform, String client) {
        return Stream.concat(services(platform.ffm()).stream(), handles(platform, client).stream())
                .toList();
    }

    /** The version of the service that was typed. */
    static List<String> versions(Ffm ffm, String service) {
        return ffm.services().stream()
                .filter(s -> s.name().equalsIgnoreCase(service)
                        || Numbers.parse(service).orElse(-1) == Integer.toUnsignedLong(s.sid()))
                .map(s -> Integer.toUnsignedString(s.version()))
                .toList();
    }
}
