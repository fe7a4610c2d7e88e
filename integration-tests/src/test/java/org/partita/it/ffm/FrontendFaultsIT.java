package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.provider.Roles;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** An interface that hands over to the backend what is no message: who calls is told, administrators too, and nobody else is hurt. */
@PlatformTest(FfmTestPlatform.class)
class FrontendFaultsIT {
    private static final int SERVER = 0x1001;
    private static final int CLIENT = 0x1002;
    private static final int SERVER_HANDLE = 0x40000100;
    private static final int CLIENT_HANDLE = 0x40000101;
    private static final int PROGRAMMER_ERROR = -129;
    private static final int ENDED = -145;

    /** The interface does it for requests of this type, and what the installed one does for all others. */
    private static final int FAULT = 99;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Scripted server = new Scripted();
    private TestFfm ffm;

    @BeforeEach
    void begin() {
        ffm = new TestFfm(framework, folder);
        ffm.sfn(ManifestText.of("SERVER").stateless("SERVICE", SERVER, 1), server);
        ffm.sfn(
                ManifestText.of("CLIENT").stateless("RUN", CLIENT, 2).dependsOn("SERVICE"),
                new Scripted().on(CLIENT, (psa, m) -> {
                    events.add("CLIENT calls");
                    int status = psa.call(SERVER_HANDLE, m.type() == 1 ? FAULT : 0, 0, 0);
                    events.add("CLIENT got " + status);
                    return status;
                }));
    }

    @AfterEach
    void takeBack() {
        ffm.close();
    }

    /** An interface that does something of its own for {@link #FAULT}. */
    private record Faulty(PsaProvider real, Function<PsaCall, Outcome> fault) implements PsaProvider {
        @Override
        public Set<PsaFunction> functions() {
            return real.functions();
        }

        @Override
        public Outcome handle(PsaCall call) {
            boolean request = call.function() == PsaFunction.PSA_CALL && (call.registers.w(2) & 0xFFFF) == FAULT;
            return request ? fault.apply(call) : real.handle(call);
        }
    }

    private Platform boot(String backend, Function<PsaCall, Outcome> fault) throws Exception {
        PsaProvider real = framework.getService(framework
                .getServiceReferences(PsaProvider.class, "(" + Roles.PROPERTY + "=" + Roles.INTERFACE_PSA_CLIENT + ")")
                .iterator()
                .next());
        ffm.psa(Roles.INTERFACE_PSA_CLIENT, new Faulty(real, fault));
        Platform platform = ffm.key("ffm.backend", backend).boot();
        TestFfm.assertServes(platform, backend);
        return platform;
    }

    private static int call(Platform platform, int handle, int type) {
        try (PsaSession client = platform.ffm().client(-1)) {
            return client.call(handle, type, new byte[0][], Outputs.NONE);
        }
    }

    private static List<String> ended(Platform platform) {
        return platform.partitions().stream()
                .filter(p -> p.state().equals("ended"))
                .map(PartitionStatus::name)
                .toList();
    }

    /** Has no service, nor anything else. */
    private static SpmConnection withoutService() {
        return (SpmConnection) Proxy.newProxyInstance(
                SpmConnection.class.getClassLoader(),
                new Class<?>[] {SpmConnection.class},
                (proxy, method, arguments) -> switch (method.getReturnType().getName()) {
                    case "int" -> 0;
                    case "long" -> 0L;
                    case "boolean" -> false;
                    default -> null;
                });
    }

    static Stream<Arguments> faults() {
        Function<PsaCall, Outcome> missing = call -> Outcome.HAND_OVER;
        Function<PsaCall, Outcome> foreign = call -> call.send(withoutService());
        return Stream.of("sfn", "ipc")
                .flatMap(b -> Stream.of(
                        Arguments.of(b, "no message", missing),
                        Arguments.of(b, "something that is no connection of the pool", foreign)));
    }

    /** As in TF-M since the commit (reading E1): a programmer error, of which a Secure caller panics. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    @Shows({"FFM-SFN-7", "FFM-SFN-28"})
    void whoeverCallsHearsOfAProgrammerError(String backend, String what, Function<PsaCall, Outcome> fault)
            throws Exception {
        Platform platform = boot(backend, fault);
        try (PsaSession client = platform.ffm().client(-1)) {
            assertThat(client.call(SERVER_HANDLE, FAULT, 0, 0)).isEqualTo(PROGRAMMER_ERROR);
            assertThat(client.rule())
                    .isNotNull()
                    .satisfies(r -> assertThat(r.id()).isEqualTo("FFM-SFN-7"));
        }
        assertThat(platform.status().problems())
                .singleElement()
                .asString()
                .contains("client -1", "has handed over " + what)
                .doesNotContain("NullPointerException");
        assertThat(call(platform, CLIENT_HANDLE, 0)).isZero();
        assertThat(server.types()).containsExactly(0);
        assertThat(platform.ffm().connections()).isEmpty();
        assertThat(ended(platform)).isEmpty();

        events.clear();
        assertThat(call(platform, CLIENT_HANDLE, 1)).isEqualTo(ENDED);
        assertThat(events).containsExactly("CLIENT calls");
        assertThat(ended(platform)).containsExactly("CLIENT");
        assertThat(platform.status().problems())
                .last()
                .asString()
                .contains("partition CLIENT", "panicked", "[FFM-SFN-7]");
        assertThat(call(platform, SERVER_HANDLE, 0)).isZero();
        assertThat(platform.ffm().connections()).isEmpty();
    }

    /** As in the commit: the SPM panics. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    @Shows("FFM-SFN-7")
    void withStrictSeedTheSpmPanics(String backend, String what, Function<PsaCall, Outcome> fault) throws Exception {
        ffm.key("options", new String[] {"strict-seed"});
        Platform platform = boot(backend, fault);
        assertThat(call(platform, SERVER_HANDLE, 0)).isZero();
        assertThat(call(platform, CLIENT_HANDLE, 1)).isEqualTo(ENDED);
        assertThat(events).containsExactly("CLIENT calls");
        assertThat(ended(platform)).containsExactly("SERVER", "CLIENT");
        assertThat(platform.status().problems())
                .anySatisfy(
                        p -> assertThat(p).contains("panicked: there was no message to process", "strict-seed is set"));
        assertThat(call(platform, SERVER_HANDLE, 0)).isEqualTo(ENDED);
        assertThat(platform.ffm().connections()).isEmpty();
    }
}
