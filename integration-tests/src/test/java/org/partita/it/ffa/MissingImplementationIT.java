package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.partita.api.admin.Platform;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What FFA_VERSION answers where nothing implements the Framework any more (FF-A 8.1, 8.1.2). */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
class MissingImplementationIT {
    private static final int VERSION = 0x84000063;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).restarted(Map.of("vacancy.grace", 50L, "hold.deadline", 100L));
    }

    private Bundle setup() {
        return Arrays.stream(framework.getBundles())
                .filter(b -> b.getSymbolicName().equals("org.partita.interfaces.setup"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows({"FFA-8.1-12", "FFA-8.1.2-5"})
    void withoutTheSetupInterfaceTheVersionIsNotSupported(int id) throws BundleException {
        setup().stop();
        try (Abi endpoint = new Abi(platform, id)) {
            endpoint.raw(VERSION, 0x10000);
            assertThat(endpoint.words()).containsExactly(0xFFFFFFFFL, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
            setup().start();
            endpoint.raw(VERSION, 0x10000);
            assertThat(endpoint.words()).containsExactly(0x10000L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        }
    }
}
