package org.partita.testkit.paxexam;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field or parameter of a {@link PlatformTest} that gets the {@code BundleContext} of the probe, or a service.
 *
 * <p>The service is the one that ranks highest when the test begins, and is given back when the test ends. It does not
 * change under the test: a test that exchanges it asks the registry again.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface Inject {
    /** An LDAP filter that the service has to match; empty for none. */
    String filter() default "";

    /** How long to wait for the service, in milliseconds. */
    long timeout() default 10_000;
}
