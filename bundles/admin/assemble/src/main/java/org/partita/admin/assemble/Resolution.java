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
    private final Map<String, String> barred;
    private final boolean roles;

    /**
     * Prepares a resolution.
     *
     * @param root what must be resolved
     * @param parts what may be used for it, preferred ones first
     * @param barred roles that nobody may fill, and symbolic names of bundles that may not be used, with the reason: {@code is
     *     excluded: leave out ...}
     */
    Resolution(Part root, List<? extends Part> parts, Map<String, String> barred) {
        this(root, parts, barred, true);
    }

    private Resolution(Part root, List<? extends Part> parts, Map<String, String> barred, boolean roles) {
        this.root = root;
        this.parts = List.copyOf(parts);
        this.barred = Map.copyOf(barred);
        this.roles = roles;
    }

    /** The same for bundles that are installed and stand by: what they need of others to serve does not count. */
    static Resolution ofStandbys(Part root, List<? extends Part> parts) {
        return new Resolution(root, parts, Map.of(), false);
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

    /** Why a role or bundle may not be used, empty if it may. */
    String whyBarred(String name) {
        return barred.getOrDefault(name, "");
    }

    /** Bundles that could meet a requirement if they could be used. */
    List<Part> barredProviders(Requirement requirement) {
        RequirementImpl wanted = own(requirement);
        return parts.stream()
                .filter(p -> barred.containsKey(p.title())
                        && p.getCapabilities(requirement.getNamespace()).stream()
                                .anyMatch(wanted::matches))
                .toList();
    }

    /** What may be used. */
    List<Part> parts() {
        return parts;
    }

    /** Roles and words that may be asked for. */
    List<String> roles() {
        return parts.stream()
                .flatMap(p -> p.roles().stream())
                .filter(r -> !barred.containsKey(r) && !r.startsWith(ManifestPart.KIND))
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
        RequirementImpl wanted = own(requirement);
        List<Capability> found = new ArrayList<>();
        for (Part part : parts) {
            if (!barred.containsKey(part.title())) {
                part.getCapabilities(requirement.getNamespace()).stream()
                        .filter(c -> wanted.matches(c) && !barred.containsKey(role(c)))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static RequirementImpl own(Requirement requirement) {
        return requirement instanceof RequirementImpl own
                ? own
                : new RequirementImpl(
                        requirement.getResource(),
                        requirement.getNamespace(),
                        requirement.getDirectives(),
                        requirement.getAttributes());
    }

    private static String role(Capability capability) {
        return String.valueOf(capability.getAttributes().get(Role.NAMESPACE));
    }

    @Override
    public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
        capabilities.add(hosted);
        return capabilities.size() - 1;
    }

    private static boolean isOfRoles(Requirement requirement) {
        return requirement.getNamespace().equals(Role.NAMESPACE);
    }

    /** Whether a requirement counts here. */
    @Override
    public boolean isEffective(Requirement requirement) {
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        boolean counts = roles || root.equals(requirement.getResource()) || !isOfRoles(requirement);
        return counts
                && !NOT_NEEDED.contains(String.valueOf(resolution))
                && (effective == null || EFFECTIVE.contains(effective));
    }

    @Override
    public Map<Resource, Wiring> getWirings() {
        return Map.of();
    }
}
