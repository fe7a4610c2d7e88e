package org.partita.testkit.paxexam;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;

/** Keeps the Jupiter engine from running outside what {@link PlatformTestEngine} runs inside. */
public final class JupiterExclusion implements PostDiscoveryFilter {
    /** Made by JUnit. */
    public JupiterExclusion() {}

    @Override
    public FilterResult apply(TestDescriptor descriptor) {
        boolean ours = descriptor
                .getUniqueId()
                .getEngineId()
                .filter(PlatformTestEngine.ID::equals)
                .isPresent();
        return FilterResult.includedIf(ours || !isInPlatformTest(descriptor));
    }

    /** The launcher asks for leaves only, so the class is an ancestor. */
    private static boolean isInPlatformTest(TestDescriptor descriptor) {
        return PlatformTestEngine.platformTest(descriptor).isPresent()
                || descriptor.getAncestors().stream()
                        .anyMatch(ancestor ->
                                PlatformTestEngine.platformTest(ancestor).isPresent());
    }
}
