package org.partita.api.manifest;

/**
 * A place in a manifest.
 *
 * @param file file name or URL
 * @param line line number from 1, or 0 where the format has none (a blob)
 * @param node path of the node, {@code /} for the root
 * @param property the property, or empty for the node itself
 */
public record Position(String file, int line, String node, String property) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + " " + node + (property.isEmpty() ? "" : " " + property);
    }
}
