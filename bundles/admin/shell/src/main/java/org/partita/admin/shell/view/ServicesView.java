package org.partita.admin.shell.view;

import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Table;
import org.partita.api.admin.Ffm.Service;
import org.partita.api.ffa.EndpointId;

/** RoT Services, one line each. */
public final class ServicesView {
    private ServicesView() {}

    public static Answer of(List<Service> services) {
        return new Answer(text(services), new Json().objects("services", services, ServicesView::json));
    }

    static String text(List<Service> services) {
        Table table = new Table(
                ">SID", "NAME", "PARTITION", "MODEL", "VERSION", "NS CLIENTS", ">HANDLE", ">CONNECTIONS", "STATE");
        for (Service s : services) {
            table.row(
                    Numbers.hex32(s.sid()),
                    s.name(),
                    EndpointId.format(s.partition()) + " " + s.partitionName(),
                    s.model(),
                    Integer.toUnsignedString(s.version()) + " " + s.policy(),
                    s.nonSecure() ? "yes" : "no",
                    s.stateless().isPresent() ? Numbers.hex32(s.stateless().getAsInt()) : "-",
                    s.stateless().isPresent() && s.connections() == 0 ? "-" : Integer.toString(s.connections()),
                    s.state());
        }
        return services.isEmpty() ? "no partition offers a service" : table.toString();
    }

    static Json json(Service s) {
        return new Json()
                .put("sid", Integer.toUnsignedLong(s.sid()))
                .put("name", s.name())
                .put("partition", s.partition())
                .put("partitionName", s.partitionName())
                .put("model", s.model())
                .put("version", Integer.toUnsignedLong(s.version()))
                .put("policy", s.policy())
                .put("nonSecureClients", s.nonSecure())
                .put(
                        "handle",
                        s.stateless().isPresent() ? Numbers.hex32(s.stateless().getAsInt()) : null)
                .put("connections", s.connections())
                .put("state", s.state());
    }
}
