package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;

/** Platforms whose managers a test puts at levels of its choice, with the manifests that it writes. */
abstract class ShapeContract {
    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    Running running;
    ManifestFolder manifests;
    private Platform last;

    @BeforeEach
    void make() {
        running = new Running(framework);
        manifests = new ManifestFolder(framework, folder);
    }

    /** Nothing of this test's platform is left that would boot again with the code that the next test publishes. */
    @AfterEach
    void close() {
        if (last != null) {
            last.trace().stop();
            last.partitions().forEach(p -> last.unload(p.id()));
        }
        manifests.close();
    }

    Platform booted(String spmd, String spmc, boolean hypervisor) throws Exception {
        last = null;
        last = running.restarted(AnyShapePlatform.keys(spmd, spmc, hypervisor, manifests));
        return last;
    }

    /** All problems of a platform that does not boot. */
    String problems(String spmd, String spmc, boolean hypervisor) throws Exception {
        last = null;
        PlatformStatus status = running.bootOf(AnyShapePlatform.keys(spmd, spmc, hypervisor, manifests));
        assertThat(status.state()).as("state of the platform").isEqualTo("failed");
        assertThat(status.partitions()).as("partitions").isZero();
        return String.join("\n", status.problems());
    }

    /** Each crossing since the trace was started: from, conduit and instance, to. */
    static List<String> path(Platform platform) {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .map(c -> c.from() + " " + (c.instance() == null ? "privately" : c.conduit() + " @ " + c.instance())
                        + " " + c.to())
                .toList();
    }
}
