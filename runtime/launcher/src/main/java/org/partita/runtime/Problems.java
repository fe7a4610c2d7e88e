package org.partita.runtime;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** Collects what goes wrong while bundles start, in words for people. */
final class Problems implements FrameworkListener {
    private static final Pattern FILTER =
            Pattern.compile("\\((osgi\\.wiring\\.\\w+|osgi\\.ee|osgi\\.extender)=([^)]+)\\)");

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final @Nullable PrintStream traces;

    /**
     * Creates an empty collection.
     *
     * @param traces where stack traces go, null for nowhere
     */
    Problems(@Nullable PrintStream traces) {
        this.traces = traces;
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        Throwable cause = event.getThrowable();
        if (event.getType() != FrameworkEvent.ERROR || cause == null) {
            return;
        }
        texts.add(explain(String.valueOf(event.getBundle().getSymbolicName()), cause));
        if (traces != null) {
            cause.printStackTrace(traces);
        }
    }

    /** What was collected, one sentence each. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    /** One sentence about a bundle that did not start. */
    static String explain(String bundle, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String last = null;
        Matcher matcher = FILTER.matcher(message);
        while (matcher.find()) {
            // the framework reports a chain; its last link is what is really missing
            last = switch (matcher.group(1)) {
                case "osgi.wiring.package" ->
                    "package " + matcher.group(2) + ", which no bundle of -runbundles exports";
                case "osgi.ee" -> matcher.group(2) + " in a version that this Java does not have";
                default -> matcher.group(2) + ", which no bundle of -runbundles provides";
            };
        }
        if (last != null) {
            return "bundle " + bundle + " needs " + last;
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "bundle " + bundle + " did not start: " + (root.getMessage() == null ? root : root.getMessage());
    }
}
