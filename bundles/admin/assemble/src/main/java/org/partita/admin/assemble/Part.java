package org.partita.admin.assemble;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.resource.CapabilityImpl;
import org.apache.felix.utils.resource.RequirementImpl;
import org.apache.felix.utils.resource.ResourceImpl;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Something that the resolver puts together: a bundle, the framework, or what a person or a manifest asks for. */
class Part extends ResourceImpl {
    private static final Map<String, String> ASSEMBLE = Map.of("effective", "assemble");

    private final String title;

    /** @param title in messages: {@code conduit/SMC}, {@code partition=echo at S-EL0} */
    Part(String title) {
        this.title = title;
    }

    /** How people know it. */
    String title() {
        return title;
    }

    /** It fills a role, or is what a word stands for. */
    final void fills(String role) {
        addCapability(new CapabilityImpl(this, Role.NAMESPACE, ASSEMBLE, Map.of(Role.NAMESPACE, role)));
    }

    /** The roles it fills. */
    final List<String> roles() {
        return getCapabilities(Role.NAMESPACE).stream()
                .map(c -> String.valueOf(c.getAttributes().get(Role.NAMESPACE)))
                .toList();
    }

    /** It needs a role to be filled. */
    final void needs(String role) {
        needs(Role.NAMESPACE, role, ASSEMBLE);
    }

    /** It needs a bundle by symbolic name. */
    final void needsBundle(String symbolicName) {
        needs(IdentityNamespace.IDENTITY_NAMESPACE, symbolicName, Map.of());
    }

    private void needs(String namespace, String value, Map<String, String> directives) {
        Map<String, String> all = new HashMap<>(directives);
        all.put(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "(" + namespace + "=" + value + ")");
        Requirement requirement = new RequirementImpl(this, namespace, all, Map.of());
        addRequirement(requirement);
    }

    /** Identity: two parts with the same requirements are still two. */
    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public final String toString() {
        return title;
    }
}
