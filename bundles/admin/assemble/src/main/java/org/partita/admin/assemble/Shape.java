package org.partita.admin.assemble;

import java.util.List;
import java.util.Map;

/** What a platform has because of the framework that it follows, beyond what was asked for. */
interface Shape {
    /** What is written into the folder of manifests. */
    List<ManifestFile> manifests();

    /** Adds what the platform needs, and who provides what no bundle does. */
    void require(Part root, List<Part> parts);

    /** Roles and bundles that can't be used here, with the reason. */
    Map<String, String> barred();

    /** What no bundle provides but the platform does. */
    List<String> provided();

    /** Configuration of core, by key, where a person says nothing else. */
    Map<String, String> core();

    /** Configuration of hardware: objects by PID, as JSON. */
    Map<String, String> hardware();

    /** What a person should know. */
    List<String> notes();
}
