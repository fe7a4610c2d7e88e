package org.partita.testkit.paxexam;

import java.util.HashSet;
import java.util.Set;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;

/**
 * Hands the events from inside to the outside plan, except those of the engine itself. Listeners hear them with the
 * outside context class loader: some look up classes and resources by it.
 */
final class Replay implements EngineExecutionListener {
    private final EngineExecutionListener outside;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final Set<UniqueId> started = new HashSet<>();

    Replay(EngineExecutionListener outside) {
        this.outside = outside;
    }

    /** Reports a class that could not be run, or not to its end. */
    void failed(TestDescriptor type, Throwable cause) {
        if (started.add(type.getUniqueId())) {
            outside.executionStarted(type);
        }
        outside.executionFinished(type, TestExecutionResult.failed(cause));
    }

    @Override
    public void dynamicTestRegistered(TestDescriptor descriptor) {
        tell(descriptor, () -> outside.dynamicTestRegistered(descriptor));
    }

    @Override
    public void executionSkipped(TestDescriptor descriptor, String reason) {
        tell(descriptor, () -> outside.executionSkipped(descriptor, reason));
    }

    @Override
    public void executionStarted(TestDescriptor descriptor) {
        started.add(descriptor.getUniqueId());
        tell(descriptor, () -> outside.executionStarted(descriptor));
    }

    @Override
    public void executionFinished(TestDescriptor descriptor, TestExecutionResult result) {
        tell(descriptor, () -> outside.executionFinished(descriptor, result));
    }

    @Override
    public void reportingEntryPublished(TestDescriptor descriptor, ReportEntry entry) {
        tell(descriptor, () -> outside.reportingEntryPublished(descriptor, entry));
    }

    @Override
    public void fileEntryPublished(TestDescriptor descriptor, FileEntry file) {
        tell(descriptor, () -> outside.fileEntryPublished(descriptor, file));
    }

    private void tell(TestDescriptor descriptor, Runnable event) {
        if (descriptor.isRoot()) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader inside = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            event.run();
        } finally {
            thread.setContextClassLoader(inside);
        }
    }
}
