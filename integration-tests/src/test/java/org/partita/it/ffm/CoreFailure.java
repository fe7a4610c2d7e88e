package org.partita.it.ffm;

import java.util.Dictionary;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Why core does not start with a configuration, as Declarative Services tell it. */
final class CoreFailure {
    private final BundleContext framework;

    CoreFailure(BundleContext framework) {
        this.framework = framework;
    }

    /** What they tell when a key of the configuration has this value, which is an error. */
    String with(String key, Object value) throws Exception {
        Configuration core = service(ConfigurationAdmin.class).getConfiguration("org.partita.core", "?");
        Dictionary<String, Object> keys = core.getProperties();
        keys.put(key, value);
        core.update(keys);
        Calls.await("core fails", () -> text().contains(key));
        return text();
    }

    private <T> T service(Class<T> type) {
        return framework.getService(framework.getServiceReference(type));
    }

    private String text() {
        ServiceComponentRuntime components = service(ServiceComponentRuntime.class);
        return components.getComponentDescriptionDTOs().stream()
                .filter(d -> d.bundle.symbolicName.equals("org.partita.core"))
                .flatMap(d -> components.getComponentConfigurationDTOs(d).stream())
                .map(c -> String.valueOf(c.failure))
                .collect(Collectors.joining());
    }
}
