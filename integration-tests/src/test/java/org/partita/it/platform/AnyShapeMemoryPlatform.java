package org.partita.it.platform;

import java.util.Arrays;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.partita.it.PlatformConfigurations;
import org.partita.testkit.paxexam.PlatformConfiguration;

/** Bundles for every configuration of FF-A Tables 2.1 and 2.2, with memory management; a test boots what it needs. */
public final class AnyShapeMemoryPlatform implements PlatformConfiguration {
    @Override
    public Option[] options() {
        return Stream.concat(
                        Arrays.stream(PlatformConfigurations.platform("ffa-memory")),
                        Stream.of(PlatformConfigurations.bundles("org.partita.conduit.svc")))
                .toArray(Option[]::new);
    }
}
