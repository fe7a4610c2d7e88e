package org.partita.instance.nonsecure.virtual;

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
    "FFA-7.2-13",
    "FFA-7.3-4",
    "FFA-7.4-4",
    "FFA-8.1-4",
    "FFA-8.2-7",
    "FFA-8.3-4",
    "FFA-8.4-9",
    "FFA-8.5-8",
    "FFA-8.6-11",
    "FFA-8.7-5",
    "FFA-10.4-5",
    "FFA-9.1-10",
    "FFA-9.2-7",
    "FFA-9.3-6",
    "FFA-10.1-6",
    "FFA-10.2-4",
    "FFA-10.3-4",
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
    "FFA-9.4-4"
})
class NonSecureVirtualInstanceTest extends InstanceProviderContract {
    @Override
    protected FfaInstance instance() {
        return FfaInstance.NONSECURE_VIRTUAL;
    }

    @Override
    protected InstanceProvider provider(boolean strict) {
        return new NonSecureVirtualInstance(configuration(NonSecureVirtualInstance.Configuration.class, strict));
    }

    @Override
    protected CrossingCall call() {
        return CrossingCall.at(ExceptionLevel.EL1, ExceptionLevel.EL2, instance());
    }

    @ParameterizedTest
    @CsvSource({"EL1, EL2, INTERMEDIATE", "SUPERVISOR, EL2, INTERMEDIATE"})
    void addressesMeanWhatTheLevelsAtTheBoundarySay(ExceptionLevel lower, ExceptionLevel higher, AddressKind expected) {
        assertThat(provider(false).addressKind(CrossingCall.at(lower, higher, instance())))
                .isEqualTo(expected);
    }
}
