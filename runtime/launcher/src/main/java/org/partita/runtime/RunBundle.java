package org.partita.runtime;

import org.osgi.framework.VersionRange;

/**
 * A bundle that a platform names in {@code -runbundles}.
 *
 * @param symbolicName its symbolic name
 * @param versions which versions will do
 * @param startLevel start level, 0 if the launcher chooses
 */
record RunBundle(String symbolicName, VersionRange versions, int startLevel) {
    private static final VersionRange ANY = new VersionRange("0");

    /** As {@code -runbundles} writes it: {@code name;version='[1.0,1.1)';startlevel=1}. */
    static RunBundle of(Clause clause) {
        String version = clause.attributes().get("version");
        String level = clause.attributes().get("startlevel");
        return new RunBundle(
                clause.name(),
                version == null ? ANY : new VersionRange(version),
                level == null ? 0 : Integer.parseInt(level));
    }

    @Override
    public String toString() {
        return symbolicName + " " + versions;
    }
}
