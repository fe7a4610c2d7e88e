package org.partita.admin.assemble;

import java.util.List;

/**
 * A platform that was put together.
 *
 * @param order what was asked for
 * @param settings of core that were asked for
 * @param shape what the platform has because of its framework
 * @param required roles and symbolic names that a person or a manifest asked for, words resolved
 * @param bundles the closure, with those that stand by, by symbolic name
 */
record Assembly(Order order, CoreSettings settings, Shape shape, List<String> required, List<BundlePart> bundles) {
    Assembly {
        required = List.copyOf(required);
        bundles = List.copyOf(bundles);
    }

    /** Manifests of its partitions, and the list of FF-M. */
    List<ManifestFile> manifests() {
        return shape.manifests();
    }

    /** Manifests of its partitions. */
    List<ManifestFile> partitions() {
        return manifests().stream().filter(m -> !m.partition().isEmpty()).toList();
    }

    /** Whether there is a Hypervisor. */
    boolean hypervisor() {
        return Boolean.parseBoolean(shape.core().get("hypervisor"));
    }

    /** What a person should know. */
    List<String> notes() {
        return shape.notes();
    }
}
