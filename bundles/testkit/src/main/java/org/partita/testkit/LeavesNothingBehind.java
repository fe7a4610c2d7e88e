package org.partita.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every test of the class leaves the platform as it found it: {@link Leftovers} counts before the {@code @BeforeEach}
 * methods (after them, if these start the first platform of the container) and compares after the {@code @AfterEach}
 * methods. A test that fails is not compared. For classes that run in a container.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(LeftoversCheck.class)
public @interface LeavesNothingBehind {}
