package org.partita.manifest.tfm.binding;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.manifest.Position;
import org.partita.manifest.tfm.text.Node;

/** What the platform's configuration says: symbols of manifests, switches of partitions, isolation level and backend. */
final class Configuration {
    /** Stands for a file in the places of problems. */
    static final String FILE = "configuration";

    private static final String AUTO = "auto";

    private final Map<String, String> symbols;
    private final Report report;

    Configuration(Map<String, String> symbols, Report report) {
        this.symbols = Map.copyOf(symbols);
        this.report = report;
    }

    boolean has(String symbol) {
        return symbols.containsKey(symbol);
    }

    /** Its value for messages. */
    String show(String symbol) {
        return Node.Scalar.shorten(symbols.getOrDefault(symbol, ""));
    }

    OptionalLong number(String symbol) {
        return Numbers.parse(symbols.getOrDefault(symbol, "").strip());
    }

    /** Whether a symbol is on; empty if its value is no switch. */
    Optional<Boolean> isOn(String symbol) {
        return switch (symbols.getOrDefault(symbol, "").strip().toLowerCase(Locale.ROOT)) {
            case "on", "true", "1" -> Optional.of(true);
            case "off", "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    IsolationLevel isolationLevel() {
        String key = FfmManifestReader.ISOLATION_LEVEL;
        String value = symbols.getOrDefault(key, "1").strip();
        for (IsolationLevel level : IsolationLevel.values()) {
            if (value.equals(String.valueOf(level.number()))) {
                checkSupport(level);
                return level;
            }
        }
        report.error(at(key), Rules.ISOLATION, "found " + show(key) + "; expecting isolation level 1, 2 or 3");
        return IsolationLevel.SPE;
    }

    private void checkSupport(IsolationLevel level) {
        String key = FfmManifestReader.LEVEL_3_SUPPORTED;
        if (has(key) && isOn(key).isEmpty()) {
            report.error(at(key), Rules.ISOLATION, "found " + show(key) + "; expecting on or off");
        } else if (level == IsolationLevel.PARTITIONS && !isOn(key).orElse(false)) {
            report.error(
                    at(FfmManifestReader.ISOLATION_LEVEL),
                    Rules.ISOLATION,
                    "found 3, which this platform does not support; choose 1 or 2, or say " + key
                            + "=on if its protection unit has a region for each partition");
        }
    }

    /** The backend that is named; null: the partitions decide. */
    @Nullable
    SpmBackend backend() {
        String key = FfmManifestReader.BACKEND;
        String value = symbols.getOrDefault(key, SpmBackend.IPC.name()).strip();
        if (value.equals(AUTO)) {
            return null;
        }
        for (SpmBackend backend : SpmBackend.values()) {
            if (value.equals(backend.name())) {
                return backend;
            }
        }
        report.error(
                at(key),
                Rules.BACKEND,
                "found " + show(key) + "; expecting IPC, SFN, or auto: SFN if all partitions allow it, else IPC");
        return null;
    }

    Position at(String key) {
        return new Position(FILE, 0, "/", key);
    }
}
