package org.partita.runtime.console;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out why core does not show up. */
final class MissingPlatform {
    private static final String CORE = "org.partita.core";

    private final ServiceComponentRuntime components;

    MissingPlatform(ServiceComponentRuntime components) {
        this.components = components;
    }

    /** One sentence for each component of core that could not be activated. */
    List<String> reasons() {
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
        String name = CORE + " component " + component.name;
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
                reasons.add(name + " failed: "
                        + String.valueOf(configuration.failure)
                                .lines()
                                .findFirst()
                                .orElse(""));
            default -> {}
        }
    }
}
