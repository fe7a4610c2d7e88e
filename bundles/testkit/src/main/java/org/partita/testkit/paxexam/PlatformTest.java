package org.partita.testkit.paxexam;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of Jupiter tests that runs inside a container. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(ServiceInjection.class)
public @interface PlatformTest {
    /** What is in the container. */
    Class<? extends PlatformConfiguration> value();

    /** Whether the class gets a container of its own: for tests that leave the platform changed. */
    boolean fresh() default false;
}
