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
import org.partita.admin.shell.view.FunctionsView;
import org.partita.api.admin.Platform;

/** Commands of the scope ffa: calls of the FF-A ABI in an endpoint's own context. */
@Component(service = FfaCommands.class, immediate = true)
@GogoCommand(
        scope = "ffa",
        function = {"call", "version", "features", "info", "direct", "send", "run", "functions"})
public final class FfaCommands {
    static final Option CONDUIT =
            new Option("--conduit", "C", "SMC, HVC, SVC or ERET instead of the one that FF-A 2.4 tells the endpoint");
    static final Option VCPU = new Option("--vcpu", "N", "the execution context, 0 without this option");
    static final Option TIMEOUT =
            new Option("--timeout", "S", "seconds after which 'still waiting' is printed, 5 without this option");

    private static final List<Option> OPTIONS = List.of(CONDUIT, VCPU, TIMEOUT, Option.JSON);

    static final Usage CALL = new Usage(
            "ffa", "call", "ID FUNCTION [X1..X7]", 2, 9, OPTIONS, "ffa:call 1 MSG_SEND_DIRECT_REQ 0x18001 0 42");
    static final Usage VERSION =
            new Usage("ffa", "version", "ID [MAJOR.MINOR]", 1, 2, OPTIONS, "ffa:version 0x8001 1.0");
    static final Usage FEATURES =
            new Usage("ffa", "features", "ID FUNCTION", 2, 2, OPTIONS, "ffa:features 1 FFA_RXTX_MAP");
    static final Usage INFO =
            new Usage("ffa", "info", "ID [UUID]", 1, 2, OPTIONS, "ffa:info 1 b4b5671e-4a90-4fe1-b81f-fb13dae1dacb");
    static final Usage DIRECT =
            new Usage("ffa", "direct", "FROM TO [X3..X7]", 2, 7, OPTIONS, "ffa:direct 1 0x8001 42 -1");
    static final Option NOTIFY = new Option(
            "--notify", "", "if the receiver's RX buffer is full: tell the sender by an interrupt when it is free");
    static final Usage SEND =
            new Usage("ffa", "send", "FROM TO TEXT", 3, 64, List.of(NOTIFY, Option.JSON), "ffa:send 1 2 hello");
    static final Usage RUN = new Usage("ffa", "run", "FROM TO[:VCPU]", 2, 2, OPTIONS, "ffa:run 3 0x8003:0");
    static final Usage FUNCTIONS = new Usage("ffa", "functions", "", 0, 0, List.of(Option.JSON), "ffa:functions");

    static final List<Usage> USAGES = List.of(CALL, VERSION, FEATURES, INFO, DIRECT, SEND, RUN, FUNCTIONS);

    private final Command command;

    /** Without a platform the commands stay, and say that it isn't there. */
    @Activate
    public FfaCommands(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform) {
        command = new Command(platform);
    }

    @Descriptor("makes one call as an endpoint and prints the completion, decoded; FUNCTION is a name, with or without"
            + " FFA_ and with _64 behind it for the 64-bit call, or the number for w0")
    public void call(CommandSession session, @Nullable String[] words) {
        command.run(CALL, session, words, Calls::call);
    }

    @Descriptor("FFA_VERSION as an endpoint that has the given version, or 1.0")
    public void version(CommandSession session, @Nullable String[] words) {
        command.run(VERSION, session, words, Calls::version);
    }

    @Descriptor("FFA_FEATURES as an endpoint: whether a function is implemented, and its properties")
    public void features(CommandSession session, @Nullable String[] words) {
        command.run(FEATURES, session, words, Calls::features);
    }

    @Descriptor(
            "FFA_PARTITION_INFO_GET as an endpoint: all partitions that it may know, or those with a service's UUID;"
                    + " reads the endpoint's RX buffer and releases it")
    public void info(CommandSession session, @Nullable String[] words) {
        command.run(INFO, session, words, Discovery::info);
    }

    @Descriptor("a direct request from one endpoint to another; 64-bit if a value needs it")
    public void direct(CommandSession session, @Nullable String[] words) {
        command.run(DIRECT, session, words, Calls::direct);
    }

    @Descriptor(
            "an indirect message from one VM to another, through their RX/TX buffers; the primary scheduler runs the"
                    + " receiver")
    public void send(CommandSession session, @Nullable String[] words) {
        command.run(SEND, session, words, Messages::send);
    }

    @Descriptor("FFA_RUN as an endpoint: allocates cycles to a context, or resumes one that was preempted")
    public void run(CommandSession session, @Nullable String[] words) {
        command.run(RUN, session, words, Messages::run);
    }

    @Descriptor("every function: its numbers, its provider, where and how it may be invoked")
    public void functions(CommandSession session, @Nullable String[] words) {
        command.run(FUNCTIONS, session, words, (p, a) -> FunctionsView.of(p.functions()));
    }
}
