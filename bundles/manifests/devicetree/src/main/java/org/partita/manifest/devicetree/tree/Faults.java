package org.partita.manifest.devicetree.tree;

import java.util.List;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;

/** Makes the exception for a file whose form is wrong, so that nothing more can be read of it. */
public final class Faults {
    private Faults() {}

    /**
     * @param place where reading stopped
     * @param node path of the node around it
     * @param rule the rule of the format
     * @param message what was found, what is expected, the way out
     */
    public static ManifestException fault(Place place, String node, String rule, String message) {
        return new ManifestException(
                List.of(new Problem(new Position(place.file(), place.line(), node, ""), rule, message, true)));
    }
}
