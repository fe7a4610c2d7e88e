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
        int index = control.index(role);
        if (index < 0) {
            throw new PartitaException("role " + role + " is not known: see spm:wiring");
        }
        return provider.contains("://") || provider.startsWith("file:")
                ? beside(index, role, provider, withoutState)
                : control.swap(index, provider, withoutState);
    }

    private SwapReport beside(int index, String role, String url, boolean withoutState) {
        RoleStatus before = control.status().get(index);
        Bundle fresh = install(url);
        try {
            fresh.start(Bundle.START_TRANSIENT);
            SwapReport report = control.swap(index, Long.toString(fresh.getBundleId()), withoutState);
            Bundle old = framework.getBundle(before.bundleId());
            if (old != null) {
                old.uninstall();
            }
            return report;
        } catch (BundleException | RuntimeException e) {
            discard(fresh);
            throw new PartitaException("swap of " + role + " to " + url + " failed, everything is as before: " + reason(e));
        }
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
            return framework.installBundle("partita:" + url + "#" + System.identityHashCode(bytes),
                    new ByteArrayInputStream(bytes));
        } catch (IOException | IllegalArgumentException | BundleException e) {
            throw new PartitaException("bundle " + url + " can't be installed: " + reason(e)
                    + "; another version of an installed bundle needs another Bundle-Version");
        }
    }

    private static void discard(Bundle b) {
        try {
            b.uninstall();
        } catch (BundleException e) {
            throw new PartitaException("bundle " + b.getSymbolicName() + " can't be uninstalled: " + e.getMessage());
        }
    }
}
