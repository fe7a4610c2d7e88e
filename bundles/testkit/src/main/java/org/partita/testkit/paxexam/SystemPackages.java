package org.partita.testkit.paxexam;

import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ops4j.pax.exam.Option;

/**
 * Packages that the container takes from the class path of the tests: JUnit and AssertJ, so that a failure inside is
 * the very exception that is reported outside.
 */
final class SystemPackages {
    private static final Set<String> SHARED =
            Set.of("org.opentest4j", "org.apiguardian.api", "org.jspecify.jspecify", "assertj-core");
    private static final Pattern USES = Pattern.compile(";\\s*uses:=\"[^\"]*\"");
    private static final Pattern EXPORT = Pattern.compile("([\\w.]+)((?:;[^,;\"]+(?:\"[^\"]*\")?)*)");
    private static final Pattern VERSION = Pattern.compile(";\\s*version=\"?([\\w.\\-]+)\"?");

    private SystemPackages() {}

    static Option[] options() {
        List<Option> options = new ArrayList<>();
        for (Attributes manifest :
                BundleLocations.find(SystemPackages::isShared).values()) {
            for (String exported : exports(manifest.getValue("Export-Package"))) {
                options.add(systemPackage(exported));
            }
        }
        return options.toArray(Option[]::new);
    }

    private static boolean isShared(String symbolicName) {
        return symbolicName.startsWith("junit-") || SHARED.contains(symbolicName);
    }

    /** Package names with their versions, without the other attributes and directives. */
    static List<String> exports(@Nullable String header) {
        List<String> exports = new ArrayList<>();
        if (header == null) {
            return exports;
        }
        Matcher export = EXPORT.matcher(USES.matcher(header).replaceAll(""));
        while (export.find()) {
            Matcher version = VERSION.matcher(export.group(2));
            exports.add(export.group(1) + (version.find() ? ";version=" + version.group(1) : ""));
        }
        return exports;
    }
}
