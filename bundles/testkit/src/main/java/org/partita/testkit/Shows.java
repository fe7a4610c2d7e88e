package org.partita.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which requirements of {@code cnf/requirements.tsv} a test shows: {@code @Shows("FFA-8.4-13")}.
 *
 * <p>A test shows a requirement only if it fails when the behaviour is broken at the boundary where a partition or an
 * administrator would notice. On a class it counts for every test of the class.
 *
 * <p>A test that asserts a {@link Refusal} shows the rule that refused: if its id is missing here the test fails.
 */
@Documented
@ExtendWith(AssertedRules.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Shows.All.class)
public @interface Shows {
    /** The ids of the requirements, as in {@code FFA-8.4-13} or {@code FFM-SFN-3}. */
    String[] value();

    /** Holds repeated {@link Shows}. */
    @Documented
    @ExtendWith(AssertedRules.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {
        /** The repeated annotations. */
        Shows[] value();
    }
}
