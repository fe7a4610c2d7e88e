package org.partita.runtime;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** Finds the bundles that did not start and says why, in words for people. */
final class Problems {
    private static final Pattern FILTER =
            Pattern.compile("\\((osgi\\.wiring\\.\\w+|osgi\\.ee|osgi\\.extender)=([^)]+)\\)");

    private Problems() {}

    /**
     * One sentence for each bundle that is not active although it should be. The framework tells of failures by events
     * that arrive at some later time, so the bundle is asked again instead: starting it once more fails the same way.
     *
     * @param traces where stack traces go, null for nowhere
     */
    static List<String> of(BundleContext context, @Nullable PrintStream traces) {
        List<String> texts = new ArrayList<>();
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        for (Bundle bundle : context.getBundles()) {
            BundleStartLevel start = bundle.adapt(BundleStartLevel.class);
            boolean wanted =
                    bundle.getBundleId() > 0 && start.isPersistentlyStarted() && start.getStartLevel() <= level;
            if (wanted && bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING) {
                startAgain(bundle, traces, texts);
            }
        }
        return texts;
    }

    private static void startAgain(Bundle bundle, @Nullable PrintStream traces, List<String> texts) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            texts.add(explain(bundle.getSymbolicName(), e));
            if (traces != null) {
                e.printStackTrace(traces);
            }
        }
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
