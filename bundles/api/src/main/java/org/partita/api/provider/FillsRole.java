package org.partita.api.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Says which role a component fills: as service property {@code org.partita.role} for core, as capability in the
 * namespace {@code org.partita.role} for the assembler.
 */
@ComponentPropertyType
@Capability(namespace = Roles.NAMESPACE, name = "${#role}", effective = "assemble")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface FillsRole {
    /** Prefix of the service properties. */
    String PREFIX_ = "org.partita.";

    /** The role, one of the words in {@link Roles}. */
    String role();
}
