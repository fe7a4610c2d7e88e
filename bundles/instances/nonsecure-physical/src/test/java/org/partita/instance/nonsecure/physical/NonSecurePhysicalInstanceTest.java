package org.partita.instance.nonsecure.physical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.provider.InstanceProvider;
import org.partita.lib.crossing.testing.CrossingCall;
import org.partita.lib.crossing.testing.InstanceProviderContract;
import org.partita.testkit.Shows;

@Shows({
    "FFA-7.2-11",
    "FFA-7.3-2",
    "FFA-7.4-2",
    "FFA-8.1-2",
    "FFA-8.2-5",
    "FFA-8.3-2",
    "FFA-8.4-7",
    "FFA-8.5-6",
    "FFA-8.6-9",
    "FFA-8.7-3",
    "FFA-10.4-3",
    "FFA-9.1-8",
    "FFA-9.2-5",
    "FFA-9.3-4",
    "FFA-10.1-4",
    "FFA-10.2-2",
    "FFA-10.3-2",
    "FFA-11.1-7",
    "FFA-11.2-7",
    "FFA-11.3-7",
    "FFA-11.4-7",
    "FFA-11.5-5",
    "FFA-11.6-3",
    "FFA-11.7-8",
    "FFA-12.2.3.4-4",
    "FFA-12.2.3.5-4",
    "FFA-12.2.2.4-8",
    "FFA-12.2.2.5-7",
    "FFA-9.4-2"
})
class NonSecurePhysicalInstanceTest extends InstanceProviderContract {
    @Override
    protected FfaInstance instance() {
        return FfaInstance.NONSECURE_PHYSICAL;
    }

    @Override
    protected InstanceProvider provider(boolean strict) {
        return new NonSecurePhysicalInstance(configuration(NonSecurePhysicalInstance.Configuration.class, strict));
    }

    @Override
    protected CrossingCall call() {
        return CrossingCall.at(ExceptionLevel.EL2, ExceptionLevel.EL3, instance());
    }

    @ParameterizedTest
    @CsvSource({"EL2, EL3, PHYSICAL", "EL1, EL3, PHYSICAL", "SUPERVISOR, MONITOR, PHYSICAL"})
    void addressesMeanWhatTheLevelsAtTheBoundarySay(ExceptionLevel lower, ExceptionLevel higher, AddressKind expected) {
        assertThat(provider(false).addressKind(CrossingCall.at(lower, higher, instance())))
                .isEqualTo(expected);
    }
}
