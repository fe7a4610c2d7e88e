package org.partita.runtime.console;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out why a component does not show up: core's own, or a provider that core waits for. */
final class MissingComponents {
    private static final String CORE = "org.partita.core";

    private final ServiceComponentRuntime components;

    MissingComponents(ServiceComponentRuntime components) {
        this.components = components;
    }

    /**
     * One sentence for each component of any bundle whose activation failed.
     *
     * @param told what is told anyway: a reason that stands there is left out
     */
    List<String> failures(List<String> told) {
        List<String> failures = new ArrayList<>();
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(component)) {
                boolean failed = configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION;
                if (failed && told.stream().noneMatch(t -> t.contains(cause(configuration)))) {
                    explain(component, configuration, failures);
                }
            }
        }
        return failures;
    }

    /** One sentence for each component of core that could not be activated. */
    List<String> ofCore() {
        List<String> reasons = new ArrayList<>();
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            if (component.bundle.symbolicName.equals(CORE)) {
                components.getComponentConfigurationDTOs(component).forEach(c -> explain(component, c, reasons));
            }
        }
        if (reasons.isEmpty()) {
            reasons.add("no bundle of -runbundles publishes the platform; " + CORE + " does");
        }
        return reasons;
    }

    private static void explain(
            ComponentDescriptionDTO component, ComponentConfigurationDTO configuration, List<String> reasons) {
        String name = component.bundle.symbolicName + " component " + simple(component.name);
        switch (configuration.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                reasons.add(name + " has no configuration " + String.join(", ", component.configurationPid)
                        + " in configuration.json");
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                    reasons.add(name + " waits for a service: its reference " + reference.name + " has none");
                }
            }
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                reasons.add(name + " can't be activated: " + cause(configuration));
            default -> {}
        }
    }

    private static String cause(ComponentConfigurationDTO configuration) {
        return Causes.ofTrace(String.valueOf(configuration.failure));
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
