package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.manifest.devicetree.Manifests.SP;
import static org.partita.manifest.devicetree.Manifests.SPMC;
import static org.partita.manifest.devicetree.Manifests.VM;
import static org.partita.manifest.devicetree.Manifests.partition;
import static org.partita.manifest.devicetree.Manifests.warnings;
import static org.partita.manifest.devicetree.Manifests.with;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.RunTimeModel;
import org.partita.api.memory.MemoryRange;
import org.partita.testkit.Shows;

/** What good manifests mean. */
class MeaningTest {
    private static final String METHOD = "messaging-method = <3>";

    @Shows({
        "FFA-3.2-5",
        "FFA-3.2-9",
        "FFA-3.2-13",
        "FFA-3.2-14",
        "FFA-3.2-15",
        "FFA-3.2-34",
        "FFA-3.2-51",
        "FFA-3.5.2-16"
    })
    @Test
    void everyFieldHasItsMeaning() throws Exception {
        PartitionManifest sp = partition(SP);
        assertThat(warnings(SP)).isEmpty();
        assertThat(sp.id()).hasValue(0x8001);
        assertThat(sp.up()).isTrue();
        assertThat(sp.pinned()).isFalse();
        assertThat(sp.level()).isEqualTo(ExceptionLevel.S_EL1);
        assertThat(sp.loadAddress()).hasValue(0x6280000);
        assertThat(sp.entryPointOffset()).isZero();
        assertThat(sp.granuleShift()).isEqualTo(12);
        assertThat(sp.bootOrder()).isEmpty();
        assertThat(sp.bootRegister()).isEmpty();
        assertThat(sp.bootInformation()).isEmpty();
        assertThat(sp.smcAvailable()).isTrue();
        assertThat(sp.messaging()).isEqualTo(new Messaging(true, true, false, false));
        assertThat(sp.rxBuffer()).isEqualTo("rx");
        assertThat(sp.txBuffer()).isEqualTo("tx");
        assertThat(sp.memoryRegions()).extracting(r -> r.name()).containsExactly("rx", "tx", "heap");
        assertThat(sp.memoryRegions().get(2).base()).isEmpty();
        assertThat(sp.deviceRegions()).singleElement().satisfies(d -> {
            assertThat(d.base()).isEqualTo(0x1c090000L);
            assertThat(d.secure()).isTrue();
            assertThat(d.interrupts().getFirst().target()).isEmpty();
            assertThat(d.interrupts().getFirst().toString()).contains("56").contains("SPI");
        });
        assertThat(sp.position("id").line()).isEqualTo(7);
    }

    @Test
    void bothLayoutsOfServicesGiveTheSameUuid() throws Exception {
        UUID uuid = UUID.fromString("b4b5671e-4a90-4fe1-b81f-fb13dae1dacb");
        assertThat(partition(SP).uuids()).containsExactly(uuid);
        assertThat(partition(services(3)).uuids()).containsExactly(uuid);
        assertThat(warnings(services(3))).isEmpty();
    }

    private static String services(int method) {
        String later = with(with(SP, METHOD + ";", ""), "uuid = <0x1e67b5b4 0xe14f904a 0x13fb1fb8 0xcbdae1da>;", "");
        return with(
                with(later, "manifest-1.0", "manifest-1.1"),
                "memory-regions {",
                "services { compatible = \"arm,ffa-manifest-services\"; s { uuid = \"b4b5671e-4a90-4fe1-b81f-fb13dae1dacb\"; messaging-method = <"
                        + method + ">; }; }; memory-regions {");
    }

    @Shows("FFA-3.2-11")
    @ParameterizedTest
    @CsvSource({
        "0, 0, EL1",
        "0, 1, SUPERVISOR",
        "1, 0, S_EL0",
        "1, 1, SECURE_USER",
        "2, 0, S_EL1",
        "2, 1, SECURE_SUPERVISOR",
    })
    void levelAndExecutionStateGiveTheMode(int level, int state, ExceptionLevel mode) throws Exception {
        String text = with(
                with(level == 0 ? VM : SP, level == 0 ? "level = <0>" : "level = <2>", "level = <" + level + ">"),
                "state = <0>",
                "state = <" + state + ">");
        assertThat(partition(text).level()).isEqualTo(mode);
        assertThat(partition(text).executionState()).isEqualTo(mode.executionState());
        assertThat(partition(text).smcAvailable()).isEqualTo(mode.number() == 1);
    }

    @Shows({"FFA-3.2-20", "FFA-3.2-21", "FFA-3.2-22", "FFA-4.4.1-1"})
    @ParameterizedTest
    @CsvSource({
        "1, true, false, false",
        "2, false, true, false",
        "3, true, true, false",
        "4, false, false, true",
        "7, true, true, true",
    })
    void messagingMethodIsReadAsBits(int method, boolean receives, boolean sends, boolean indirect) throws Exception {
        assertThat(partition(with(VM, METHOD, "messaging-method = <" + method + ">"))
                        .messaging())
                .isEqualTo(new Messaging(receives, sends, indirect, false));
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, false, false",
        "1, false, true, false",
        "2, true, true, false",
        "3, true, false, true",
        "4, true, true, true",
    })
    void messagingMethodIsReadAsTheOldEnumerationIfThePlatformSaysSo(
            int method, boolean direct, boolean indirect, boolean managedExit) throws Exception {
        String text = with(VM, METHOD, "messaging-method = <" + method + ">");
        PartitionManifest vm = (PartitionManifest) Manifests.read(text, new ManifestOptions(true, false));
        assertThat(vm.messaging()).isEqualTo(new Messaging(direct, direct, indirect, managedExit));
        assertThat(Manifests.errors(with(VM, METHOD, "messaging-method = <7>"), new ManifestOptions(true, false)))
                .hasSize(1);
    }

    @Test
    void messagingMethod0MeansTheOld0() throws Exception {
        String text = with(SP, METHOD, "messaging-method = <0>");
        assertThat(partition(text).messaging()).isEqualTo(new Messaging(true, true, false, false));
        assertThat(warnings(text)).singleElement().asString().contains("taken as the 0 of the old enumeration");
    }

    @Test
    void severalUuidsMayHaveOneMethodEach() throws Exception {
        String two = with(SP, "0xcbdae1da>", "0xcbdae1da>, <1 2 3 4>");
        assertThat(partition(two).uuids()).hasSize(2);
        String methods = with(two, METHOD, "messaging-method = <1 2>");
        assertThat(partition(methods).messaging()).isEqualTo(new Messaging(true, true, false, false));
        assertThat(warnings(methods)).singleElement().asString().contains("they are joined");
    }

    @Shows("FFA-8.6-24")
    @Test
    void indirectMessagingOfAnSpIsIgnoredWithAWarningAndRefusedIfStrict() throws Exception {
        String text = with(SP, METHOD, "messaging-method = <7>");
        assertThat(partition(text).messaging().indirect()).isFalse();
        assertThat(warnings(text)).singleElement().asString().contains("FF-A Table 8.25");
    }

    @Shows({"FFA-2.9-10", "FFA-2.9-11", "FFA-3.2-10"})
    @Test
    void contextsOfAnMpPartitionArePinnedOrMigrate() throws Exception {
        String mp = with(SP, "execution-ctx-count = <1>", "execution-ctx-count = <4>");
        assertThat(partition(mp).pinned()).isTrue();
        String sender = with(mp, METHOD, "messaging-method = <2>");
        assertThat(partition(sender).pinned()).isFalse();
        assertThat(partition(with(sender, "load-", "partita,migrating; load-")).pinned())
                .isFalse();
        assertThat(partition(with(sender, "load-", "partita,pinned; load-")).pinned())
                .isTrue();
    }

    @Shows({"FFA-3.2-26", "FFA-3.2-29"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                              | PREEMPTIBLE",
                "run-time-model = <0>;                         | RUN_TO_COMPLETION",
                "run-time-model = <1>;                         | PREEMPTIBLE",
                "ns-interrupts-action = <0>;                   | RUN_TO_COMPLETION",
                "ns-interrupts-action = <2>;                   | PREEMPTIBLE",
                "run-time-model = <0>;ns-interrupts-action=<0>;| RUN_TO_COMPLETION",
            })
    void theRunTimeModelOfSEl0IsStatedOrPreemptible(String fields, RunTimeModel model) throws Exception {
        String user = with(SP, "exception-level = <2>", "exception-level = <1>");
        assertThat(partition(with(user, "load-", (fields == null ? "" : fields) + "load-"))
                        .runTimeModel())
                .isEqualTo(model);
    }

    @Shows("FFA-4.5.4-10")
    @Test
    void managedExitIsAskedForInAnyOfThreeWays() throws Exception {
        assertThat(partition(SP).messaging().managedExit())
                .as("without a field that asks for it")
                .isFalse();
        for (String field : List.of(
                "managed-exit;", "ns-interrupts-action = <1>;", "ns-interrupts-action = <1>; managed-exit-virq;")) {
            assertThat(partition(with(SP, "load-", field + "load-")).messaging().managedExit())
                    .isTrue();
        }
        assertThat(partition(with(SP, "load-", "ns-interrupts-action = <2>;load-"))
                        .messaging()
                        .managedExit())
                .isFalse();
    }

    @Shows({"FFA-3.5.2-2", "FFA-3.5.2-17"})
    @Test
    void bootInformationIsNamedAndPassedInARegister() throws Exception {
        String info =
                "boot-info { compatible = \"arm,ffa-manifest-boot-info\"; ffa_manifest; other; }; memory-regions {";
        PartitionManifest sp =
                partition(with(with(SP, "load-", "gp-register-num = <2>; load-"), "memory-regions {", info));
        assertThat(sp.bootRegister()).hasValue(2);
        assertThat(sp.bootInformation()).containsExactly("ffa_manifest", "other");
        assertThat(warnings(with(SP, "memory-regions {", info)))
                .singleElement()
                .asString()
                .contains("gp-register-num");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load-address = <0x6280000> | unknown-field = <0x6280000>                    | / unknown-field             | unknown property",
                "load-address = <0x6280000> | entrypoint-offset = <0x6280000>; extra { x; }  | /extra                      | unknown node",
                "ffa-version = <0x00010000> | ffa-version = <0x00010002>                     | / ffa-version               | it is run as 1.0",
                "load-address = <0x6280000> | notification-support                           | / notification-support      | ignored",
                "load-address = <0x6280000> | has-primary-scheduler = <1>                    | / has-primary-scheduler     | counts by being there",
                "load-address = <0x6280000> | run-time-model = <1>                           | / run-time-model            | ignored",
                "load-address = <0x6280000> | ns-interrupts-action = <0>                     | / ns-interrupts-action      | S-EL0 and User mode only",
                "load-address = <0x6280000> | managed-exit-virq                              | / managed-exit-virq         | without managed exit",
                "messaging-method = <3>     | messaging-method = <0x603>                     | / messaging-method          | methods of FF-A 1.2",
                "messaging-method = <3>     | messaging-method = <0x13>                      | / messaging-method          | reserved bits",
                "heap { pages-count = <4>; attributes = <0x3> | heap { pages-count = <4>; attributes = <0x13> | /memory-regions/heap attributes | bits 31:4",
                "heap { pages-count = <4>;  | heap { pages-count = <4>; stream-ids = <1>;    | /memory-regions/heap stream-ids | stream endpoints",
                "manifest-memory-regions    | manifest-memory-regions-2                      | /memory-regions             | unknown node",
            })
    void whatIsOddButHarmlessIsWarnedAbout(String part, String other, String at, String message) throws Exception {
        String text = with(part.startsWith("load") && other.startsWith("has") ? VM : SP, part, other);
        if (other.contains("regions-2")) {
            text = text.replaceFirst("(?s)rx_tx-info \\{.*?\\};", "");
        }
        assertThat(warnings(text)).singleElement().satisfies(p -> {
            assertThat(p.at().toString()).endsWith(at);
            assertThat(p.message()).contains(message);
            assertThat(p.error()).isFalse();
        });
    }

    @Test
    void everyProblemIsSaidAtOnceInOrderOfLines() {
        String text = with(
                with(with(SP, "state = <0>", "state = <7>"), "exception-level = <2>", "exception-level = <9>"),
                "pages-count = <4>;",
                "oddity;");
        assertThat(Manifests.errors(text))
                .extracting(p -> p.at().property())
                .containsExactly("execution-state", "pages-count");
        String more = with(text, "ffa-version = <0x00010000>", "ffa-version = <0x30000>");
        assertThat(Manifests.errors(more))
                .extracting(p -> p.at().line())
                .isSorted()
                .hasSize(3);
    }

    @Shows({"FFA-3.3-3", "FFA-3.3-4", "FFA-3.3-5", "FFA-3.3-7", "FFA-3.3-8", "FFA-3.3-9"})
    @Test
    void anSpmcManifestIsRead() throws Exception {
        var spmc = Manifests.spmc(SPMC);
        assertThat(warnings(SPMC)).isEmpty();
        assertThat(spmc.id()).hasValue(0x8000);
        assertThat(spmc.version().toString()).isEqualTo("1.0");
        assertThat(spmc.loadAddress()).hasValue(0x6000000);
        assertThat(spmc.entryPointOffset()).isEqualTo(0x100);
        assertThat(spmc.binarySize()).isEqualTo(0x80000);
        assertThat(spmc.memory())
                .containsExactly(
                        new MemoryRange(0x6000000, 0x2000000, true, false, "memory@6000000"),
                        new MemoryRange(0xff000000L, 0x1000, true, false, "memory@6000000"),
                        new MemoryRange(0x80000000L, 0x10000000, false, false, "memory@80000000"),
                        new MemoryRange(0x1c000000, 0x1000000, true, true, "memory@1c000000"));
        assertThat(Manifests.spmc(with(SPMC, "load_address = <0x0 0x6000000>;", "")
                                .replace("<0x0 0x6000100>", "<0x100>"))
                        .entryPointOffset())
                .isEqualTo(0x100);
        assertThat(spmc.managedExit()).isFalse();
        assertThat(Manifests.spmc(with(
                                SPMC,
                                "exec_state = <0>;",
                                "exec_state = <0>; partita,sp-id = <0x8001>; partita,managed-exit;"))
                        .managedExit())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maj_ver = <1>;           |                             | /attribute       | maj_ver    | Table 3.4 | missing",
                "maj_ver = <1>;           | maj_ver = <2>;              | /attribute       | maj_ver    | Table 3.4 | not compatible",
                "exec_state = <0>;        |                             | /attribute       | exec_state | Table 3.4 | missing",
                "exec_state = <0>;        | exec_state = <1>; runtime_el = <2>; | /attribute | exec_state | 2.5     | runs in AArch64",
                "spmc_id = <0x8000>;      | spmc_id = <0x10000>;        | /attribute       | spmc_id    | 2.8       | 16-bit",
                "spmc_id = <0x8000>;      | partita,managed-exit;       | /attribute       | partita,managed-exit | Table 3.4 | only an SP makes managed exits",
                "entrypoint = <0x0 0x6000100>; | entrypoint = <0x0 0x7000000>; | /attribute | entrypoint | Table 3.4 | an address in the image",
                "device_type = \"ns-memory\"; | device_type = \"rom\";  | /memory@80000000 | device_type | 2.6      | found \"rom\"",
                "reg = <0x0 0x80000000 0x10000000>; | reg = <0x0 0x80000000>; | /memory@80000000 | reg | 2.6        | base and size",
                "reg = <0x0 0x80000000 0x10000000>; | reg = <0x0 0x80000800 0x1000>; | /memory@80000000 | reg | 2.6 | multiples of 4 KiB",
                "reg = <0x0 0x80000000 0x10000000>; | reg = <0x0 0x6001000 0x1000>; | /memory@80000000 | reg | 2.6 | one kind of memory",
            })
    void anSpmcManifestIsChecked(String part, String other, String node, String property, String rule, String message) {
        var errors = Manifests.errors(with(SPMC, part, other == null ? "" : other));
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).satisfies(p -> {
            assertThat(p.at().node()).isEqualTo(node);
            assertThat(p.at().property()).isEqualTo(property);
            assertThat(p.rule()).isEqualTo("FF-A " + rule);
            assertThat(p.message()).contains(message);
        });
    }

    @Test
    void aTreeThatIsNoManifestIsExplained() {
        assertThat(Manifests.error("/dts-v1/; / { compatible = \"arm,vexpress\"; };")
                        .message())
                .contains("arm,ffa-manifest-1.0")
                .contains("partita,ffa-device-manifest")
                .contains("attribute");
        assertThat(Manifests.errors(with(SP, "manifest-1.0", "manifest-2.0")))
                .anyMatch(p -> p.message().contains("a later 1.x"));
    }

    @Test
    void aPhandleUsedTwiceIsRefused() {
        assertThat(Manifests.errors(with(SP, HEAP_BEGIN, HEAP_BEGIN + " phandle = <1>;")
                        .replace("uart {", "uart { phandle = <1>;")))
                .singleElement()
                .asString()
                .contains("the phandle of /memory-regions/heap");
    }

    private static final String HEAP_BEGIN = "heap {";
}
