package org.partita.admin.assemble;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks the assembler for.
 *
 * @param required requirements, as typed
 * @param excluded what may not serve them, as typed
 * @param standbys what is installed beside those that serve, as typed
 * @param manifests files and folders with manifests; they replace those of the partitions' bundles of the same name
 * @param settings configuration of {@code org.partita.core}
 * @param folder where the platform is written
 */
record Order(
        List<String> required,
        List<String> excluded,
        List<String> standbys,
        List<Path> manifests,
        Map<String, String> settings,
        Path folder) {
    /** Reads the words after {@code launch/partita assemble}. */
    static Order parse(String... words) {
        return new Parser(words).parse();
    }

    private static final class Parser {
        private final Deque<String> rest;
        private final List<String> required = new ArrayList<>();
        private final List<String> excluded = new ArrayList<>();
        private final List<String> standbys = new ArrayList<>();
        private final List<Path> manifests = new ArrayList<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private @Nullable Path folder;

        Parser(String... words) {
            rest = new ArrayDeque<>(List.of(words));
        }

        Order parse() {
            while (!rest.isEmpty()) {
                option(rest.remove());
            }
            if (required.isEmpty()) {
                throw new AssemblyException("nothing is required: --require REQ..., for example --require ffa");
            }
            if (folder == null) {
                throw new AssemblyException("where to? -o DIR names the folder of the platform");
            }
            return new Order(required, excluded, standbys, manifests, settings, folder);
        }

        private void option(String option) {
            switch (option) {
                case "--require" -> values(option).forEach(this::require);
                case "--exclude" -> excluded.addAll(values(option));
                case "--standby" -> standbys.addAll(values(option));
                case "--manifest" -> values(option).forEach(v -> manifests.add(Path.of(v)));
                case "--set" -> values(option).forEach(this::set);
                case "-o" -> folder = Path.of(values(option).getFirst());
                default ->
                    throw new AssemblyException("unknown option " + option
                            + "; there are --require, --exclude, --standby, --manifest, --set and -o");
            }
        }

        private void require(String word) {
            if (word.startsWith("!")) {
                excluded.add(word.substring(1));
            } else {
                required.add(word);
            }
        }

        private void set(String setting) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new AssemblyException("--set " + setting + ": expecting KEY=VALUE, for example --set pes=8");
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }

        private List<String> values(String option) {
            List<String> values = new ArrayList<>();
            while (!rest.isEmpty() && !rest.element().startsWith("-")) {
                values.add(rest.remove());
            }
            if (values.isEmpty()) {
                throw new AssemblyException(option + " needs a value");
            }
            return values;
        }
    }
}
