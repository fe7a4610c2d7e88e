package org.partita.testkit.paxexam;

import java.util.List;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.DiscoveryFilter;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryListener;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.OutputDirectoryCreator;

/**
 * A discovery request like another one, perhaps with other selectors, and without a listener: Jupiter, which looks at
 * the same classes, has already reported the issues there are.
 */
final class Discovery implements EngineDiscoveryRequest {
    private final EngineDiscoveryRequest original;

    Discovery(EngineDiscoveryRequest original) {
        this.original = original;
    }

    @Override
    public <T extends DiscoverySelector> List<T> getSelectorsByType(Class<T> type) {
        return original.getSelectorsByType(type);
    }

    @Override
    public <T extends DiscoveryFilter<?>> List<T> getFiltersByType(Class<T> type) {
        return original.getFiltersByType(type);
    }

    @Override
    public ConfigurationParameters getConfigurationParameters() {
        return original.getConfigurationParameters();
    }

    @Override
    public EngineDiscoveryListener getDiscoveryListener() {
        return EngineDiscoveryListener.NOOP;
    }

    @Override
    public OutputDirectoryCreator getOutputDirectoryCreator() {
        return original.getOutputDirectoryCreator();
    }
}
