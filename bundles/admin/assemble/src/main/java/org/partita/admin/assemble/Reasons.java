package org.partita.admin.assemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Requirement;

/** Says why something can't be put together: from what was asked for down to what is missing, a line each. */
final class Reasons {
    private static final Pattern VALUE = Pattern.compile("\\(([\\w.-]+)=([^()]+)\\)");

    private final Resolution resolution;
    /** Parts that can't be used, with the requirement that nobody meets who was still usable when they were found. */
    private final Map<Part, Requirement> unusable = new HashMap<>();

    Reasons(Resolution resolution) {
        this.resolution = resolution;
    }

    /** The first chain of reasons. */
    String why(Part root) {
        findUnusable(resolution.parts());
        findUnusable(List.of(root));
        List<String> chain = new ArrayList<>();
        follow(null, root, chain);
        if (chain.isEmpty()) {
            return "each part fits by itself, but not all of them together: two bundles offer the same package in "
                    + "versions that exclude each other; exclude one of them by its symbolic name";
        }
        return String.join(System.lineSeparator(), chain);
    }

    /** Repeats until nothing changes: what needs an unusable part becomes unusable later than that, so chains end. */
    private void findUnusable(List<Part> parts) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Part part : parts) {
                Requirement missing = unusable.containsKey(part) ? null : firstMissing(part);
                if (missing != null) {
                    unusable.put(part, missing);
                    changed = true;
                }
            }
        }
    }

    private @Nullable Requirement firstMissing(Part part) {
        for (Requirement requirement : part.getRequirements(null)) {
            if (resolution.isEffective(requirement)
                    && unusable.keySet().containsAll(resolution.providers(requirement))) {
                return requirement;
            }
        }
        return null;
    }

    /** Adds what is missing for a part, and then for the part that could have helped. */
    private void follow(@Nullable String who, Part part, List<String> chain) {
        Requirement missing = unusable.get(part);
        if (missing != null) {
            List<Part> providers = resolution.providers(missing);
            Part provider = providers.isEmpty() ? null : providers.getFirst();
            chain.add(link(who, missing, provider));
            if (provider != null) {
                follow(provider.title(), provider, chain);
            }
        }
    }

    private String link(@Nullable String who, Requirement requirement, @Nullable Part provider) {
        String what = provider != null && !(provider instanceof BundlePart) ? provider.title() : what(requirement);
        String sentence = who == null ? what + " is required" : who + " needs " + what;
        if (provider == null) {
            return sentence + end(requirement);
        }
        boolean told = what.endsWith(provider.title());
        return told ? sentence : sentence + ", which " + provider.title() + " provides";
    }

    /** What is required, in words. */
    private static String what(Requirement requirement) {
        String value = value(requirement);
        return switch (requirement.getNamespace()) {
            case Role.NAMESPACE -> value;
            case "osgi.wiring.package" -> "package " + value;
            case "osgi.identity", "osgi.wiring.bundle", "osgi.wiring.host" -> "bundle " + value;
            case "osgi.service" -> "service " + value;
            case "osgi.ee" -> "Java " + value;
            default -> requirement.getNamespace() + " " + value;
        };
    }

    private static String value(Requirement requirement) {
        String filter = String.valueOf(requirement.getDirectives().get("filter"));
        Matcher matcher = VALUE.matcher(filter);
        return matcher.find() ? matcher.group(2) : filter;
    }

    private String end(Requirement requirement) {
        String value = value(requirement);
        String why = resolution.whyBarred(value);
        if (!why.isEmpty()) {
            return ", which " + why;
        }
        List<Part> barred = resolution.barredProviders(requirement);
        if (!barred.isEmpty()) {
            String provider = barred.getFirst().title();
            return ", which " + provider + " provides, and that " + resolution.whyBarred(provider);
        }
        return ", which no bundle in the repository provides"
                + (requirement.getNamespace().equals(Role.NAMESPACE) ? alternatives(value) : "");
    }

    /** What there is instead: roles of the same kind, or all kinds. */
    private String alternatives(String role) {
        List<String> same = Role.sameKind(role, resolution.roles());
        if (same.isEmpty()) {
            same = resolution.roles().stream().map(Role::typed).toList();
        }
        return same.isEmpty() ? "" : "; there are " + String.join(", ", same);
    }
}
