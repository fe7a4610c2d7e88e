package org.partita.admin.shell;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.decode.FunctionNames;
import org.partita.admin.shell.text.Usage;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.ffa.EndpointId;

/**
 * What may stand at a place of a command line, by the name that the usage gives the argument. Called as a Gogo function with
 * the command, the index of the word and the words.
 */
final class Candidates implements Function {
    private final @Nullable Platform platform;

    Candidates(@Nullable Platform platform) {
        this.platform = platform;
    }

    @Override
    public Object execute(CommandSession session, List<Object> arguments) {
        Platform asked = platform;
        if (asked == null || arguments.size() < 3 || !(arguments.get(2) instanceof Collection<?> words)) {
            return List.of();
        }
        int index = Integer.parseInt(String.valueOf(arguments.get(1)));
        List<String> before = words.stream()
                .map(String::valueOf)
                .limit(index)
                .skip(1)
                .filter(w -> !w.startsWith("--"))
                .toList();
        String argument = argument(String.valueOf(arguments.get(0)), before.size());
        try {
            return of(asked, argument, before);
        } catch (PartitaException e) {
            return List.of();
        }
    }

    private static String argument(String command, int position) {
        return Scope.ALL.stream()
                .flatMap(s -> s.usages().stream())
                .filter(u -> u.name().equals(command))
                .map(Usage::arguments)
                .map(names -> names.split(" "))
                .filter(names -> position < names.length)
                .map(names -> names[position].replaceAll("[\\[\\]]", ""))
                .findAny()
                .orElse("");
    }

    private static List<String> of(Platform platform, String argument, List<String> before) {
        return switch (argument) {
            case "ID", "FROM", "TO" ->
                platform.partitions().stream()
                        .map(p -> EndpointId.format(p.id()))
                        .toList();
            case "SEPID" ->
                platform.devices().sepids().stream()
                        .map(s -> EndpointId.format(s.sepid().id()))
                        .toList();
            case "read|write" -> List.of("read", "write");
            case "FUNCTION" -> FunctionNames.all();
            case "ROLE" -> platform.wiring().stream().map(RoleStatus::role).toList();
            case "PROVIDER|URL" -> standbys(platform, before.getLast());
            case "NAME" -> SpmCommands.BACKENDS;
            case "CLIENT" -> PsaCandidates.clients(platform.ffm(), platform.partitions());
            case "SID" -> PsaCandidates.services(platform.ffm());
            case "SID|HANDLE" -> PsaCandidates.targets(platform, before.getLast());
            case "VERSION" -> PsaCandidates.versions(platform.ffm(), before.getLast());
            case "HANDLE" -> PsaCandidates.handles(platform, before.getLast());
            default -> List.of();
        };
    }

    private static List<String> standbys(Platform platform, String role) {
        String wanted = role.toLowerCase(Locale.ROOT);
        return platform.wiring().stream()
                .filter(r -> r.role().toLowerCase(Locale.ROOT).equals(wanted))
                .flatMap(r -> r.standbys().stream())
                .toList();
    }
}
