package org.partita.testkit.requirements;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.commons.support.AnnotationSupport;
import org.partita.testkit.Shows;

/** The requirements that a test shows by the annotations of its method and of its classes. */
public final class ShownIds {
    private ShownIds() {}

    /**
     * The ids, in the order in which they stand there.
     *
     * @param type the class that runs the test: an inherited test counts for it too
     * @param test the test's method
     */
    public static Set<String> of(Class<?> type, Method test) {
        Set<String> ids = new LinkedHashSet<>();
        add(ids, AnnotationSupport.findRepeatableAnnotations(test, Shows.class));
        addClass(ids, test.getDeclaringClass());
        addClass(ids, type);
        return ids;
    }

    private static void addClass(Set<String> ids, Class<?> innermost) {
        for (Class<?> type = innermost; type != null; type = type.getEnclosingClass()) {
            add(ids, AnnotationSupport.findRepeatableAnnotations(type, Shows.class));
        }
    }

    private static void add(Set<String> ids, List<Shows> annotations) {
        for (Shows shows : annotations) {
            ids.addAll(List.of(shows.value()));
        }
    }
}
