package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.SpmConnection;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.testkit.Shows;

/** What the functions on vectors have in common: handle, type of the message, index. */
final class VectorRulesTest {
    private static final int VECTORS = 8;

    private final Scene scene = new Scene();

    /** A request with eight vectors of eight bytes, mapped if the function is to unmap one. */
    private SpmConnectionModel request(PsaFunction function) {
        return vectors(scene.spm.connected(scene.mac, -1).taken(0), function);
    }

    private static SpmConnectionModel vectors(SpmConnectionModel message, PsaFunction function) {
        for (int i = 0; i < VECTORS; i++) {
            message.with(i, Scene.CLIENT + 16L * i, 8);
        }
        boolean unmaps = function == PsaFunction.PSA_UNMAP_INVEC || function == PsaFunction.PSA_UNMAP_OUTVEC;
        message.mapped(unmaps ? 0xFF : 0);
        return message;
    }

    /** The arguments behind handle and index: a buffer and its length, or the length of a vector. */
    private static long[] arguments(PsaFunction function, long handle, long index) {
        return switch (function) {
            case PSA_READ, PSA_WRITE -> new long[] {handle, index, Scene.OWN, 4};
            default -> new long[] {handle, index, 4};
        };
    }

    private static void untouched(SpmConnection message, PsaFunction function) {
        assertThat(message.mapped()).isEqualTo(function.title().startsWith("psa_unmap") ? 0xFF : 0);
        assertThat(message.unmapped()).isZero();
        for (int i = 0; i < VECTORS; i++) {
            assertThat(message.done(i)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PSA_READ",
        "PSA_SKIP",
        "PSA_WRITE",
        "PSA_MAP_INVEC",
        "PSA_UNMAP_INVEC",
        "PSA_MAP_OUTVEC",
        "PSA_UNMAP_OUTVEC"
    })
    void theFourVectorsOfARequestOfTheCallersAreServed(PsaFunction function) {
        SpmConnectionModel message = request(function);
        for (int index = 0; index < 4; index++) {
            scene.done(function, arguments(function, message.handle(), index));
        }
    }

    @Shows({"FFM-API-56", "FFM-API-61", "FFM-API-65", "FFM-API-92", "FFM-API-93", "FFM-API-94", "FFM-API-95"})
    @ParameterizedTest
    @CsvSource({
        "PSA_READ, FFM-API-56",
        "PSA_SKIP, FFM-API-61",
        "PSA_WRITE, FFM-API-65",
        "PSA_MAP_INVEC, FFM-API-92",
        "PSA_UNMAP_INVEC, FFM-API-93",
        "PSA_MAP_OUTVEC, FFM-API-94",
        "PSA_UNMAP_OUTVEC, FFM-API-95"
    })
    void aHandleThatIsNoMessageOfThePartitionPanics(PsaFunction function, String rule) {
        long[] handles = new Handles(scene).invalid();
        scene.spm.connections().forEach(c -> vectors(c, function));

        for (long handle : handles) {
            scene.panics(rule, function, arguments(function, handle, 0));
        }

        assertThat(scene.spm.connections()).allSatisfy(c -> untouched(c, function));
    }

    @Shows({"FFM-API-57", "FFM-API-62", "FFM-API-66", "FFM-API-92", "FFM-API-93", "FFM-API-94", "FFM-API-95"})
    @ParameterizedTest
    @CsvSource({
        "PSA_READ, FFM-API-57",
        "PSA_SKIP, FFM-API-62",
        "PSA_WRITE, FFM-API-66",
        "PSA_MAP_INVEC, FFM-API-92",
        "PSA_UNMAP_INVEC, FFM-API-93",
        "PSA_MAP_OUTVEC, FFM-API-94",
        "PSA_UNMAP_OUTVEC, FFM-API-95"
    })
    void aMessageThatIsNoRequestPanics(PsaFunction function, String rule) {
        for (int type : new int[] {-1, -2}) {
            SpmConnectionModel message =
                    vectors(scene.spm.connected(scene.mac, -1).taken(type), function);
            scene.panics(rule, function, arguments(function, message.handle(), 0));
            untouched(message, function);
        }
    }

    @Shows({"FFM-API-58", "FFM-API-63", "FFM-API-67", "FFM-API-92", "FFM-API-93", "FFM-API-94", "FFM-API-95"})
    @ParameterizedTest
    @CsvSource({
        "PSA_READ, FFM-API-58",
        "PSA_SKIP, FFM-API-63",
        "PSA_WRITE, FFM-API-67",
        "PSA_MAP_INVEC, FFM-API-92",
        "PSA_UNMAP_INVEC, FFM-API-93",
        "PSA_MAP_OUTVEC, FFM-API-94",
        "PSA_UNMAP_OUTVEC, FFM-API-95"
    })
    void anIndexOf4OrMorePanics(PsaFunction function, String rule) {
        SpmConnectionModel message = request(function);
        for (long index : new long[] {4, 7, 8, 0x8000_0000L, 0xFFFF_FFFFL}) {
            scene.panics(rule, function, arguments(function, message.handle(), index));
        }
        untouched(message, function);
    }

    @Shows({"FFM-API-60", "FFM-API-64", "FFM-API-70"})
    @ParameterizedTest
    @CsvSource({
        "PSA_READ, FFM-API-60, PSA_MAP_INVEC, PSA_UNMAP_INVEC",
        "PSA_SKIP, FFM-API-64, PSA_MAP_INVEC, PSA_UNMAP_INVEC",
        "PSA_WRITE, FFM-API-70, PSA_MAP_OUTVEC, PSA_UNMAP_OUTVEC"
    })
    void aVectorThatIsMappedOrWasPanics(PsaFunction function, String rule, PsaFunction map, PsaFunction unmap) {
        SpmConnectionModel message = request(function);
        scene.done(map, message.handle(), 1);
        scene.panics(rule, function, arguments(function, message.handle(), 1));
        scene.done(unmap, message.handle(), 1, 0);
        scene.panics(rule, function, arguments(function, message.handle(), 1));

        scene.done(function, arguments(function, message.handle(), 0));
    }
}
