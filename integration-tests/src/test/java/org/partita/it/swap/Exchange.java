package org.partita.it.swap;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;

/** How a provider is exchanged. */
public enum Exchange {
    /** A second build of the bundle, in place. */
    UPDATE(true, false) {
        @Override
        public void make(Platform platform, RoleStatus role, Bundle bundle, Copies copies, Path folder)
                throws Exception {
            bundle.update(new ByteArrayInputStream(copies.next()));
        }
    },
    STOP_AND_START(false, false) {
        @Override
        public void make(Platform platform, RoleStatus role, Bundle bundle, Copies copies, Path folder)
                throws Exception {
            bundle.stop();
            bundle.start();
        }
    },
    /** The old version goes for good, then another one comes. */
    UNINSTALL_AND_INSTALL(true, true) {
        @Override
        public void make(Platform platform, RoleStatus role, Bundle bundle, Copies copies, Path folder)
                throws Exception {
            BundleContext framework = bundle.getBundleContext().getBundle(0).getBundleContext();
            bundle.uninstall();
            framework
                    .installBundle(bundle.getLocation(), new ByteArrayInputStream(copies.next()))
                    .start();
        }
    },
    /** Another version beside the old one; the old one is uninstalled. */
    SWAP(true, true) {
        @Override
        public void make(Platform platform, RoleStatus role, Bundle bundle, Copies copies, Path folder)
                throws Exception {
            platform.swap(role.role(), copies.nextUrl(folder), false);
        }
    },
    REFRESH(false, false) {
        @Override
        public void make(Platform platform, RoleStatus role, Bundle bundle, Copies copies, Path folder)
                throws Exception {
            CountDownLatch done = new CountDownLatch(1);
            FrameworkWiring framework = bundle.getBundleContext().getBundle(0).adapt(FrameworkWiring.class);
            framework.refreshBundles(List.of(bundle), event -> {
                if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                    done.countDown();
                }
            });
            if (!done.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("refresh of " + bundle + " did not end");
            }
        }
    };

    private final boolean newVersion;
    private final boolean newBundle;

    Exchange(boolean newVersion, boolean newBundle) {
        this.newVersion = newVersion;
        this.newBundle = newBundle;
    }

    /** Whether another version serves afterwards. */
    public boolean newVersion() {
        return newVersion;
    }

    /** Whether a bundle with another id serves afterwards. */
    public boolean newBundle() {
        return newBundle;
    }

    /** Exchanges the provider of a role. */
    public abstract void make(Platform platform, RoleStatus role, Bundle bundle, Copies copies, Path folder)
            throws Exception;
}
