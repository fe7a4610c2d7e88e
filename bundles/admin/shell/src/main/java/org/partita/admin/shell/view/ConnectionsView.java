package org.partita.admin.shell.view;

import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.Ffm.Connection;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffm.Signals;

/** Connections of clients to RoT Services, each with the message that is under way. */
public final class ConnectionsView {
    private static final String IDLE = "idle";
    private static final String BROKEN = "broken";

    private ConnectionsView() {}

    /** @param partitions for the names of clients */
    public static Answer of(List<Connection> connections, List<PartitionStatus> partitions) {
        Table table = new Table(">HANDLE", "CLIENT", "SERVICE", "STATE", "MESSAGE", ">RHANDLE");
        for (Connection c : connections) {
            table.row(
                    Numbers.hex32(c.handle()),
                    client(c.client(), partitions),
                    Numbers.hex32(c.sid()) + " " + c.service(),
                    c.state(),
                    idle(c) ? "-" : message(c.type()),
                    Numbers.hex(c.rhandle()));
        }
        return new Answer(
                connections.isEmpty() ? "nobody is connected" : table.toString(),
                new Json().objects("connections", connections, ConnectionsView::json));
    }

    /** Whether no message is under way. */
    private static boolean idle(Connection c) {
        return c.state().equals(IDLE) || c.state().equals(BROKEN);
    }

    private static String client(int id, List<PartitionStatus> partitions) {
        if (id < 0) {
            return Integer.toString(id);
        }
        return partitions.stream()
                .filter(p -> p.id() == id)
                .map(p -> EndpointId.format(id) + " " + p.name())
                .findAny()
                .orElse(EndpointId.format(id));
    }

    private static String message(int type) {
        return switch (type) {
            case Signals.CONNECT -> "connect";
            case Signals.DISCONNECT -> "disconnect";
            default -> "type " + type;
        };
    }

    private static Json json(Connection c) {
        return new Json()
                .put("handle", Numbers.hex32(c.handle()))
                .put("client", c.client())
                .put("sid", Integer.toUnsignedLong(c.sid()))
                .put("service", c.service())
                .put("state", c.state())
                .number("type", !idle(c), c.type())
                .hex("rhandle", c.rhandle());
    }
}
