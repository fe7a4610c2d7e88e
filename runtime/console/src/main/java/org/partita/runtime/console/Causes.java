package org.partita.runtime.console;

import java.util.regex.Pattern;

/** Messages of exceptions without the names of their classes, which say nothing to people. */
final class Causes {
    /** Names of exceptions' classes before a message. */
    private static final Pattern CLASSES = Pattern.compile("^((\\w+\\.)+[A-Z][\\w$]*: )+");

    private static final String CAUSE = "Caused by: ";

    private Causes() {}

    /** The message of the innermost cause. */
    static String of(Throwable exception) {
        Throwable inner = exception;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return plain(inner.getMessage() == null ? inner.toString() : inner.getMessage());
    }

    /** The message of the last cause in the text of a stack trace. */
    static String ofTrace(String trace) {
        String cause = trace.lines()
                .filter(line -> line.startsWith(CAUSE))
                .reduce((before, line) -> line)
                .map(line -> line.substring(CAUSE.length()))
                .orElse(trace.lines().findFirst().orElse(""));
        return plain(cause);
    }

    private static String plain(String message) {
        return CLASSES.matcher(message).replaceFirst("");
    }
}
