package org.partita.api.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/**
 * Says that a component can fill its role only beside a provider of another role: a requirement in the namespace
 * {@code org.partita.role}, effective {@code assemble}. The assembler brings such a provider in; core lets nobody serve
 * whose requirements the serving providers do not meet. The framework makes no wire of it: that would keep the class
 * loader of a provider that was exchanged.
 */
@Requirement(namespace = Roles.NAMESPACE, name = "${#role}", effective = "assemble")
@Repeatable(NeedsRole.All.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface NeedsRole {
    /** The role, one of the words in {@link Roles}. */
    String role();

    /** Several of them. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface All {
        NeedsRole[] value();
    }
}
