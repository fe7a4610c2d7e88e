package org.partita.admin.assemble;

import java.util.List;

/**
 * A platform that was put together.
 *
 * @param order what was asked for
 * @param required roles and symbolic names that a person or a manifest asked for, words resolved
 * @param bundles the closure, by symbolic name
 * @param manifests of its partitions
 * @param hypervisor whether there is one
 * @param notes what a person should know
 */
record Assembly(
        Order order,
        List<String> required,
        List<BundlePart> bundles,
        List<ManifestFile> manifests,
        boolean hypervisor,
        List<String> notes) {
    Assembly {
        required = List.copyOf(required);
        bundles = List.copyOf(bundles);
        manifests = List.copyOf(manifests);
        notes = List.copyOf(notes);
    }
}
