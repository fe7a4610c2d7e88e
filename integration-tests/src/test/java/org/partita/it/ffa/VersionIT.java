package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** FFA_VERSION (FF-A 8.1) at both virtual instances. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class VersionIT {
    private static final int VERSION = 0x84000063;
    private static final int VERSION_64 = 0xC4000063;
    private static final long V1_0 = 0x00010000;
    private static final long NOT_SUPPORTED = 0xFFFFFFFFL;

    @Inject
    BundleContext framework;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    @ParameterizedTest(name = "to endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows({"FFA-8.1-1", "FFA-8.1-10", "FFA-8.1-11", "FFA-8.1.2-2", "FFA-7.1-2"})
    void versionIsInW0AndNothingElse(int id) {
        try (Abi endpoint = new Abi(platform, id)) {
            endpoint.raw(VERSION, V1_0);
            assertThat(endpoint.words()).containsExactly(V1_0, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        }
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @CsvSource({"0x00010001, 0x00010000", "0x0001FFFF, 0x00010000", "0x00020000, 0x00010000", "0x7FFFFFFF, 0x00010000"})
    @Shows({"FFA-8.1.2-4", "FFA-8.1-8"})
    void callerOfAGreaterVersionGetsTheHighestImplemented(String caller, String answer) {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(VERSION, Long.decode(caller));
            assertThat(vm.registers().x0).isEqualTo(Long.decode(answer));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0x00000000L, 0x00000009L, 0x0000FFFFL})
    @Shows("FFA-8.1.2-3")
    void incompatibleCallerOfALesserVersionGetsTheVersionOrNotSupported(long caller) {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(VERSION, caller);
            assertThat(vm.registers().x0).isIn(V1_0, NOT_SUPPORTED);
        }
    }

    @ParameterizedTest(name = "w1 = {0}")
    @ValueSource(longs = {0x80000000L, 0x80010000L, 0xFFFFFFFFL})
    @Shows("FFA-8.1-7")
    void bit31OfTheCallersVersionIsRefusedInW0(long caller) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi vm = new Abi(platform, 1)) {
                vm.raw(VERSION, caller).unknown("FFA-8.1-7");
            }
        });
    }

    @Test
    @Shows("FFA-8.1-9")
    void reservedInputsDoNotChangeTheVersion() {
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(VERSION, V1_0, -1, -1, -1, -1, -1, -1);
            assertThat(vm.words()).containsExactly(V1_0, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        }
    }

    @ParameterizedTest(name = "from endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows("FFA-8.1-6")
    void thereIsNo64BitCall(int id) {
        try (Abi endpoint = new Abi(platform, id)) {
            endpoint.raw(VERSION_64, V1_0);
            assertThat(endpoint.registers().w(0)).isEqualTo(-1);
        }
    }

    @ParameterizedTest(name = "from endpoint {0}")
    @ValueSource(ints = {1, 0x8002})
    @Shows("FFA-8.1.1-2")
    void everyMandatorySetupFunctionIsThereOnceAVersionWasReturned(int id) {
        try (Abi endpoint = new Abi(platform, id)) {
            endpoint.raw(VERSION, V1_0);
            assertThat(endpoint.registers().x0).isEqualTo(V1_0);
            for (int function = 0x84000063; function <= 0x84000069; function++) {
                endpoint.raw(0x84000064, Integer.toUnsignedLong(function));
                assertThat(endpoint.succeeded())
                        .as("FFA_FEATURES of 0x%x", function)
                        .isTrue();
            }
        }
    }
}
