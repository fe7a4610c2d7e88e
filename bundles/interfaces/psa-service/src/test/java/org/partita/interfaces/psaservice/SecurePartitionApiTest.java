package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.testkit.Shows;

final class SecurePartitionApiTest {
    private final Scene scene = new Scene();

    @Test
    void itServesAllFunctionsThatAreNotOfTheClientApi() {
        assertThat(scene.api.functions())
                .containsExactlyInAnyOrder(Arrays.stream(PsaFunction.values())
                        .filter(f -> !f.client())
                        .toArray(PsaFunction[]::new));
    }

    @Shows("FFM-IPC-33")
    @Test
    void aPanicEndsTheCallersPartition() {
        scene.panics("FFM-IPC-33", PsaFunction.PSA_PANIC);
    }

    @Shows("FFM-API-98")
    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0x1000, 0x2000, 0x3000, 0x30A5, 0x4000, 0x5000, 0x6000})
    void theLifecycleStateIsThePlatforms(int state) {
        scene.spm.lifecycle(state);
        assertThat(scene.done(PsaFunction.PSA_ROT_LIFECYCLE_STATE)).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(
            value = PsaFunction.class,
            names = {"PSA_FRAMEWORK_VERSION", "PSA_VERSION", "PSA_CONNECT", "PSA_CALL", "PSA_CLOSE"})
    void theClientApiIsAnotherProviders(PsaFunction function) {
        PsaCallModel call = scene.crypto.call(function);
        assertThatIllegalStateException()
                .isThrownBy(() -> call.handle(scene.api))
                .withMessageContaining(function.title());
    }

    @ParameterizedTest
    @EnumSource(
            value = PsaFunction.class,
            names = {"PSA_WAIT", "PSA_GET", "PSA_READ", "PSA_REPLY", "PSA_CLEAR", "PSA_EOI"})
    void aNonSecureClientNeverComesHere(PsaFunction function) {
        PsaCallModel call = scene.spm.client(-1, function);
        assertThatIllegalStateException()
                .isThrownBy(() -> call.handle(scene.api))
                .withMessageContaining("client -1");
    }
}
