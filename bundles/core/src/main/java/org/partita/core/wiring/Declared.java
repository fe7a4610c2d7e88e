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

    /** What a bundle declares. */
    public static Declared by(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return NOTHING;
        }
        List<Filter> needs = new ArrayList<>();
        revision.getDeclaredRequirements(Roles.NAMESPACE)
                .forEach(r -> needs.add(filter(r.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE))));
        List<Map<String, Object>> offers = revision.getDeclaredCapabilities(Roles.NAMESPACE).stream()
                .map(c -> Map.copyOf(c.getAttributes()))
                .toList();
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
