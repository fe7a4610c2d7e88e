package org.partita.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.partita.api.provider.Roles;
import org.partita.core.swap.Activations;

/** Asks Declarative Services about components that would fill a role, had their activation not failed. */
final class ComponentFailures implements Activations {
    private static final String CAUSE = "Caused by: ";

    private static final Pattern CLASSES = Pattern.compile("^((\\w+\\.)+[A-Z][\\w$]*: )+");

    private final ServiceComponentRuntime components;

    ComponentFailures(ServiceComponentRuntime components) {
        this.components = components;
    }

    @Override
    public String failure(String role) {
        List<String> failures = new ArrayList<>();
        for (ComponentDescriptionDTO c : components.getComponentDescriptionDTOs()) {
            if (role.equals(c.properties.get(Roles.PROPERTY))) {
                for (ComponentConfigurationDTO made : components.getComponentConfigurationDTOs(c)) {
                    String why = why(made);
                    if (!why.isEmpty()) {
                        failures.add(c.bundle.symbolicName + ":" + c.bundle.version + " " + why);
                    }
                }
            }
        }
        return String.join("; ", failures);
    }

    private static String why(ComponentConfigurationDTO made) {
        return switch (made.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "could not be activated: " + cause(made.failure);
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "has no configuration: " + pids(made);
            default -> "";
        };
    }

    private static String pids(ComponentConfigurationDTO made) {
        return String.join(", ", made.description.configurationPid);
    }

    /** What the line of a stack trace says that tells what happened first, without the names of exceptions' classes. */
    private static String cause(String trace) {
        return CLASSES.matcher(firstCause(trace)).replaceFirst("");
    }

    private static String firstCause(String trace) {
        List<String> lines = trace.lines().map(String::strip).toList();
        return lines.stream()
                .filter(l -> l.startsWith(CAUSE))
                .reduce((a, b) -> b)
                .map(l -> l.substring(CAUSE.length()))
                .orElseGet(() -> lines.isEmpty() ? "" : lines.getFirst());
    }
}
