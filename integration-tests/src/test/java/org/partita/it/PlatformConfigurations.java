package org.partita.it;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.ops4j.pax.exam.Option;
import org.partita.testkit.paxexam.BundleLocations;

/** What the configurations of the integration tests are made of. Bundles are named by their symbolic names. */
public final class PlatformConfigurations {
    private static final List<String> SERVICES = List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.osgi.service.cm",
            "org.apache.felix.configadmin",
            "org.apache.felix.scr");

    private PlatformConfigurations() {}

    /** Declarative Services and configuration. */
    public static Option services() {
        return bundles(SERVICES.toArray(String[]::new));
    }

    /** Bundles of a shipped platform, by the {@code -runbundles} of its folder; shell and console apart. */
    public static Option[] platform(String name) {
        Path root = Path.of(String.valueOf(System.getProperty("partita.root")));
        Properties headers = new Properties();
        try (Reader in = Files.newBufferedReader(
                root.resolve("configurations").resolve(name).resolve("platform.bndrun"))) {
            headers.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] bundles = Arrays.stream(headers.getProperty("-runbundles").split(",(?=\\s*[a-z])"))
                .map(clause -> clause.split(";", 2)[0].trim())
                .filter(bundle -> !bundle.contains("gogo") && !bundle.contains("jline") && !bundle.contains("shell"))
                .filter(bundle -> !SERVICES.contains(bundle))
                .toArray(String[]::new);
        return new Option[] {
            services(), bundles(bundles), systemProperty("partita.platform").value(name)
        };
    }

    /** Bundles that are dependencies of this module, to be installed and started in this order. */
    public static Option bundles(String... symbolicNames) {
        return composite(Arrays.stream(symbolicNames)
                .map(name -> bundle(BundleLocations.of(name)))
                .toArray(Option[]::new));
    }
}
