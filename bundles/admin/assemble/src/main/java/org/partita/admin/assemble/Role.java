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

    private static final String PARTITION = "partition/";

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

    /** Whether a word asks for a partition. */
    static boolean isPartition(String word) {
        return word.startsWith(PARTITION);
    }

    /** The name of a partition that a word asks for. */
    static String partition(String word) {
        return word.substring(PARTITION.length());
    }

    /** The word of a partition's bundle: {@code partition/echo} for {@code org.partita.partition.echo}; else empty. */
    static String ofPartition(String symbolicName) {
        String prefix = "org.partita.partition.";
        return symbolicName.startsWith(prefix) ? PARTITION + symbolicName.substring(prefix.length()) : "";
    }

    /** Which of the bundles that fill a role without a provider's name in it: {@code backend/ipc} for {@code org.partita.backend.ipc}. */
    static String ofProvider(String role, String symbolicName) {
        return role + "/" + symbolicName.substring(symbolicName.lastIndexOf('.') + 1);
    }
}
