package org.partita.admin.assemble;

import java.util.List;
import java.util.Locale;

/**
 * Requirements and capabilities between providers: namespace {@code org.partita.role}, effective {@code assemble}, one
 * attribute that has the namespace's name.
 */
final class Role {
    /** Namespace and attribute. */
    static final String NAMESPACE = "org.partita.role";

    private Role() {}

    /** The word for a requirement as typed: {@code conduit=smc} becomes {@code conduit/smc}. */
    static String word(String typed) {
        return typed.strip().replace('=', '/');
    }

    /** As typed, for messages. */
    static String typed(String word) {
        return word.replaceFirst("/", "=").toLowerCase(Locale.ROOT);
    }

    /** Roles of the same kind as another, as typed. */
    static List<String> sameKind(String role, List<String> roles) {
        String kind = role.substring(0, role.indexOf('/') + 1);
        return roles.stream()
                .filter(r -> r.startsWith(kind) && !kind.isEmpty())
                .map(Role::typed)
                .toList();
    }

    /** The word of a partition's bundle: {@code partition/echo} for {@code org.partita.partition.echo}; else empty. */
    static String ofPartition(String symbolicName) {
        String prefix = "org.partita.partition.";
        return symbolicName.startsWith(prefix) ? "partition/" + symbolicName.substring(prefix.length()) : "";
    }
}
