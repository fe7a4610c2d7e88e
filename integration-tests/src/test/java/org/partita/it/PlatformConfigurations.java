package org.partita.it;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;

import java.util.Arrays;
import org.ops4j.pax.exam.Option;
import org.partita.testkit.paxexam.BundleLocations;

/** What the configurations of the integration tests are made of. Bundles are named by their symbolic names. */
public final class PlatformConfigurations {
    private PlatformConfigurations() {}

    /** Declarative Services and configuration. */
    public static Option services() {
        return bundles(
                "org.osgi.util.function",
                "org.osgi.util.promise",
                "org.osgi.service.component",
                "org.osgi.service.cm",
                "org.apache.felix.configadmin",
                "org.apache.felix.scr");
    }

    /** Bundles that are dependencies of this module, to be installed and started in this order. */
    public static Option bundles(String... symbolicNames) {
        return composite(Arrays.stream(symbolicNames)
                .map(name -> bundle(BundleLocations.of(name)))
                .toArray(Option[]::new));
    }
}
