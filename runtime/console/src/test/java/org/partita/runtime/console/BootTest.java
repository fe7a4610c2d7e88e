package org.partita.runtime.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;
import org.partita.runtime.console.Boot.Result;

class BootTest {
    private static final Duration LIMIT = Duration.ofSeconds(7);

    private static Result awaitWith(String state, String... problems) throws InterruptedException {
        Boot boot = new Boot(components(List.of(), List.of()));
        boot.bind(answering(Platform.class, status(state, problems)));
        return boot.await(LIMIT);
    }

    private static PlatformStatus status(String state, String... problems) {
        return new PlatformStatus(
                "p",
                state,
                "ok",
                "parallel",
                0,
                Duration.ZERO,
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of(problems));
    }

    /** An implementation of an interface that answers every question with one value. */
    private static <T> T answering(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> answer));
    }

    private static ServiceComponentRuntime components(
            List<ComponentDescriptionDTO> descriptions, List<ComponentConfigurationDTO> configurations) {
        return ServiceComponentRuntime.class.cast(Proxy.newProxyInstance(
                BootTest.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (p, m, a) -> m.getName().equals("getComponentDescriptionDTOs") ? descriptions : configurations));
    }

    @Test
    void aRunningPlatformMayHaveSomethingToTell() throws InterruptedException {
        assertThat(awaitWith("running")).isEqualTo(new Result.Running(List.of()));
        assertThat(awaitWith("running", "degraded because")).isEqualTo(new Result.Running(List.of("degraded because")));
    }

    @Test
    void aFailedPlatformTellsItsProblems() throws InterruptedException {
        assertThat(awaitWith("failed", "echo.dts:3 ...")).isEqualTo(new Result.Failed(List.of("echo.dts:3 ...")));
        assertThat(awaitWith("stopped")).isEqualTo(new Result.Failed(List.of("its state is stopped")));
    }

    @Test
    void aPlatformThatIsStillBootingIsGivenUpWithWhatItWaitsFor() throws InterruptedException {
        assertThat(awaitWith("booting", "role conduit/SMC is vacant"))
                .isEqualTo(new Result.Failed(List.of(
                        "role conduit/SMC is vacant",
                        "still booting after 7 s; --set boot.deadline=MILLISECONDS gives it more")));
    }

    @Test
    void aProviderWhoseActivationFailedIsNamedWithTheReason() throws InterruptedException {
        ComponentDescriptionDTO memory = new ComponentDescriptionDTO();
        memory.name = "org.partita.hardware.memory.SparseMemory";
        memory.bundle = new BundleDTO();
        memory.bundle.symbolicName = "org.partita.hardware.memory";
        ComponentConfigurationDTO failed = new ComponentConfigurationDTO();
        failed.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
        failed.failure = """
                java.lang.reflect.InvocationTargetException
                \tat x.Y.z(Y.java:1)
                Caused by: org.osgi.X: org.partita.Problem: ranges[0] has 2 fields
                \t... 3 more
                """;
        Boot boot = new Boot(components(List.of(memory), List.of(failed)));
        boot.bind(answering(Platform.class, status("failed", "role hardware/memory is vacant")));
        assertThat(boot.await(LIMIT))
                .isEqualTo(
                        new Result.Failed(
                                List.of(
                                        "role hardware/memory is vacant",
                                        "org.partita.hardware.memory component SparseMemory can't be activated: ranges[0] has 2 fields")));
    }

    @Test
    void whenCoreDoesNotComeItsUnsatisfiedComponentsAreNamed() throws InterruptedException {
        ComponentDescriptionDTO core = new ComponentDescriptionDTO();
        core.name = "core";
        core.bundle = new BundleDTO();
        core.bundle.symbolicName = "org.partita.core";
        ComponentConfigurationDTO waits = new ComponentConfigurationDTO();
        waits.state = ComponentConfigurationDTO.UNSATISFIED_REFERENCE;
        UnsatisfiedReferenceDTO reference = new UnsatisfiedReferenceDTO();
        reference.name = "log";
        waits.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {reference};
        assertThat(new Boot(components(List.of(core), List.of(waits))).await(LIMIT))
                .isEqualTo(new Result.Failed(
                        List.of("org.partita.core component core waits for a service: its reference log has none")));
    }
}
