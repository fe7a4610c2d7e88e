package org.partita.admin.shell;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.partita.admin.shell.text.Command;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.text.Usage;
import org.partita.admin.shell.view.ConnectionsView;
import org.partita.admin.shell.view.ServicesView;
import org.partita.api.admin.Platform;

/** Commands of the scope psa: RoT Services of FF-M, and the client API as a client. */
@Component(service = PsaCommands.class, immediate = true)
@GogoCommand(
        scope = "psa",
        function = {"services", "connections", "connect", "call", "close"})
public final class PsaCommands {
    private static final List<Option> JSON = List.of(Option.JSON);
    private static final List<Option> OPTIONS = List.of(PsaCaller.TIMEOUT, Option.JSON);

    static final Usage SERVICES = new Usage("psa", "services", "", 0, 0, JSON, "psa:services");
    static final Usage CONNECTIONS = new Usage("psa", "connections", "", 0, 0, JSON, "psa:connections");
    static final Usage CONNECT = new Usage(
            "psa", "connect", "CLIENT SID VERSION", 3, 3, OPTIONS, "psa:connect -1 TFM_PROTECTED_STORAGE_SERVICE 1");
    static final Usage CALL = new Usage(
            "psa",
            "call",
            "CLIENT SID|HANDLE TYPE",
            3,
            3,
            List.of(PsaVectors.IN, PsaVectors.OUT, PsaCalls.AS_HANDLE, PsaCaller.TIMEOUT, Option.JSON),
            "psa:call -1 TFM_CRYPTO 0 --in cafe01 --in 00 --out 32");
    static final Usage CLOSE = new Usage("psa", "close", "CLIENT HANDLE", 2, 2, OPTIONS, "psa:close -1 0x1");

    static final List<Usage> USAGES = List.of(SERVICES, CONNECTIONS, CONNECT, CALL, CLOSE);

    private final Command command;

    /** Without a platform the commands stay, and say that it isn't there. */
    @Activate
    public PsaCommands(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform) {
        command = new Command(platform);
    }

    @Descriptor("every RoT Service: its SID, its partition, version and policy, who may call it and how")
    public void services(CommandSession session, @Nullable String[] words) {
        command.run(SERVICES, session, words, (p, a) -> ServicesView.of(p.ffm().services()));
    }

    @Descriptor("connections of clients to services, and the message that is under way on each")
    public void connections(CommandSession session, @Nullable String[] words) {
        command.run(
                CONNECTIONS,
                session,
                words,
                (p, a) -> ConnectionsView.of(p.ffm().connections(), p.partitions()));
    }

    @Descriptor(
            "psa_connect as a client; the connection lasts until psa:close. SID is a number or a service's name, CLIENT a"
                    + " Non-secure client's negative id, or the id or name of a partition whose context is idle")
    public void connect(CommandSession session, @Nullable String[] words) {
        command.run(CONNECT, session, words, PsaCalls::connect);
    }

    @Descriptor("psa_call as a client; SID|HANDLE is the SID or the name of a service, to which a connection is made"
            + " for this call unless it is stateless, or a handle; vectors go in the order typed, 4 at most")
    public void call(CommandSession session, @Nullable String[] words) {
        command.run(CALL, session, words, PsaCalls::call);
    }

    @Descriptor("psa_close as a client")
    public void close(CommandSession session, @Nullable String[] words) {
        command.run(CLOSE, session, words, PsaCalls::close);
    }
}
