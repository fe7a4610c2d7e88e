package org.partita.core.boot;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.partita.api.admin.PartitaException;
import org.partita.api.call.Endpoint;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaVersion;
import org.partita.core.swap.Deadlines;

/**
 * A platform's configuration, checked.
 *
 * @param name of the platform
 * @param pes number of PEs
 * @param hypervisor whether there is one
 * @param spmc level of the SPMC
 * @param spmd level of the SPMD
 * @param spmcId 16-bit ID of the SPMC
 * @param spmcVersion FF-A version of the SPMC
 * @param spmdVersion FF-A version of the SPMD
 * @param hypervisorVersion FF-A version of the Hypervisor
 * @param manifests folder, may be empty
 * @param deterministic mode
 * @param seed of the deterministic mode
 * @param deadlines of swapping
 * @param watchdogNanos real time
 * @param bootNanos real time
 * @param required further roles
 * @param choices role=symbolic name
 * @param options switches
 * @param priorities of partitions for the primary scheduler, by ID
 * @param ffm of the FF-M SPM; absent on a platform that follows FF-A
 */
public record Settings(
        String name,
        int pes,
        boolean hypervisor,
        ExceptionLevel spmc,
        ExceptionLevel spmd,
        int spmcId,
        FfaVersion spmcVersion,
        FfaVersion spmdVersion,
        FfaVersion hypervisorVersion,
        String manifests,
        boolean deterministic,
        long seed,
        Deadlines deadlines,
        long watchdogNanos,
        long bootNanos,
        List<String> required,
        List<String> choices,
        Set<String> options,
        Map<Integer, Integer> priorities,
        Optional<FfmSettings> ffm) {
    private static final int DEFAULT_PRIORITY = 128;
    private static final int MAX_PES = 64;

    /** Properties that a component has from the framework. */
    private static final Pattern FRAMEWORKS = Pattern.compile("service\\.|component\\.|felix\\.|osgi\\.|\\.");

    public Settings {
        required = List.copyOf(required);
        choices = List.copyOf(choices);
        options = Set.copyOf(options);
        priorities = Map.copyOf(priorities);
    }

    /** Priority of an endpoint for the primary scheduler: lower runs first. */
    public int priority(Endpoint endpoint) {
        return priorities.getOrDefault(endpoint.id(), DEFAULT_PRIORITY);
    }

    /**
     * @param c the configuration
     * @param manifests folder of the manifests, may be empty
     * @throws PartitaException naming the key, what is wrong and what is possible
     */
    public static Settings of(CoreConfiguration c, String manifests) {
        checkTypes(c);
        if (c.pes() < 1 || c.pes() > MAX_PES) {
            throw new PartitaException("configuration key pes: " + c.pes() + " PEs; a platform has 1 to " + MAX_PES);
        }
        if (c.spmc_id() <= 0 || c.spmc_id() > 0xFFFF) {
            throw new PartitaException("configuration key spmc.id: 0x" + Integer.toHexString(c.spmc_id())
                    + " is no 16-bit ID other than 0, which is the Hypervisor's (FF-A 2.8)");
        }
        return new Settings(
                c.name(),
                c.pes(),
                c.hypervisor(),
                level("spmc.level", c.spmc_level()),
                level("spmd.level", c.spmd_level()),
                c.spmc_id(),
                version("spmc.version", c.spmc_version()),
                version("spmd.version", c.spmd_version()),
                version("hypervisor.version", c.hypervisor_version()),
                manifests,
                deterministic(c.mode()),
                c.seed(),
                new Deadlines(
                        nanos("drain.deadline", c.drain_deadline()),
                        nanos("vacancy.grace", c.vacancy_grace()),
                        nanos("vacancy.standby", c.vacancy_standby()),
                        nanos("hold.deadline", c.hold_deadline())),
                nanos("watchdog", c.watchdog()),
                nanos("boot.deadline", c.boot_deadline()),
                List.of(c.required()),
                List.of(c.choose()),
                Set.copyOf(Arrays.asList(c.options())),
                priorities(c.priorities()),
                ffm(c));
    }

    /** Stands for a configuration that is wrong, so that there is a platform that can say so: its name, its framework, and defaults. */
    public static Settings instead(CoreConfiguration wrong) {
        String framework = wrong.framework().equalsIgnoreCase("FF-M") ? "FF-M" : "FF-A";
        Class<CoreConfiguration> type = CoreConfiguration.class;
        Object defaults = Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, key, arguments) -> switch (key.getName()) {
                    case "name" -> wrong.name();
                    case "framework" -> framework;
                    default -> key.getDefaultValue();
                });
        return of(type.cast(defaults), "");
    }

    private static Optional<FfmSettings> ffm(CoreConfiguration c) {
        if (c.framework().equalsIgnoreCase("FF-A")) {
            return Optional.empty();
        }
        if (!c.framework().equalsIgnoreCase("FF-M")) {
            throw new PartitaException(
                    "configuration key framework: \"" + c.framework() + "\"; possible are FF-A and FF-M");
        }
        if (c.pes() != 1) {
            throw new PartitaException("configuration key pes: " + c.pes()
                    + " PEs; the SPM of FF-M runs on one, leave the key out or set it to 1");
        }
        return Optional.of(FfmSettings.of(c));
    }

    /** A value of another type is found out only when it is asked for, and without its key. */
    private static void checkTypes(CoreConfiguration c) {
        for (Method m : CoreConfiguration.class.getDeclaredMethods()) {
            try {
                m.invoke(c);
            } catch (ReflectiveOperationException e) {
                throw new PartitaException("configuration key " + key(m) + ": the value is no "
                        + m.getReturnType().getSimpleName());
            }
        }
    }

    private static String key(Method m) {
        return m.getName().replace('_', '.');
    }

    /** Keys that no one reads, probably mistyped. */
    public static List<String> unknown(Set<String> keys) {
        Set<String> known = Arrays.stream(CoreConfiguration.class.getMethods())
                .map(Settings::key)
                .collect(Collectors.toSet());
        return keys.stream()
                .filter(k -> !known.contains(k) && !FRAMEWORKS.matcher(k).lookingAt())
                .sorted()
                .toList();
    }

    private static boolean deterministic(String mode) {
        return switch (mode) {
            case "parallel" -> false;
            case "deterministic" -> true;
            default ->
                throw new PartitaException(
                        "configuration key mode: \"" + mode + "\"; possible are parallel and deterministic");
        };
    }

    /** Entries like {@code 0x8001=64}: an ID and a priority of 0 to 255. */
    private static Map<Integer, Integer> priorities(String[] entries) {
        Map<Integer, Integer> all = new HashMap<>();
        for (String entry : entries) {
            String[] parts = entry.split("=", 2);
            int id = number(parts[0]);
            int priority = parts.length < 2 ? -1 : number(parts[1]);
            if (id < 0 || id > 0xFFFF || priority < 0 || priority > 0xFF) {
                throw new PartitaException("configuration key priorities: \"" + entry
                        + "\" is not ID=priority with a 16-bit partition ID and a priority of 0 (first) to 255");
            }
            all.put(id, priority);
        }
        return all;
    }

    private static int number(String word) {
        try {
            return Integer.decode(word.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static long nanos(String key, long millis) {
        if (millis < 1) {
            throw new PartitaException("configuration key " + key + ": " + millis + " ms; it must be at least 1");
        }
        return Duration.ofMillis(millis).toNanos();
    }

    private static ExceptionLevel level(String key, String word) {
        return Arrays.stream(ExceptionLevel.values())
                .filter(l -> l.title().equalsIgnoreCase(word) || l.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new PartitaException("configuration key " + key + ": \"" + word
                        + "\" is no exception level; for example S-EL2, S-EL1, EL3, Secure Supervisor, Monitor"));
    }

    private static FfaVersion version(String key, String word) {
        String[] parts = word.split("\\.", -1);
        try {
            return new FfaVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        } catch (RuntimeException e) {
            throw new PartitaException("configuration key " + key + ": \"" + word + "\" is no version like 1.0");
        }
    }
}
