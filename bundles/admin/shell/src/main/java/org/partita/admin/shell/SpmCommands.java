package org.partita.admin.shell;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.Command;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.text.Usage;
import org.partita.admin.shell.view.BackendView;
import org.partita.admin.shell.view.PartitionView;
import org.partita.admin.shell.view.ResidentView;
import org.partita.admin.shell.view.StatusView;
import org.partita.admin.shell.view.WiringView;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.EndpointId;
import org.partita.api.manifest.ManifestSource;

/** Commands of the scope spm: the platform, its roles and its partitions. */
@Component(service = SpmCommands.class, immediate = true)
@GogoCommand(
        scope = "spm",
        function = {"status", "wiring", "partitions", "partition", "backend", "swap", "load", "unload", "at", "await"})
public final class SpmCommands {
    static final Option WITHOUT_STATE =
            new Option("--without-state", "", "fill a role whose export failed with an empty provider");

    static final Usage STATUS = new Usage("spm", "status", "", 0, 0, List.of(Option.JSON), "spm:status");
    static final Usage WIRING = new Usage("spm", "wiring", "", 0, 0, List.of(Option.JSON), "spm:wiring");
    static final Usage PARTITIONS = new Usage("spm", "partitions", "", 0, 0, List.of(Option.JSON), "spm:partitions");
    static final Usage PARTITION =
            new Usage("spm", "partition", "ID", 1, 1, List.of(Option.JSON), "spm:partition 0x8001");
    static final Usage BACKEND = new Usage("spm", "backend", "[NAME]", 0, 1, List.of(Option.JSON), "spm:backend ipc");
    static final Usage SWAP = new Usage(
            "spm",
            "swap",
            "ROLE PROVIDER|URL",
            2,
            2,
            List.of(WITHOUT_STATE, Option.JSON),
            "spm:swap conduit/SMC org.partita.conduit.smc:0.1.1");
    static final Usage LOAD = new Usage(
            "spm",
            "load",
            "MANIFEST [IMAGE|BUNDLE]",
            1,
            2,
            List.of(Option.JSON),
            "spm:load echo2.dts org.partita.partition.echo.jar");
    static final Usage UNLOAD = new Usage("spm", "unload", "ID", 1, 1, List.of(), "spm:unload 0x8003");

    static final Usage AT =
            new Usage("spm", "at", "TIME {COMMAND}", 0, 2, List.of(Option.JSON), "spm:at +0.005 { hw:irq 40 }");
    static final Usage AWAIT = new Usage("spm", "await", "TIME", 0, 1, List.of(Option.JSON), "spm:await +0.01");

    static final List<Usage> USAGES =
            List.of(STATUS, WIRING, PARTITIONS, PARTITION, BACKEND, SWAP, LOAD, UNLOAD, AT, AWAIT);

    /** What spm:backend can be asked for. */
    static final List<String> BACKENDS = List.of("sfn", "ipc", "auto");

    private final Command command;
    private final EventCalls events;

    /** Without a platform the commands stay, and say that it isn't there. */
    @Activate
    public SpmCommands(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    CommandProcessor processor) {
        command = new Command(platform);
        events = new EventCalls(processor);
    }

    @Descriptor("the platform on one screen: managers, PEs, backend, partitions, health")
    public void status(CommandSession session, @Nullable String[] words) {
        command.run(STATUS, session, words, (p, a) -> StatusView.of(p.status(), p.wiring()));
    }

    @Descriptor("every role with its provider: bundle, state, since when, calls served")
    public void wiring(CommandSession session, @Nullable String[] words) {
        command.run(WIRING, session, words, (p, a) -> WiringView.of(p.wiring()));
    }

    @Descriptor("every partition in a line")
    public void partitions(CommandSession session, @Nullable String[] words) {
        command.run(PARTITIONS, session, words, (p, a) -> PartitionView.of(p.partitions()));
    }

    @Descriptor("everything of one partition; ID is a number or a name")
    public void partition(CommandSession session, @Nullable String[] words) {
        command.run(PARTITION, session, words, SpmCommands::partition);
    }

    @Descriptor(
            "the backend of the FF-M SPM, what was asked for, and who else is installed; with NAME, which is sfn, ipc or auto,"
                    + " makes another one serve and prints the swap report")
    public void backend(CommandSession session, @Nullable String[] words) {
        command.run(BACKEND, session, words, SpmCommands::backend);
    }

    @Descriptor("makes another provider serve a role; PROVIDER is a bundle id or symbolic name[:version],"
            + " with a URL that version is installed beside the old one, swapped in, and the old one uninstalled")
    public void swap(CommandSession session, @Nullable String[] words) {
        command.run(SWAP, session, words, (p, a) -> WiringView.of(p.swap(a.at(0), a.at(1), a.has(WITHOUT_STATE))));
    }

    @Descriptor("adds a partition at run time from a manifest (file or URL) and, unless its bundle is installed,"
            + " its image or bundle")
    public void load(CommandSession session, @Nullable String[] words) {
        command.run(LOAD, session, words, (p, a) -> load(session.currentDir(), p, a));
    }

    @Descriptor("terminates a partition (FF-A 5.4.1) and forgets it")
    public void unload(CommandSession session, @Nullable String[] words) {
        command.run(UNLOAD, session, words, (p, a) -> {
            int id = Endpoints.id(p, a.at(0));
            p.unload(id);
            return new Answer("partition " + EndpointId.format(id) + " is unloaded", new Json());
        });
    }

    @Descriptor(
            "does something when the platform's time, in seconds, is TIME, or +TIME from now on: COMMAND stands in braces and may be"
                    + " several; without arguments, what has not ended yet")
    public void at(CommandSession session, @Nullable String[] words) {
        command.run(AT, session, words, (p, a) -> events.at(p, a, session));
    }

    @Descriptor(
            "waits until the platform's time, in seconds, is TIME, or +TIME from now on; without TIME, until everything that spm:at"
                    + " was told has happened")
    public void await(CommandSession session, @Nullable String[] words) {
        command.run(AWAIT, session, words, (p, a) -> EventCalls.await(p, a, session));
    }

    private static Answer partition(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        return platform.followsFfm()
                ? ResidentView.of(platform.ffm().partition(id))
                : PartitionView.of(platform.partition(id), platform.wiring());
    }

    private static Answer backend(Platform platform, Arguments arguments) {
        if (arguments.count() == 0) {
            return BackendView.of(platform.ffm(), platform.wiring());
        }
        String name = arguments.at(0).toLowerCase(Locale.ROOT);
        if (!BACKENDS.contains(name)) {
            throw new CommandException(
                    "NAME \"" + arguments.at(0) + "\" is no backend: " + String.join(", ", BACKENDS));
        }
        return WiringView.of(platform.ffm().backend(name));
    }

    private static Answer load(Path directory, Platform platform, Arguments arguments) {
        String manifest = arguments.at(0);
        String code = arguments.count() > 1 ? located(directory, arguments.at(1)) : null;
        int id = platform.load(new ManifestSource(manifest, read(directory, manifest)), code);
        return new Answer("partition " + EndpointId.format(id) + " is loaded", new Json().put("id", id));
    }

    private static byte[] read(Path directory, String manifest) {
        try (InputStream in = isUrl(manifest)
                ? URI.create(manifest).toURL().openStream()
                : Files.newInputStream(directory.resolve(manifest))) {
            return in.readAllBytes();
        } catch (IOException | IllegalArgumentException e) {
            boolean folder = !isUrl(manifest) && Files.isDirectory(directory.resolve(manifest));
            throw new CommandException("manifest " + manifest + " can't be read ("
                    + (folder ? "it is a folder" : reason(e)) + "): give a path of a file, from " + directory
                    + " on if it is relative, or a URL");
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case FileNotFoundException _ -> "no such file";
            case AccessDeniedException _ -> "not allowed";
            case UnknownHostException _ -> "no such host " + e.getMessage();
            default -> Objects.requireNonNullElse(e.getMessage(), "no reason is given");
        };
    }

    /** A path becomes a URL, because core knows no current directory. */
    private static String located(Path directory, String code) {
        return isUrl(code) ? code : directory.resolve(code).normalize().toUri().toString();
    }

    private static boolean isUrl(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
    }
}
