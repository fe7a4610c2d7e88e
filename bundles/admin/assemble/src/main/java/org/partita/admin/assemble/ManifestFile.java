package org.partita.admin.assemble;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manifest that goes into the platform. Only what the assembly depends on is read here, and only from sources; the
 * platform's manifest reader validates everything when the platform boots.
 *
 * @param name file name, or path from the folder of manifests
 * @param partition the partition's name, for messages; empty for a manifest list
 * @param content the bytes
 */
record ManifestFile(String name, String partition, byte[] content) {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    private static final Pattern LEVEL = Pattern.compile("\\bexception-level\\s*=\\s*<\\s*(\\w+)\\s*>");

    /** Run-time exception level (FF-A Table 3.1). */
    enum Level {
        EL1("EL1"),
        S_EL0("S-EL0"),
        S_EL1("S-EL1"),
        UNKNOWN("the level of its blob");

        private final String title;

        Level(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private String text() {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.contains("/dts-v1/") ? COMMENT.matcher(text).replaceAll(" ") : "";
    }

    Level level() {
        Matcher matcher = LEVEL.matcher(text());
        if (!matcher.find()) {
            return Level.UNKNOWN;
        }
        return switch (matcher.group(1)) {
            case "0", "0x0" -> Level.EL1;
            case "1", "0x1" -> Level.S_EL0;
            case "2", "0x2" -> Level.S_EL1;
            default -> Level.UNKNOWN;
        };
    }

    /** Whether its conduit is HVC because it can't use SMC (FF-A 2.4). */
    boolean hvcOnly() {
        return text().contains("partita,hvc-only");
    }

    /** Whether it describes a device that is upstream of an SMMU (FF-A Tables 3.1, 3.3, 3.7). */
    boolean namesSmmu() {
        return text().contains("smmu-id");
    }

    /** The same SP in S-EL0. */
    ManifestFile atSecureEl0() {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String moved = LEVEL.matcher(text).replaceFirst("exception-level = <1>").replace("/* S-EL1 */", "/* S-EL0 */");
        return new ManifestFile(name, partition, moved.getBytes(StandardCharsets.ISO_8859_1));
    }
}
