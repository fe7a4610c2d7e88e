package org.partita.it.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Platform;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.Partitions;
import org.partita.api.partition.ThreadedPartition;

/** Partitions whose code a test writes; loaded at run time, gone at the end. */
public final class TestPartitions implements AutoCloseable {
    private final BundleContext framework;
    private final Platform platform;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Set<Integer> loaded = new HashSet<>();

    public TestPartitions(BundleContext framework, Platform platform) {
        this.framework = framework;
        this.platform = platform;
    }

    /** Loads a callback partition; returns its ID. */
    public int callback(Dts manifest, CallbackPartition code) {
        return load(CallbackPartition.class, code, manifest);
    }

    /** Loads a threaded partition; returns its ID. */
    public int threaded(Dts manifest, ThreadedPartition code) {
        return load(ThreadedPartition.class, code, manifest);
    }

    private <T> int load(Class<T> style, T code, Dts manifest) {
        undo.push(publish(framework, style, code, manifest)::unregister);
        int id = platform.load(manifest.source(), null);
        loaded.add(id);
        undo.push(() -> unload(id));
        return id;
    }

    /** Unloads a partition of these before the end; does nothing if it is unloaded already. */
    public void unload(int id) {
        if (loaded.remove(id)) {
            platform.unload(id);
        }
    }

    /** Publishes a partition's code under the file name of its manifest. */
    public static <T> ServiceRegistration<T> publish(BundleContext framework, Class<T> style, T code, Dts manifest) {
        return framework.registerService(
                style, code, FrameworkUtil.asDictionary(Map.of(Partitions.MANIFEST, manifest.fileName())));
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
