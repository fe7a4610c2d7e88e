package org.partita.instance.secure.physical;

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
import org.partita.api.ffa.Status;
import org.partita.api.provider.InstanceProvider;
import org.partita.lib.crossing.testing.CrossingCall;
import org.partita.lib.crossing.testing.InstanceProviderContract;
import org.partita.testkit.Shows;

@Shows({
    "FFA-7.2-12",
    "FFA-7.3-3",
    "FFA-7.4-3",
    "FFA-8.1-3",
    "FFA-8.2-6",
    "FFA-8.3-3",
    "FFA-8.4-8",
    "FFA-8.5-7",
    "FFA-8.6-10",
    "FFA-8.7-4",
    "FFA-10.4-4",
    "FFA-9.1-9",
    "FFA-9.2-6",
    "FFA-9.3-5",
    "FFA-10.1-5",
    "FFA-10.2-3",
    "FFA-10.3-3",
    "FFA-11.1-7",
    "FFA-11.2-7",
    "FFA-11.3-7",
    "FFA-11.4-7",
    "FFA-11.5-5",
    "FFA-11.6-3",
    "FFA-11.7-8",
    "FFA-12.2.3.4-5",
    "FFA-12.2.3.5-5",
    "FFA-12.2.2.4-8",
    "FFA-12.2.2.5-7",
    "FFA-9.4-3"
})
class SecurePhysicalInstanceTest extends InstanceProviderContract {
    @Override
    protected FfaInstance instance() {
        return FfaInstance.SECURE_PHYSICAL;
    }

    @Override
    protected InstanceProvider provider(boolean strict) {
        return new SecurePhysicalInstance(configuration(SecurePhysicalInstance.Configuration.class, strict));
    }

    @Override
    protected CrossingCall call() {
        return CrossingCall.at(ExceptionLevel.S_EL2, ExceptionLevel.EL3, instance());
    }

    @Test
    void aChangedConfigurationHoldsFromTheNextCall() {
        SecurePhysicalInstance provider =
                new SecurePhysicalInstance(configuration(SecurePhysicalInstance.Configuration.class, false));
        CrossingCall call = call().through(Conduit.ERET).function(FunctionId.FFA_INTERRUPT.id32());
        assertThat(provider.admit(call)).isEqualTo(Outcome.PROCEED);

        provider.modified(configuration(SecurePhysicalInstance.Configuration.class, true));
        assertThat(provider.admit(call)).isEqualTo(Outcome.COMPLETE);
    }

    @Shows("FFA-4.2.2-11")
    @ParameterizedTest
    @CsvSource({"0x84000066, FFA-8.4-8", "0xC4000066, FFA-8.4-8", "0x84000067, FFA-8.5-7", "0x84000065, FFA-8.3-3"})
    void spmcAndSpmdShareNoBufferPair(String function, String rule) {
        CrossingCall call =
                call().through(Conduit.SMC).function(Long.decode(function).intValue());
        assertThat(provider(false).admit(call)).isEqualTo(Outcome.COMPLETE);
        call.refusal().is(Status.NOT_SUPPORTED, rule);
    }

    @ParameterizedTest
    @CsvSource({"S_EL2, EL3, PHYSICAL", "S_EL1, EL3, PHYSICAL", "SECURE_SUPERVISOR, MONITOR, PHYSICAL"})
    void addressesMeanWhatTheLevelsAtTheBoundarySay(ExceptionLevel lower, ExceptionLevel higher, AddressKind expected) {
        assertThat(provider(false).addressKind(CrossingCall.at(lower, higher, instance())))
                .isEqualTo(expected);
    }
}
