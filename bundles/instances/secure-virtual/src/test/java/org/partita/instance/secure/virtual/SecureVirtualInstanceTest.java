package org.partita.instance.secure.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.provider.InstanceProvider;
import org.partita.lib.crossing.testing.CrossingCall;
import org.partita.lib.crossing.testing.InstanceProviderContract;
import org.partita.testkit.Shows;

@Shows({
    "FFA-7.2-14",
    "FFA-7.3-5",
    "FFA-7.4-5",
    "FFA-8.1-5",
    "FFA-8.2-8",
    "FFA-8.3-5",
    "FFA-8.4-10",
    "FFA-8.5-9",
    "FFA-8.6-12",
    "FFA-8.7-6",
    "FFA-10.4-6",
    "FFA-9.1-11",
    "FFA-9.2-8",
    "FFA-9.3-7",
    "FFA-10.1-7",
    "FFA-10.2-5",
    "FFA-10.3-5",
    "FFA-11.1-8",
    "FFA-11.2-8",
    "FFA-11.3-8",
    "FFA-11.4-8",
    "FFA-11.5-6",
    "FFA-11.6-4",
    "FFA-11.7-9",
    "FFA-12.2.3.4-6",
    "FFA-12.2.3.5-6",
    "FFA-12.2.2.4-9",
    "FFA-12.2.2.5-8",
    "FFA-9.4-5",
    "FFA-7.2-15",
    "FFA-7.4-6",
    "FFA-8.1-6",
    "FFA-8.2-9",
    "FFA-8.3-7",
    "FFA-8.5-11",
    "FFA-8.6-13",
    "FFA-8.7-7",
    "FFA-10.4-8",
    "FFA-9.1-18",
    "FFA-9.2-12",
    "FFA-9.3-9",
    "FFA-10.1-12",
    "FFA-11.5-1",
    "FFA-11.6-1",
    "FFA-11.7-1",
    "FFA-12.2.3.4-1",
    "FFA-12.2.3.5-1",
    "FFA-12.2.2.4-1",
    "FFA-12.2.2.5-1",
    "FFA-9.4-6"
})
class SecureVirtualInstanceTest extends InstanceProviderContract {
    @Override
    protected FfaInstance instance() {
        return FfaInstance.SECURE_VIRTUAL;
    }

    @Override
    protected InstanceProvider provider(boolean strict) {
        return new SecureVirtualInstance(configuration(SecureVirtualInstance.Configuration.class, strict));
    }

    @Override
    protected CrossingCall call() {
        return CrossingCall.at(ExceptionLevel.S_EL1, ExceptionLevel.S_EL2, instance());
    }

    @Test
    void aChangedConfigurationHoldsFromTheNextCall() {
        SecureVirtualInstance provider =
                new SecureVirtualInstance(configuration(SecureVirtualInstance.Configuration.class, false));
        CrossingCall call = call().through(Conduit.SVC).function(FunctionId.FFA_SUCCESS.id32());
        assertThat(provider.admit(call)).isEqualTo(Outcome.PROCEED);

        provider.modified(configuration(SecureVirtualInstance.Configuration.class, true));
        assertThat(provider.admit(call)).isEqualTo(Outcome.COMPLETE);
    }

    /** The last is the S-EL1 SP of an EL3 SPMC (reading A10). */
    @ParameterizedTest
    @CsvSource({
        "S_EL1, S_EL2, INTERMEDIATE",
        "SECURE_SUPERVISOR, S_EL2, INTERMEDIATE",
        "S_EL0, S_EL2, VIRTUAL",
        "S_EL0, S_EL1, VIRTUAL",
        "SECURE_USER, SECURE_SUPERVISOR, VIRTUAL",
        "S_EL0, EL3, VIRTUAL",
        "S_EL1, EL3, PHYSICAL"
    })
    void addressesMeanWhatTheLevelsAtTheBoundarySay(ExceptionLevel lower, ExceptionLevel higher, AddressKind expected) {
        assertThat(provider(false).addressKind(CrossingCall.at(lower, higher, instance())))
                .isEqualTo(expected);
    }
}
