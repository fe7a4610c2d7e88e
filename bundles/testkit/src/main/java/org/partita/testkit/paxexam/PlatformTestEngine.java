package org.partita.testkit.paxexam;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;

/**
 * Runs the classes annotated {@link PlatformTest} inside their containers.
 *
 * <p>Jupiter discovers them twice under this engine's id, outside and in the probe. So both trees have the same unique
 * ids, and events from inside are events of the outside plan without any translation.
 */
public final class PlatformTestEngine implements TestEngine {
    /** The id of this engine. */
    public static final String ID = "partita-platform";

    private static final Namespace NAMESPACE = Namespace.create(PlatformTestEngine.class);

    private final JupiterTestEngine jupiter = new JupiterTestEngine();

    /** Made by JUnit. */
    public PlatformTestEngine() {}

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor root = new EngineDescriptor(id, "Platform tests");
        if (cannotHoldPlatformTests(request)) {
            return root;
        }
        TestDescriptor found = jupiter.discover(new Discovery(request), id);
        for (TestDescriptor type : List.copyOf(found.getChildren())) {
            if (platformTest(type).isPresent()) {
                found.removeChild(type);
                root.addChild(type);
            }
        }
        return root;
    }

    /** Unit test runs select classes, and should not pay for a second discovery. */
    private static boolean cannotHoldPlatformTests(EngineDiscoveryRequest request) {
        List<ClassSelector> classes = request.getSelectorsByType(ClassSelector.class);
        return !classes.isEmpty()
                && classes.size()
                        == request.getSelectorsByType(DiscoverySelector.class).size()
                && classes.stream().noneMatch(c -> AnnotationSupport.isAnnotated(c.getJavaClass(), PlatformTest.class));
    }

    @Override
    public void execute(ExecutionRequest request) {
        TestDescriptor root = request.getRootTestDescriptor();
        EngineExecutionListener listener = request.getEngineExecutionListener();
        listener.executionStarted(root);
        Platforms platforms = platforms(request.getStore());
        List<? extends TestDescriptor> classes = root.getChildren().stream()
                .sorted(Comparator.comparing(PlatformTestEngine::configurationName))
                .toList();
        for (TestDescriptor type : classes) {
            execute(type, platforms, request);
        }
        listener.executionFinished(root, TestExecutionResult.successful());
    }

    private void execute(TestDescriptor type, Platforms platforms, ExecutionRequest request) {
        Replay replay = new Replay(request.getEngineExecutionListener());
        PlatformTest wanted = platformTest(type).orElseThrow();
        try {
            PlatformContainer container =
                    platforms.obtain(wanted, javaClass(type).orElseThrow());
            container.run(_ -> new InsideRun(jupiter, request, replay).execute(type));
        } catch (Exception | LinkageError e) {
            replay.failed(type, e);
        } finally {
            if (wanted.fresh()) {
                platforms.close();
            }
        }
    }

    private static Platforms platforms(NamespacedHierarchicalStore<Namespace> requestStore) {
        NamespacedHierarchicalStore<Namespace> session =
                requestStore.getParent().orElse(requestStore);
        return session.computeIfAbsent(NAMESPACE, Platforms.class, _ -> new Platforms(), Platforms.class);
    }

    private static String configurationName(TestDescriptor type) {
        return platformTest(type).map(test -> test.value().getName()).orElse("");
    }

    /** Gives the annotation of a test class; nothing for any other descriptor. */
    static Optional<PlatformTest> platformTest(TestDescriptor descriptor) {
        return javaClass(descriptor).flatMap(type -> AnnotationSupport.findAnnotation(type, PlatformTest.class));
    }

    private static Optional<Class<?>> javaClass(TestDescriptor descriptor) {
        return descriptor
                .getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getJavaClass());
    }
}
