package org.partita.manifest.devicetree.source;

import org.partita.manifest.devicetree.tree.Limits;

/** Limits in words. */
final class Limit {
    private Limit() {}

    static String text() {
        return (Limits.MAX_FILE >> 20) + " MiB, the limit for a manifest";
    }
}
