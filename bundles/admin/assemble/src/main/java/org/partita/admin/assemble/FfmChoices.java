package org.partita.admin.assemble;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.provider.Roles;

/** What a person says of the SPM of FF-M, by requirements, by settings of core, or by definitions as TF-M has them. */
final class FfmChoices {
    /** Isolation levels. */
    static final List<String> LEVELS = List.of("1", "2", "3");

    private static final String BACKEND = Roles.BACKEND + "/";

    private final CoreSettings settings;
    private final Set<String> closed;
    private final Repository repository;
    private final Choice isolation = new Choice("one isolation level");
    private final Choice backend = new Choice("one backend that serves; --standby installs another");

    /**
     * @param settings of core
     * @param closed requirements with what their words stand for
     * @param repository the bundles that there are
     * @throws AssemblyException if they contradict each other, or FF-M
     */
    FfmChoices(CoreSettings settings, Set<String> closed, Repository repository) {
        this.settings = settings;
        this.closed = closed;
        this.repository = repository;
        requireOnePe();
        chooseLevel();
        chooseBackend();
    }

    private void requireOnePe() {
        String pes = settings.get("pes");
        if (!pes.isEmpty() && !pes.equals("1")) {
            throw new AssemblyException("--set pes=" + pes + ": the SPM of FF-M runs on one PE; leave it out");
        }
    }

    private void chooseLevel() {
        for (String word : closed) {
            if (word.startsWith(Roles.ISOLATION)) {
                isolation.name("--require " + Role.typed(word), word.substring(Roles.ISOLATION.length()));
            }
        }
        isolation.name("--set ffm.isolation=" + settings.get("ffm.isolation"), settings.get("ffm.isolation"));
        nameDefined(isolation, FfmManifestReader.ISOLATION_LEVEL);
        if (!isolation.value().isEmpty() && !LEVELS.contains(isolation.value())) {
            throw new AssemblyException(isolation.how() + ": FF-M has isolation levels 1, 2 and 3");
        }
    }

    private void chooseBackend() {
        for (String word : closed) {
            if (word.startsWith(BACKEND)) {
                nameBackend("--require " + Role.typed(word), word.substring(BACKEND.length()));
            }
            repository.bundles().stream()
                    .filter(b -> b.symbolicName().equals(word) && b.roles().contains(Roles.BACKEND))
                    .forEach(b -> nameBackend(
                            "--require " + word,
                            Role.ofProvider(Roles.BACKEND, word).substring(BACKEND.length())));
        }
        nameBackend("--set ffm.backend=" + settings.get("ffm.backend"), settings.get("ffm.backend"));
        nameDefined(backend, FfmManifestReader.BACKEND);
    }

    private void nameBackend(String how, String value) {
        backend.name(how, value.toLowerCase(Locale.ROOT));
    }

    /** What TF-M's own names say, where the configuration defines them. */
    private void nameDefined(Choice choice, String name) {
        String value = definitions().getOrDefault(name, "");
        choice.name("--set ffm.definitions=" + name + "=" + value, value.toLowerCase(Locale.ROOT));
    }

    /** What manifests refer to by name. */
    Map<String, String> definitions() {
        Map<String, String> all = new HashMap<>();
        for (String entry : settings.elements("ffm.definitions")) {
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw new AssemblyException("--set ffm.definitions: expecting NAME=VALUE, found " + entry
                        + "; commas stand between several");
            }
            all.put(
                    entry.substring(0, equals).strip(),
                    entry.substring(equals + 1).strip());
        }
        return all;
    }

    /** The isolation level that is asked for, as it is named. */
    Choice isolation() {
        return isolation;
    }

    /** The backend that is asked for: the end of its bundle's name, or auto. */
    Choice backend() {
        return backend;
    }

    /** The isolation level. */
    String level() {
        return isolation.value().isEmpty() ? "1" : isolation.value();
    }
}
