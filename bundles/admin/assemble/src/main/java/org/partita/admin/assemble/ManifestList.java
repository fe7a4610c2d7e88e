package org.partita.admin.assemble;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a manifest list in the form of TF-M. Only where its items and their manifests stand is found out here; the reader of manifests
 * tells what they mean.
 */
record ManifestList(String text) {
    private static final Pattern LIST = Pattern.compile("\\bmanifest_list[\"']?\\s*:");
    private static final Pattern PATH =
            Pattern.compile("(?<!\\w)([\"']?)manifest\\1\\s*:\\s*(?:\"([^\"\\n]+)\"|'([^'\\n]+)'|([^\\s,}\"'#]+))");
    private static final Pattern ITEMS =
            Pattern.compile("\\bmanifest_list[\"']?\\s*:\\s*\\[(.*)]\\s*,?\\s*}\\s*$", Pattern.DOTALL);
    private static final List<String> BEYOND_FFM = List.of("ns_agent", "weak_dependencies");
    private static final int QUOTED = 2;
    private static final int LAST = 4;

    /** Whether a text is a list, and not the manifest of a partition. */
    boolean isList() {
        return LIST.matcher(text).find();
    }

    /** Paths of manifests, as they stand there. */
    List<String> paths() {
        return PATH.matcher(text).results().map(ManifestList::path).toList();
    }

    private static String path(MatchResult found) {
        return found.group(group(found));
    }

    private static int group(MatchResult found) {
        int group = QUOTED;
        while (group < LAST && found.group(group) == null) {
            group++;
        }
        return group;
    }

    /** The same list with other paths. */
    ManifestList moved(UnaryOperator<String> move) {
        StringBuilder all = new StringBuilder(text);
        for (MatchResult found : PATH.matcher(text).results().toList().reversed()) {
            int group = group(found);
            all.replace(found.start(group), found.end(group), move.apply(found.group(group)));
        }
        return new ManifestList(all.toString());
    }

    /** Its items as they stand there, without a comma behind them; empty if it is not in the form of JSON. */
    Optional<String> items() {
        Matcher found = ITEMS.matcher(text);
        return found.find() ? Optional.of(found.group(1).strip().replaceFirst(",$", "")) : Optional.empty();
    }

    /** An item for a manifest that no list names. */
    static String item(String path, String manifest) {
        String extras = String.join(
                ", ",
                BEYOND_FFM.stream()
                        .filter(manifest::contains)
                        .map(a -> "\"" + a + "\"")
                        .toList());
        return """
                {
                      "description": "%1$s",
                      "manifest": "%1$s"%2$s
                    }""".formatted(path, extras.isEmpty() ? "" : ",\n      \"non_ffm_attributes\": [" + extras + "]");
    }

    /** A list of items. */
    static ManifestList of(List<String> items) {
        return new ManifestList("""
                # The partitions of this platform. Written by launch/partita assemble.
                {
                  "description": "The partitions of this platform",
                  "type": "manifest_list",
                  "version_major": 0,
                  "version_minor": 1,
                  "manifest_list": [
                    %s
                  ]
                }
                """.formatted(String.join(",\n    ", items)));
    }
}
