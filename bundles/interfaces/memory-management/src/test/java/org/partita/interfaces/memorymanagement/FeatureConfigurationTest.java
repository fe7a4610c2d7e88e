package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffa.FunctionId;
import org.partita.api.provider.InterfaceProvider;
import org.partita.memory.dynamicbuffers.DynamicBuffers;
import org.partita.memory.fragments.Fragments;
import org.partita.memory.timeslicing.TimeSlicing;

/** What the features of FF-A 12.2 offer, and what can be configured. */
final class FeatureConfigurationTest {
    @Test
    void eachOffersTheFunctionsByWhichItIsDiscovered() {
        assertThat(Features.configured(Fragments.class, 4096).functions())
                .containsExactlyInAnyOrder(FunctionId.FFA_MEM_FRAG_RX, FunctionId.FFA_MEM_FRAG_TX);
        assertThat(Features.configured(TimeSlicing.class, 1).functions())
                .containsExactlyInAnyOrder(FunctionId.FFA_MEM_OP_PAUSE, FunctionId.FFA_MEM_OP_RESUME);
    }

    @Test
    void dynamicBuffersAreAPropertyOfTheFunctionsWithADescriptor() {
        InterfaceProvider buffers = Features.configured(DynamicBuffers.class, 1);
        assertThat(buffers.functions()).isEmpty();
        Set<FunctionId> with = EnumSet.noneOf(FunctionId.class);
        for (FunctionId function : FunctionId.values()) {
            long properties = buffers.featureProperties(function);
            assertThat(properties).isBetween(0L, 1L);
            if (properties == 1) {
                with.add(function);
            }
        }
        assertThat(with)
                .containsExactlyInAnyOrder(
                        FunctionId.FFA_MEM_DONATE,
                        FunctionId.FFA_MEM_LEND,
                        FunctionId.FFA_MEM_SHARE,
                        FunctionId.FFA_MEM_RETRIEVE_REQ);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0})
    void noFeatureDoesNothing(int value) {
        refused(Fragments.class, value, "org.partita.memory.fragments: length is " + value);
        refused(TimeSlicing.class, value, "org.partita.memory.timeslicing: operations is " + value);
        refused(DynamicBuffers.class, value, "org.partita.memory.dynamicbuffers: pages is " + value);
    }

    @Test
    void theLimitsAreThoseOfTheDescriptions() {
        refused(Fragments.class, 4095, "org.partita.memory.fragments: length is 4095");
        refused(DynamicBuffers.class, 65_537, "org.partita.memory.dynamicbuffers: pages is 65537");
        assertThat(Features.configured(DynamicBuffers.class, 65_536)).isNotNull();
        assertThat(Features.configured(TimeSlicing.class, Integer.MAX_VALUE)).isNotNull();
    }

    private static void refused(Class<? extends InterfaceProvider> provider, int value, String message) {
        assertThatThrownBy(() -> Features.configured(provider, value))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
