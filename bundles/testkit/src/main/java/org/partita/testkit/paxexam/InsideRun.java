package org.partita.testkit.paxexam;

import java.util.List;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/** Runs the chosen tests of one class with Jupiter, in the thread that has the probe's class loader. */
final class InsideRun {
    private final JupiterTestEngine jupiter;
    private final ExecutionRequest outside;
    private final Replay replay;

    InsideRun(JupiterTestEngine jupiter, ExecutionRequest outside, Replay replay) {
        this.jupiter = jupiter;
        this.outside = outside;
        this.replay = replay;
    }

    /** Runs what is left of a class after the filters of the outside plan. */
    void execute(TestDescriptor type) {
        List<UniqueId> chosen = type.isContainer() && type.getChildren().isEmpty()
                ? List.of(type.getUniqueId())
                : type.getDescendants().stream()
                        .filter(descriptor -> descriptor.getChildren().isEmpty())
                        .map(TestDescriptor::getUniqueId)
                        .toList();
        UniqueId engine = outside.getRootTestDescriptor().getUniqueId();
        TestDescriptor inside = jupiter.discover(new Request(chosen, outside), engine);
        List<UniqueId> missing = chosen.stream()
                .filter(id -> inside.findByUniqueId(id).isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Not found in the probe bundle (does the class load there? are its packages exported to it?): "
                            + missing);
        }
        // internal to JUnit, and the only way for an engine to run another one
        jupiter.execute(ExecutionRequest.create(
                inside,
                replay,
                outside.getConfigurationParameters(),
                outside.getOutputDirectoryCreator(),
                outside.getStore(),
                outside.getCancellationToken()));
    }

    private record Request(List<UniqueId> chosen, ExecutionRequest outside) implements EngineDiscoveryRequest {
        @Override
        public <T extends DiscoverySelector> List<T> getSelectorsByType(Class<T> type) {
            return chosen.stream()
                    .map(DiscoverySelectors::selectUniqueId)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }

        @Override
        public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(Class<T> type) {
            return List.of();
        }

        @Override
        public ConfigurationParameters getConfigurationParameters() {
            return outside.getConfigurationParameters();
        }

        @Override
        public OutputDirectoryCreator getOutputDirectoryCreator() {
            return outside.getOutputDirectoryCreator();
        }
    }
}
