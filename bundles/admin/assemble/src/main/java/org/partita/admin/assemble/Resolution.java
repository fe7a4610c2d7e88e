package org.partita.admin.assemble;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.resolver.Logger;
import org.apache.felix.resolver.ResolverImpl;
import org.apache.felix.utils.resource.RequirementImpl;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.ResolveContext;

/** Asks the OSGi resolver for the closure of what is required. */
final class Resolution extends ResolveContext {
    private static final Set<String> EFFECTIVE = Set.of("resolve", "active", "assemble");

    /** What works without is not brought in by the resolver, although it could be had. */
    private static final Set<String> NOT_NEEDED =
            Set.of(Namespace.RESOLUTION_OPTIONAL, PackageNamespace.RESOLUTION_DYNAMIC);

    private final Part root;
    private final List<Part> parts;
    private final Set<String> excluded;

    /**
     * Prepares a resolution.
     *
     * @param root what must be resolved
     * @param parts what may be used for it, preferred ones first
     * @param excluded roles that nobody may fill, and symbolic names of bundles that may not be used
     */
    Resolution(Part root, List<? extends Part> parts, Set<String> excluded) {
        this.root = root;
        this.parts = List.copyOf(parts);
        this.excluded = Set.copyOf(excluded);
    }

    /**
     * The closure.
     *
     * @throws AssemblyException with a chain of reasons
     */
    Set<Part> resolve() {
        try {
            Set<Part> closure = new HashSet<>();
            for (Resource resource :
                    new ResolverImpl(new Logger(0), Runnable::run).resolve(this).keySet()) {
                closure.add((Part) resource);
            }
            return closure;
        } catch (ResolutionException e) {
            throw new AssemblyException(new Reasons(this).why(root));
        }
    }

    /** Who can meet a requirement, exclusions set aside. */
    List<Part> providers(Requirement requirement) {
        return findProviders(requirement).stream()
                .map(c -> (Part) c.getResource())
                .distinct()
                .toList();
    }

    /** Whether a role or bundle may not be used. */
    boolean excludes(String name) {
        return excluded.contains(name);
    }

    /** What may be used. */
    List<Part> parts() {
        return parts;
    }

    /** Roles and words that may be asked for. */
    List<String> roles() {
        return parts.stream()
                .flatMap(p -> p.roles().stream())
                .filter(r -> !excluded.contains(r) && !r.startsWith(ManifestPart.KIND))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public Collection<Resource> getMandatoryResources() {
        return List.of(root);
    }

    @Override
    public List<Capability> findProviders(Requirement requirement) {
        RequirementImpl wanted = requirement instanceof RequirementImpl own
                ? own
                : new RequirementImpl(
                        requirement.getResource(),
                        requirement.getNamespace(),
                        requirement.getDirectives(),
                        requirement.getAttributes());
        List<Capability> found = new ArrayList<>();
        for (Part part : parts) {
            if (!excluded.contains(part.title())) {
                part.getCapabilities(requirement.getNamespace()).stream()
                        .filter(c -> wanted.matches(c) && !excluded.contains(role(c)))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static String role(Capability capability) {
        return String.valueOf(capability.getAttributes().get(Role.NAMESPACE));
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        capabilities.add(hosted);
        return capabilities.size() - 1;
    }

    /** Whether a requirement counts here. */
    @Override
    public boolean isEffective(Requirement requirement) {
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return !NOT_NEEDED.contains(String.valueOf(resolution)) && (effective == null || EFFECTIVE.contains(effective));
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return Map.of();
    }
}
