package org.partita.admin.shell;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.partita.admin.shell.text.Usage;

/**
 * A scope of commands, for help and completion.
 *
 * @param name Gogo scope
 * @param title what its commands are about
 * @param commands the class whose methods they are; {@link Descriptor} on a method says what it does
 * @param usages how each is typed
 */
record Scope(String name, String title, Class<?> commands, List<Usage> usages) {
    /** All scopes, in the order in which help lists them. */
    static final List<Scope> ALL = List.of(
            new Scope("spm", "the platform, its roles and its partitions", SpmCommands.class, SpmCommands.USAGES),
            new Scope("ffa", "FF-A calls as an endpoint", FfaCommands.class, FfaCommands.USAGES),
            new Scope(
                    "mem",
                    "memory: who has it, and memory management as an endpoint",
                    MemCommands.class,
                    MemCommands.USAGES),
            new Scope("psa", "FF-M services, and calls as a client", PsaCommands.class, PsaCommands.USAGES),
            new Scope("trace", "the record of crossings", TraceCommands.class, TraceCommands.USAGES),
            new Scope("hw", "hardware models", HwCommands.class, HwCommands.USAGES));

    static Optional<Scope> named(String name) {
        return ALL.stream().filter(s -> s.name().equalsIgnoreCase(name)).findAny();
    }

    Optional<Usage> usage(String function) {
        return usages.stream()
                .filter(u -> u.function().equalsIgnoreCase(function))
                .findAny();
    }

    /** What a command does, in one sentence. */
    String meaning(Usage usage) {
        return Arrays.stream(commands.getMethods())
                .filter(m -> m.getName().equals(usage.function()))
                .map(Scope::described)
                .findAny()
                .orElse("");
    }

    private static String described(Method method) {
        Descriptor descriptor = method.getAnnotation(Descriptor.class);
        return descriptor == null ? "" : descriptor.value();
    }
}
