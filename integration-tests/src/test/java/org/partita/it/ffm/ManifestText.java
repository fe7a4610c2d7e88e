package org.partita.it.ffm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The manifest of a partition, as TF-M has it. */
final class ManifestText {
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<String> services = new ArrayList<>();
    private final List<String> interrupts = new ArrayList<>();
    private final List<String> dependencies = new ArrayList<>();
    private final Set<String> left = new HashSet<>();
    private final String name;

    private ManifestText(String name) {
        this.name = name;
        fields.put("psa_framework_version", "1.1");
        fields.put("name", quoted(name));
        fields.put("type", quoted("PSA-ROT"));
        fields.put("priority", quoted("NORMAL"));
        fields.put("stack_size", quoted("0x4000"));
    }

    static ManifestText of(String name) {
        return new ManifestText(name);
    }

    String name() {
        return name;
    }

    /** Sets a field to a word. */
    ManifestText word(String field, String value) {
        fields.put(field, quoted(value));
        return this;
    }

    ManifestText frameworkVersion(String number) {
        fields.put("psa_framework_version", number);
        return this;
    }

    /** Leaves a field out. */
    ManifestText without(String field) {
        left.add(field);
        return this;
    }

    ManifestText model(String model) {
        fields.put("model", quoted(model));
        fields.putIfAbsent(
                model.equals("IPC") ? "entry_point" : "entry_init", quoted(name.toLowerCase(java.util.Locale.ROOT)));
        return this;
    }

    /** A service that clients connect to; Non-secure ones may. */
    ManifestText connected(String service, int sid) {
        return service(service, sid, "\"non_secure_clients\": true, \"connection_based\": true");
    }

    /** A stateless service; Non-secure clients may call it. */
    ManifestText stateless(String service, int sid, int number) {
        return service(
                service,
                sid,
                "\"non_secure_clients\": true, \"connection_based\": false, \"stateless_handle\": " + number);
    }

    /** A service with these fields besides its name and SID. */
    ManifestText service(String service, int sid, String more) {
        services.add("{ \"name\": " + quoted(service) + ", \"sid\": " + quoted("0x" + Integer.toHexString(sid)) + ", "
                + more + " }");
        return this;
    }

    /** An interrupt, handled SLIH or FLIH. */
    ManifestText interrupt(String signal, int source, String handling) {
        interrupts.add("{ \"source\": " + source + ", \"name\": " + quoted(signal) + ", \"handling\": "
                + quoted(handling) + " }");
        return this;
    }

    ManifestText dependsOn(String service) {
        dependencies.add(quoted(service));
        return this;
    }

    String text() {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("services", "[ " + String.join(", ", services) + " ]");
        if (!interrupts.isEmpty()) {
            all.put("irqs", "[ " + String.join(", ", interrupts) + " ]");
        }
        all.put("dependencies", "[ " + String.join(", ", dependencies) + " ]");
        return all.entrySet().stream()
                .filter(e -> !left.contains(e.getKey()))
                .map(e -> quoted(e.getKey()) + ": " + e.getValue())
                .collect(Collectors.joining(",\n  ", "{ ", " }\n"));
    }

    private static String quoted(String word) {
        return '"' + word + '"';
    }
}
