package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus.ManagerStatus;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.Dts;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Where components may run (FF-A Tables 2.1 to 2.5): what boots, and what is refused with table and property. */
@PlatformTest(value = AnyShapePlatform.class, fresh = true)
class ExceptionLevelsIT extends ShapeContract {
    private static final List<String> SPMC_LEVELS = List.of("S-EL1", "S-EL2", "EL3", "Secure Supervisor");

    /** A Normal world endpoint in AArch32 goes with any SPMD; without a Hypervisor it is the OS kernel. */
    private static Dts kernel() {
        return Dts.vm("kernel", 1).without("id").cells("execution-state", 1).cells("execution-ctx-count", 2);
    }

    // ---- Tables 2.1 and 2.2

    @ParameterizedTest(name = "SPMD {0}, SPMC {1}")
    @CsvSource({"EL3, S-EL1", "EL3, S-EL2", "EL3, EL3", "EL3, Secure Supervisor", "Monitor, Secure Supervisor"})
    @Shows({"FFA-2.2-12", "FFA-2.2-13", "FFA-2.2-14", "FFA-2.2-15", "FFA-2.2-16", "FFA-2.2-11", "FFA-2.5-2"})
    void theConfigurationsOfTables21And22Boot(String spmd, String spmc) throws Exception {
        manifests.callback(kernel(), request -> {});
        Platform platform = booted(spmd, spmc, false);
        assertThat(platform.status().managers())
                .containsExactlyInAnyOrder(
                        new ManagerStatus("SPMD", spmd, "1.0"), new ManagerStatus("SPMC", spmc, "1.0"));
        try (Abi kernel = new Abi(platform, 0)) {
            kernel.raw(0x84000063, 0x10000);
            assertThat(kernel.registers().x0).isEqualTo(0x10000);
        }
    }

    @ParameterizedTest(name = "SPMD {0}, SPMC {1}: {2}")
    @CsvSource({
        "Monitor, S-EL1, FFA-2.3-9",
        "Monitor, S-EL2, FFA-2.3-8",
        "Monitor, EL3, FFA-2.2-14",
        "Monitor, Monitor, FFA-2.2-12",
        "S-EL2, S-EL1, FFA-2.2-11",
        "S-EL1, S-EL1, FFA-2.2-11",
        "EL3, S-EL0, FFA-2.2-12",
        "EL3, EL2, FFA-2.2-12",
    })
    @Shows({"FFA-2.2-11", "FFA-2.2-12", "FFA-2.2-14", "FFA-2.3-8", "FFA-2.3-9"})
    void otherLevelsOfTheSpmAreRefused(String spmd, String spmc, String requirement) throws Exception {
        assertThat(problems(spmd, spmc, false))
                .contains("spmd.level")
                .contains("FF-A")
                .contains("[" + requirement + "]");
    }

    @Test
    @Shows({"FFA-2.3-13", "FFA-2.5-3"})
    void aHypervisorIsNotBelowMonitorMode() throws Exception {
        assertThat(problems("Monitor", "Secure Supervisor", true))
                .contains("hypervisor and spmd.level")
                .contains("Table 2.5")
                .contains("[FFA-2.3-13]");
    }

    @Test
    @Shows("FFA-2.3-15")
    void anOsKernelInEl1IsNotBelowMonitorMode() throws Exception {
        manifests.callback(kernel().cells("execution-state", 0), request -> {});
        assertThat(problems("Monitor", "Secure Supervisor", false))
                .containsPattern("kernel\\.dts:\\d+ / exception-level: .*Table 2\\.5.*\\[FFA-2\\.3-15]");
    }

    // ---- Table 2.3

    /** SPMC, exception-level and execution-state of the SP, whether Table 2.3 says Yes, what it says otherwise. */
    static Stream<List<Object>> table23() {
        String[] yes = {
            "S-EL1: S-EL0 User S-EL1",
            "Secure Supervisor: User Secure-Supervisor",
            "EL3: S-EL0 User S-EL1",
            "S-EL2: S-EL0 User S-EL1 Secure-Supervisor"
        };
        List<List<Object>> rows = new ArrayList<>();
        for (String row : yes) {
            String spmc = row.substring(0, row.indexOf(':'));
            List<String> sps = List.of(row.substring(row.indexOf(':') + 2).split(" "));
            rows.add(List.of(spmc, 1, 0, "S-EL0", sps.contains("S-EL0")));
            rows.add(List.of(spmc, 1, 1, "User", sps.contains("User")));
            rows.add(List.of(spmc, 2, 0, "S-EL1", sps.contains("S-EL1")));
            rows.add(List.of(spmc, 2, 1, "Secure Supervisor", sps.contains("Secure-Supervisor")));
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table23")
    @Shows({
        "FFA-2.2-17",
        "FFA-2.2-18",
        "FFA-2.2-19",
        "FFA-2.2-21",
        "FFA-2.5-4",
        "FFA-2.5-5",
        "FFA-2.2.2.2-1",
        "FFA-2.2.1-1",
        "FFA-2.2.2.1-1",
        "FFA-2.2.2.3-1"
    })
    void anSpBootsWhereTable23SaysYesAndNowhereElse(List<Object> row) throws Exception {
        String spmc = (String) row.get(0);
        String level = (String) row.get(3);
        manifests.callback(
                spmc.equals(level) ? resident((int) row.get(2)) : sp((int) row.get(1), (int) row.get(2)),
                request -> request.respond(3, request.x(3) + 1));
        manifests.callback(kernel(), request -> {});
        if ((boolean) row.get(4)) {
            Platform platform = booted("EL3", spmc, false);
            assertThat(platform.partition(0x8011).summary().level()).isEqualTo(level);
            try (Abi kernel = new Abi(platform, 0)) {
                kernel.direct(0x8011, 4);
                assertThat(kernel.registers().x3).isEqualTo(5);
            }
        } else {
            assertThat(problems("EL3", spmc, false))
                    .containsPattern("sp\\.dts:\\d+ / exception-level: .*" + level + ".*\\(FF-A Table 2\\.3\\)");
        }
    }

    private static Dts sp(int level, int state) {
        return Dts.sp("sp", 0x8011)
                .cells("exception-level", level)
                .cells("execution-state", state)
                .cells("execution-ctx-count", level == 2 ? 2 : 1);
    }

    /** At the level of the SPMC, whose manifest describes it (FF-A 3.3). */
    private static Dts resident(int state) {
        return Dts.spmc("spmc", "exec_state = <" + state + ">", "partita,sp-id = <0x8011>");
    }

    @ParameterizedTest(name = "SPMC {0}")
    @CsvSource({"S-EL1, 0, FFA-2.2.2.1-4", "Secure Supervisor, 1, FFA-2.2.2.2-2", "EL3, 0, FFA-2.2.2.3-1"})
    @Shows({"FFA-2.2.2.1-4", "FFA-2.2.2.2-2", "FFA-2.2.2.3-1"})
    void withoutSecureEl2OneSpSharesTheLevelOfTheSpm(String spmc, int state, String requirement) throws Exception {
        for (String name : List.of("one", "two")) {
            manifests.callback(
                    Dts.sp(name, name.equals("one") ? 0x8011 : 0x8012)
                            .cells("execution-state", state)
                            .cells("execution-ctx-count", 2),
                    request -> {});
        }
        assertThat(problems("EL3", spmc, false))
                .containsPattern("two\\.dts:\\d+ / exception-level: .*\"one\".*\\(FF-A 2\\.2\\.2\\)")
                .contains("[" + requirement + "]");
    }

    @Test
    @Shows("FFA-2.2-20")
    void anEl3SpmcHasEitherAnSpInSEl1OrSpsInSEl0() throws Exception {
        manifests.callback(Dts.sp("privileged", 0x8011).cells("execution-ctx-count", 2), request -> {});
        manifests.callback(Dts.application("user", 0x8012), request -> {});
        assertThat(problems("EL3", "EL3", false))
                .containsPattern("user\\.dts:\\d+ / exception-level: .*\"privileged\".*\\(FF-A Table 2\\.3\\)")
                .contains("[FFA-2.2-20]");
    }

    @Test
    @Shows({"FFA-2.2-21", "FFA-2.2.1-1"})
    void anSEl2SpmcHasAllKindsAtOnce() throws Exception {
        int id = 0x8011;
        for (int level = 1; level <= 2; level++) {
            for (int state = 0; state <= 1; state++) {
                manifests.callback(
                        Dts.sp("sp" + level + state, id++)
                                .cells("exception-level", level)
                                .cells("execution-state", state),
                        request -> {});
            }
        }
        assertThat(booted("EL3", "S-EL2", false).partitions())
                .extracting(p -> p.level())
                .containsExactly("S-EL0", "User", "S-EL1", "Secure Supervisor");
    }

    @ParameterizedTest(name = "SPMC {0}")
    @MethodSource("levels")
    @Shows({"FFA-2.3-4", "FFA-2.3-5"})
    void aVmInEitherExecutionStateIsBelowAHypervisor(String spmc) throws Exception {
        manifests
                .callback(Dts.vm("wide", 1), request -> {})
                .callback(Dts.vm("narrow", 2).cells("execution-state", 1), request -> request.respond(3, 7));
        Platform platform = booted("EL3", spmc, true);
        assertThat(platform.partitions()).extracting(p -> p.level()).containsExactly("EL1", "Supervisor");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(2);
            assertThat(vm.registers().x3).isEqualTo(7);
        }
    }

    static List<String> levels() {
        return SPMC_LEVELS;
    }
}
