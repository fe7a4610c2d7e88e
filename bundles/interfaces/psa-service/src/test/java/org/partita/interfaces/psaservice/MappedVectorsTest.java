package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.lib.fixture.psa.SpmServiceModel;
import org.partita.testkit.Shows;

/** MM-IOVEC; what its functions share with the others on vectors is in {@link VectorRulesTest}. */
final class MappedVectorsTest {
    private final Scene scene = new Scene();

    private SpmConnectionModel request(SpmServiceModel service) {
        SpmConnectionModel request = scene.request(service)
                .with(0, Scene.CLIENT, 10)
                .with(1, Scene.CLIENT + 0x20, 0)
                .with(4, Scene.CLIENT + 0x40, 10)
                .with(5, Scene.CLIENT + 0x60, 0);
        request.outputs(Scene.CLIENT + 0x80, 2);
        return request;
    }

    private int length(int vector) {
        return scene.spm.memory().word(Scene.CLIENT + 0x84 + 8L * vector);
    }

    @Shows("FFM-API-91")
    @Test
    void mappedVectorsAreWhereTheClientHasThem() {
        SpmConnectionModel request = request(scene.mac);

        assertThat(scene.done(PsaFunction.PSA_MAP_INVEC, request.handle(), 0)).isEqualTo(Scene.CLIENT);
        assertThat(scene.done(PsaFunction.PSA_MAP_OUTVEC, request.handle(), 0)).isEqualTo(Scene.CLIENT + 0x40);

        assertThat(scene.spm.memory().bytes(Scene.OWN, Scene.SIZE)).containsOnly(0);
    }

    @Test
    void anAddressIsAnUnsignedResult() {
        SpmConnectionModel request = scene.request(scene.mac).with(2, Scene.END, 8);
        assertThat(scene.done(PsaFunction.PSA_MAP_INVEC, request.handle(), 2)).isEqualTo(Scene.END);
    }

    @Shows({"FFM-API-92", "FFM-API-93", "FFM-API-94", "FFM-API-95"})
    @ParameterizedTest
    @CsvSource({
        "PSA_MAP_INVEC, FFM-API-92",
        "PSA_UNMAP_INVEC, FFM-API-93",
        "PSA_MAP_OUTVEC, FFM-API-94",
        "PSA_UNMAP_OUTVEC, FFM-API-95"
    })
    void aServiceWhoseVectorsMayNotBeMappedPanics(PsaFunction function, String rule) {
        SpmConnectionModel request = request(scene.hash);
        request.mapped(function.title().startsWith("psa_unmap") ? 0xFF : 0);
        scene.panics(rule, function, request.handle(), 0, 0);
    }

    @Shows({"FFM-API-92", "FFM-API-94"})
    @ParameterizedTest
    @CsvSource({"PSA_MAP_INVEC, PSA_UNMAP_INVEC, FFM-API-92", "PSA_MAP_OUTVEC, PSA_UNMAP_OUTVEC, FFM-API-94"})
    void anEmptyVectorAndOneThatIsMappedOrWasPanics(PsaFunction map, PsaFunction unmap, String rule) {
        SpmConnectionModel request = request(scene.mac);
        scene.panics(rule, map, request.handle(), 1);
        scene.panics(rule, map, request.handle(), 3);
        scene.done(map, request.handle(), 0);
        scene.panics(rule, map, request.handle(), 0);
        scene.done(unmap, request.handle(), 0, 0);
        scene.panics(rule, map, request.handle(), 0);
    }

    @Shows({"FFM-API-92", "FFM-API-94"})
    @ParameterizedTest
    @CsvSource({
        "PSA_READ, PSA_MAP_INVEC, FFM-API-92",
        "PSA_SKIP, PSA_MAP_INVEC, FFM-API-92",
        "PSA_WRITE, PSA_MAP_OUTVEC, FFM-API-94"
    })
    void aVectorThatWasReadSkippedOrWrittenPanics(PsaFunction access, PsaFunction map, String rule) {
        SpmConnectionModel request = request(scene.mac);
        if (access == PsaFunction.PSA_SKIP) {
            scene.done(access, request.handle(), 0, 1);
        } else {
            scene.done(access, request.handle(), 0, Scene.OWN, 1);
        }
        scene.panics(rule, map, request.handle(), 0);
    }

    @Shows({"FFM-API-93", "FFM-API-95"})
    @ParameterizedTest
    @CsvSource({
        "PSA_MAP_INVEC, PSA_UNMAP_INVEC, FFM-API-93, PSA_MAP_OUTVEC",
        "PSA_MAP_OUTVEC, PSA_UNMAP_OUTVEC, FFM-API-95, PSA_MAP_INVEC"
    })
    void aVectorThatIsNotMappedOrNoMorePanics(PsaFunction map, PsaFunction unmap, String rule, PsaFunction mapOther) {
        SpmConnectionModel request = request(scene.mac);
        scene.done(mapOther, request.handle(), 0);
        scene.panics(rule, unmap, request.handle(), 0, 0);
        scene.done(map, request.handle(), 0);
        assertThat(scene.done(unmap, request.handle(), 0, 0)).isZero();
        scene.panics(rule, unmap, request.handle(), 0, 0);
    }

    @Shows("FFM-API-95")
    @Test
    void aLengthBeyondTheVectorPanics() {
        SpmConnectionModel request = request(scene.mac);
        scene.done(PsaFunction.PSA_MAP_OUTVEC, request.handle(), 0);
        scene.panics("FFM-API-95", PsaFunction.PSA_UNMAP_OUTVEC, request.handle(), 0, 11);
        scene.panics("FFM-API-95", PsaFunction.PSA_UNMAP_OUTVEC, request.handle(), 0, 0xFFFF_FFFFL);
        scene.done(PsaFunction.PSA_UNMAP_OUTVEC, request.handle(), 0, 10);
    }

    @Shows("FFM-API-96")
    @Test
    void theClientHearsTheLengthWithWhichAVectorWasUnmapped() {
        SpmConnectionModel request = request(scene.mac);
        scene.done(PsaFunction.PSA_MAP_OUTVEC, request.handle(), 0);
        scene.done(PsaFunction.PSA_UNMAP_OUTVEC, request.handle(), 0, 6);

        assertThat(scene.replied(request, 0)).isZero();

        assertThat(length(0)).isEqualTo(6);
    }

    @Shows("FFM-API-96")
    @Test
    void theClientHears0ForAVectorThatWasNeverUnmapped() {
        SpmConnectionModel request = request(scene.mac);
        scene.done(PsaFunction.PSA_MAP_OUTVEC, request.handle(), 0);

        assertThat(scene.replied(request, 0)).isZero();

        assertThat(length(0)).isZero();
    }
}
