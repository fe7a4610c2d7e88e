package org.partita.benchmarks.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.Partitions;
import org.partita.api.partition.ThreadedPartition;

/**
 * A platform of {@code configurations} in a framework of this process, without shell, with partitions of the benchmarks' own. The
 * api's packages come from this class path, so that benchmarks and bundles share its classes.
 */
public final class BenchPlatform {
    private static final String SCHEDULING = "ffa-scheduling";
    private static final String CORE = "org.partita.core";
    private static final String MEMORY = "org.partita.hardware.memory";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Registers the code of the partitions of FF-A and writes their manifests. */
    private interface Parts {
        void register(BundleContext context, Manifests manifests) throws IOException;
    }

    /** Configures a platform, registers the code of its partitions and writes their manifests. */
    private interface Contents {
        void register(BundleContext context, Path folder) throws Exception;
    }

    private final Path folder;
    private final Framework framework;
    private final Platform platform;

    private BenchPlatform(Path folder, Framework framework, Platform platform) {
        this.folder = folder;
        this.framework = framework;
        this.platform = platform;
    }

    /**
     * Starts the reference platform and waits until it has booted.
     *
     * @param vm ID of the VM that sends
     * @param sp ID of the SP that sends
     * @param receiver ID of the first of three SPs that receive
     */
    public static BenchPlatform start(int vm, int sp, int receiver) throws Exception {
        return start("ffa-reference", (context, manifests) -> {
            register(context, manifests.vm(vm), new Receivers.Sender());
            register(context, manifests.sender(sp), new Receivers.Sender());
            register(context, manifests.receiver(receiver), new Receivers.Same());
            register(context, manifests.receiver(receiver + 1), new Receivers.Sum());
            register(context, manifests.receiver(receiver + 2), new Receivers.Inverse());
        });
    }

    /**
     * Starts the platform with memory management and waits until it has booted.
     *
     * @param vm ID of a VM with a heap
     * @param lender ID of an SP with a heap
     * @param borrower ID of an SP without
     */
    public static BenchPlatform startWithHeaps(int vm, Heap vmHeap, int lender, Heap heap, int borrower)
            throws Exception {
        return start("ffa-memory", (context, manifests) -> {
            register(context, manifests.lendingVm(vm, vmHeap), new Receivers.Sender());
            register(context, manifests.lender(lender, heap), new Receivers.Sender());
            register(context, manifests.borrower(borrower), new Receivers.Sender());
        });
    }

    /**
     * Starts the platform with scheduling, with two threaded SPs, and waits until it has booted.
     *
     * @param vm ID of a VM that sends direct requests
     * @param asker ID of an SP that sends as many requests as it is asked to
     * @param answerer ID of the SP that answers them
     */
    public static BenchPlatform startThreaded(int vm, int asker, int answerer) throws Exception {
        return start(SCHEDULING, (context, manifests) -> {
            register(context, manifests.vm(vm), new Receivers.Sender());
            threaded(context, manifests.both(asker), new Receivers.Asker(answerer));
            threaded(context, manifests.receiver(answerer), new Receivers.Answerer());
        });
    }

    /**
     * Starts the platform with scheduling, with VMs that use indirect messages, and waits until it has booted.
     *
     * @param sender ID of the VM that sends
     * @param receiver ID of the VM that reads
     * @param scheduler ID of the VM with the primary scheduler
     */
    public static BenchPlatform startScheduled(int sender, int receiver, int scheduler) throws Exception {
        return start(SCHEDULING, (context, manifests) -> {
            register(context, manifests.messenger(sender), new Receivers.Sender());
            Manifests.Messenger reader = manifests.reader(receiver);
            register(context, reader.file(), new Receivers.Reader(reader.rx()));
            register(context, manifests.scheduler(scheduler), new Receivers.Sender());
        });
    }

    /**
     * Starts the platform with scheduling, with an SP that has a device, and waits until it has booted.
     *
     * @param owner ID of the SP
     * @param intid interrupt ID of its device, an SPI
     */
    public static BenchPlatform startInterrupted(int owner, int intid, Handler handler) throws Exception {
        return start(SCHEDULING, (context, manifests) -> threaded(context, manifests.driver(owner, intid), handler));
    }

    /**
     * Starts a platform of FF-M at isolation level 1 and waits until it has booted. Its partitions are those of {@link Services}.
     *
     * @param ipc whether they are IPC partitions, in the IPC backend; else SFN partitions in the SFN backend
     */
    public static BenchPlatform startFfm(boolean ipc) throws Exception {
        return boot(ipc ? "tfm-ipc-l1" : "tfm-sfn-l1", (context, folder) -> {
            configure(
                    context,
                    CORE,
                    Map.of(
                            "name",
                            "benchmarks",
                            "framework",
                            "FF-M",
                            "pes",
                            1,
                            "ffm.isolation",
                            1,
                            "watchdog",
                            60_000L));
            configure(context, MEMORY, Map.of("ranges", new String[] {
                "secure-sram 0x30000000 1M secure", "sram 0x20000000 1M nonsecure"
            }));
            new ServiceManifests(folder).write(ipc);
            for (int i = 0; i < Services.COUNT; i++) {
                String name = Services.name(i);
                if (ipc) {
                    psa(context, IpcPartition.class, name, new Services.Main(Services.work(i)));
                } else {
                    psa(context, SfnPartition.class, name, new Services.Functions(Services.work(i)));
                }
            }
        });
    }

    private static BenchPlatform start(String name, Parts parts) throws Exception {
        return boot(name, (context, folder) -> {
            configure(context);
            parts.register(context, new Manifests(folder));
        });
    }

    private static BenchPlatform boot(String name, Contents contents) throws Exception {
        Path folder = Files.createTempDirectory("partita-benchmarks");
        Repository repository = new Repository(Home.find(), name);
        Framework framework = new FrameworkFactory().newFramework(properties(folder, repository));
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            List<Bundle> bundles = install(context, repository.platform());
            framework.start();
            startAll(bundles, false);
            contents.register(context, folder);
            startAll(bundles, true);
            return new BenchPlatform(folder, framework, booted(context));
        } catch (Exception e) {
            framework.stop();
            throw e;
        }
    }

    /** The running platform. */
    public Platform platform() {
        return platform;
    }

    private static Map<String, String> properties(Path folder, Repository repository) throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, folder.resolve("storage").toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, sharedPackages(repository));
        properties.put("felix.cache.locking", "false");
        properties.put("ds.lock.timeout.milliseconds", "30000");
        properties.put("org.partita.platform", "benchmarks");
        properties.put("org.partita.manifests", folder.toString());
        return properties;
    }

    private static String sharedPackages(Repository repository) throws IOException {
        List<String> packages = new ArrayList<>();
        for (String name : repository.apiPackages()) {
            packages.add(name + ";version=1.0.0");
        }
        packages.add("org.osgi.service.cm;version=1.6.1");
        return String.join(",", packages);
    }

    private static List<Bundle> install(BundleContext context, List<Path> jars) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            bundles.add(context.installBundle(jar.toUri().toString()));
        }
        return bundles;
    }

    private static void startAll(List<Bundle> bundles, boolean ours) throws BundleException {
        for (Bundle bundle : bundles) {
            if (bundle.getSymbolicName().startsWith("org.partita.") == ours) {
                bundle.start();
            }
        }
    }

    private static void configure(BundleContext context) throws Exception {
        configure(context, CORE, Map.of("name", "benchmarks", "pes", 4, "choose", new String[] {
            "scheduler=org.partita.scheduler.endpoint"
        }));
        String[] ranges = {
            "secure-sram 0x06000000 32M secure",
            "dram 0x80000000 2032M nonsecure",
            "secure-dram 0xff000000 16M secure",
            "secure-high 0x100000000 4G secure",
            "secure-peripherals 0x1c000000 64K secure device"
        };
        configure(context, MEMORY, Map.of("ranges", ranges));
    }

    private static void configure(BundleContext context, String pid, Map<String, Object> properties) throws Exception {
        waitFor(context, ConfigurationAdmin.class)
                .getConfiguration(pid, "?")
                .update(FrameworkUtil.asDictionary(properties));
    }

    private static void register(BundleContext context, String manifest, CallbackPartition code) {
        context.registerService(
                CallbackPartition.class, code, FrameworkUtil.asDictionary(Map.of(Partitions.MANIFEST, manifest)));
    }

    private static void threaded(BundleContext context, String manifest, ThreadedPartition code) {
        context.registerService(
                ThreadedPartition.class, code, FrameworkUtil.asDictionary(Map.of(Partitions.MANIFEST, manifest)));
    }

    private static <P extends PsaPartition> void psa(BundleContext context, Class<P> model, String name, P code) {
        context.registerService(model, code, FrameworkUtil.asDictionary(Map.of(PsaPartition.PARTITION, name)));
    }

    private static Platform booted(BundleContext context) throws InterruptedException {
        Platform platform = waitFor(context, Platform.class);
        PlatformStatus status = platform.awaitBoot(LIMIT);
        if (!status.state().equals("running")) {
            throw new IllegalStateException(
                    "the platform is " + status.state() + ", not running: " + String.join("; ", status.problems()));
        }
        return platform;
    }

    private static <T> T waitFor(BundleContext context, Class<T> service) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, service, null);
        tracker.open();
        T found = tracker.waitForService(LIMIT.toMillis());
        if (found == null) {
            throw new IllegalStateException("no service " + service.getName() + " within " + LIMIT.toSeconds()
                    + " s: were api and bundles built together? rebuild runtime and benchmarks");
        }
        return found;
    }

    /** Stops the framework and deletes what it stored. */
    public void stop() throws Exception {
        framework.stop();
        framework.waitForStop(LIMIT.toMillis());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
