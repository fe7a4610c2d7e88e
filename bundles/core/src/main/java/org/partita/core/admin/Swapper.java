package org.partita.core.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.RoleStatus;
import org.partita.api.admin.SwapReport;
import org.partita.core.swap.SwapControl;

/** spm:swap: to an installed provider, or to a version that is installed beside the old one. */
final class Swapper {
    private final BundleContext framework;
    private final SwapControl control;

    Swapper(BundleContext framework, SwapControl control) {
        this.framework = framework;
        this.control = control;
    }

    SwapReport swap(String role, String provider, boolean withoutState) {
        control.notInsidePass("spm:swap");
        int index = control.report().index(role);
        if (index < 0) {
            throw new PartitaException("role " + role + " is not known: see spm:wiring");
        }
        if (provider.contains("://") || provider.startsWith("file:")) {
            return beside(index, role, provider, withoutState);
        }
        RoleStatus now = control.report().status().get(index);
        if (now.bundleId() < 0 && now.standbys().isEmpty()) {
            throw new PartitaException("no provider of " + now.role()
                    + " is installed: give the URL of a bundle, such as file:provider.jar");
        }
        return control.swap(index, provider, withoutState);
    }

    private SwapReport beside(int index, String role, String url, boolean withoutState) {
        RoleStatus before = control.report().status().get(index);
        Bundle fresh = install(url);
        SwapReport report;
        try {
            fresh.start(Bundle.START_TRANSIENT);
            report = serve(index, before, fresh, withoutState);
        } catch (BundleException | RuntimeException e) {
            String failure = control.report().failure(role);
            discard(fresh);
            throw new PartitaException("swap of " + role + " to " + url + " failed, everything is as before: "
                    + (failure.isEmpty() ? reason(e) : failure));
        }
        Bundle old = framework.getBundle(before.bundleId());
        if (old != null) {
            discard(old);
        }
        return report;
    }

    /** A fresh provider that outranks the old one serves as soon as it is started. */
    private SwapReport serve(int index, RoleStatus before, Bundle fresh, boolean withoutState) {
        RoleStatus now = control.report().status().get(index);
        return now.bundleId() == fresh.getBundleId()
                ? new SwapReport(now.role(), label(before), label(now), 0, "by ranking, see the log", 0, 0)
                : control.swap(index, Long.toString(fresh.getBundleId()), withoutState);
    }

    private static String label(RoleStatus r) {
        return r.bundleId() < 0 ? "" : r.provider() + ":" + r.version();
    }

    private static String reason(Exception e) {
        Throwable t = e;
        while (t.getCause() != null) {
            t = t.getCause();
        }
        return String.valueOf(t.getMessage());
    }

    /** Installs a bundle from a URL, its bytes read before the framework begins. */
    Bundle install(String url) {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            byte[] bytes = in.readAllBytes();
            return framework.installBundle(freeLocation(url), new ByteArrayInputStream(bytes));
        } catch (BundleException e) {
            boolean twice = e.getType() == BundleException.DUPLICATE_BUNDLE_ERROR;
            throw new PartitaException("bundle " + url + " can't be installed: " + reason(e)
                    + (twice ? "; another version of an installed bundle needs another Bundle-Version" : ""));
        } catch (IOException | IllegalArgumentException e) {
            throw new PartitaException("bundle " + url + " can't be read: " + reason(e)
                    + "; give a URL, such as file:provider.jar for a file of the folder where Partita was started");
        }
    }

    /** Under a location that it has already the framework would give back that bundle, whatever the bytes are. */
    private String freeLocation(String url) {
        int number = 1;
        while (framework.getBundle("partita:" + url + "#" + number) != null) {
            number++;
        }
        return "partita:" + url + "#" + number;
    }

    private static void discard(Bundle b) {
        try {
            b.uninstall();
        } catch (BundleException e) {
            throw new PartitaException("bundle " + b.getSymbolicName() + " can't be uninstalled: " + e.getMessage());
        }
    }
}
