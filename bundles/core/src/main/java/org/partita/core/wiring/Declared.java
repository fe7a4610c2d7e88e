package org.partita.core.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;
import org.partita.api.provider.Roles;

/**
 * What the bundle of a provider declares in the namespace of roles: copies, for a revision keeps its class loader.
 *
 * @param needs what others have to offer for the provider to serve
 * @param offers attributes of what it offers itself
 */
public record Declared(List<Filter> needs, List<Map<String, Object>> offers) {
    /** Declares nothing. */
    public static final Declared NOTHING = new Declared(List.of(), List.of());

    public Declared {
        needs = List.copyOf(needs);
        offers = List.copyOf(offers);
    }

    /**
     * What a bundle declares for a provider.
     *
     * @param role that its service says it fills: an offer, whether the bundle declares it or not
     */
    public static Declared by(Bundle bundle, String role) {
        List<Map<String, Object>> offers = new ArrayList<>();
        offers.add(Map.of(Roles.NAMESPACE, role));
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return new Declared(List.of(), offers);
        }
        List<Filter> needs = new ArrayList<>();
        revision.getDeclaredRequirements(Roles.NAMESPACE).stream()
                .filter(r -> !Namespace.RESOLUTION_OPTIONAL.equals(
                        r.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE)))
                .forEach(r -> needs.add(filter(r.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE))));
        revision.getDeclaredCapabilities(Roles.NAMESPACE).forEach(c -> offers.add(Map.copyOf(c.getAttributes())));
        return new Declared(needs, offers);
    }

    private static Filter filter(@Nullable String text) {
        try {
            return FrameworkUtil.createFilter(text == null ? "(" + Roles.NAMESPACE + "=*)" : text);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("requirement " + text + " in " + Roles.NAMESPACE + ": " + e, e);
        }
    }

    /** Whether this offers what another needs. */
    public boolean meets(Filter need) {
        return offers.stream().anyMatch(need::matches);
    }

    /** A need as a person reads it: the role alone, if the filter asks for no more. */
    public static String text(Filter need) {
        return need.toString().replaceFirst("^\\(" + Roles.NAMESPACE.replace(".", "\\.") + "=([^()*]+)\\)$", "$1");
    }
}
