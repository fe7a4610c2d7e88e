package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.manifest.devicetree.Manifests.SP;
import static org.partita.manifest.devicetree.Manifests.VM;
import static org.partita.manifest.devicetree.Manifests.check;
import static org.partita.manifest.devicetree.Manifests.error;
import static org.partita.manifest.devicetree.Manifests.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.testkit.Shows;

/** One fault at a time: what it is called, and where it is. */
class PartitionRulesTest {
    @Shows({"FFA-3.1-2", "FFA-3.2-3", "FFA-3.2-4", "FFA-3.2-8", "FFA-3.2-11", "FFA-3.2-12", "FFA-3.2-20"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ffa-version = <0x00010000>;                                     | ffa-version",
                "uuid = <0x1e67b5b4 0xe14f904a 0x13fb1fb8 0xcbdae1da>;           | uuid",
                "messaging-method = <3>;                                         | messaging-method",
                "execution-ctx-count = <1>;                                      | execution-ctx-count",
                "exception-level = <2>;                                          | exception-level",
                "execution-state = <0>;                                          | execution-state",
            })
    void aMissingMandatoryFieldIsNamed(String part, String property) {
        check(SP, part, "", "/", property, "Table 3.1", "missing; expecting");
    }

    @Shows({
        "FFA-3.2-3",
        "FFA-3.2-8",
        "FFA-2.9-1",
        "FFA-3.2-11",
        "FFA-3.2-12",
        "FFA-3.2-15",
        "FFA-3.2-16",
        "FFA-3.2-20",
        "FFA-3.2-26"
    })
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ffa-version = <0x00010000> | ffa-version = <0x00020000>     | ffa-version         | found version 2.0",
                "ffa-version = <0x00010000> | ffa-version = <0x80010000>     | ffa-version         | bit 31 is 0",
                "ffa-version = <0x00010000> | ffa-version = 'first'            | ffa-version         | expecting one 32-bit cell",
                "execution-ctx-count = <1>  | execution-ctx-count = <0>      | execution-ctx-count | found 0",
                "execution-ctx-count = <1>  | execution-ctx-count = <65536>  | execution-ctx-count | found 65536",
                "exception-level = <2>      | exception-level = <4>          | exception-level     | found 4; expecting 0 (EL1)",
                "exception-level = <2>      | exception-level = <3>          | exception-level     | EL0 of a VM",
                "execution-state = <0>      | execution-state = <2>          | execution-state     | 0 (AArch64) or 1 (AArch32)",
                "load-address = <0x6280000> | xlat-granule = <3>             | xlat-granule        | 0 (4 KiB), 1 (16 KiB) or 2 (64 KiB)",
                "load-address = <0x6280000> | boot-order = <0x10000>         | boot-order          | found 65536",
                "load-address = <0x6280000> | load-address = <0x6280001>     | load-address        | multiple of the translation granule",
                "load-address = <0x6280000> | load-address = <1 2 3>         | load-address        | one cell or two",
                "load-address = <0x6280000> | load-address = <0x100000 0>    | load-address        | addresses have 52 bits",
                "load-address = <0x6280000> | run-time-model = <0>           | run-time-model      | S-EL0 or User mode only",
                "load-address = <0x6280000> | run-time-model = <2>           | run-time-model      | 0 (run to completion)",
                "load-address = <0x6280000> | ns-interrupts-action = <3>     | ns-interrupts-action | 2 (signalled)",
                "load-address = <0x6280000> | auxiliary-id = <0x1a001>       | auxiliary-id        | expecting 16-bit IDs",
                "load-address = <0x6280000> | auxiliary-id = <0x8001>        | auxiliary-id        | the ID of the partition",
                "uuid = <0x1e67b5b4 0xe14f904a 0x13fb1fb8 0xcbdae1da> | uuid = <1 2 3>   | uuid     | four cells for each UUID",
                "uuid = <0x1e67b5b4 0xe14f904a 0x13fb1fb8 0xcbdae1da> | uuid = <0 0 0 0> | uuid     | Nil UUID",
                "messaging-method = <3>     | messaging-method = <3 3 3>     | messaging-method    | 3 methods for 1 UUIDs",
                "messaging-method = <3>     | messaging-method = <0x600>     | messaging-method    | no method of FF-A 1.0",
            })
    void aFieldOfTable31WithAWrongValueIsNamed(String part, String other, String property, String message) {
        check(SP, part, other.replace("'", "\""), "/", property, "Table 3.1", message);
    }

    @Shows({"FFA-2.8-1", "FFA-2.8-7"})
    @ParameterizedTest
    @CsvSource({"0", "0x10000"})
    void anIdHas16BitsAndIsNot0(String id) {
        check(SP, "\nid = <0x8001>", "\nid = <" + id + ">", "/", "id", "2.8", "which is the Hypervisor's");
    }

    @Shows("FFA-2.9-12")
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void aPartitionInSEl0OrUserModeIsUp(String state) {
        String user = with(
                with(SP, "exception-level = <2>", "exception-level = <1>"),
                "execution-state = <0>",
                "execution-state = <" + state + ">");
        check(
                user,
                "execution-ctx-count = <1>",
                "execution-ctx-count = <2>",
                "/",
                "execution-ctx-count",
                "2.9",
                "is UP");
    }

    @Shows({"FFA-2.9-11", "FFA-3.2-9"})
    @Test
    void aUpPartitionIsNotPinned() {
        check(
                SP,
                "load-address =",
                "partita,pinned; load-address =",
                "/",
                "partita,pinned",
                "2.9",
                "whose context migrates");
    }

    @Shows("FFA-4.4.1-4")
    @Test
    void anMpReceiverOfDirectRequestsDoesNotMigrate() {
        String mp = with(SP, "execution-ctx-count = <1>", "execution-ctx-count = <4>");
        check(
                mp,
                "load-address =",
                "partita,migrating; load-address =",
                "/",
                "partita,migrating",
                "4.4.1",
                "contexts are pinned");
    }

    @Test
    void pinnedAndMigratingExcludeEachOther() {
        check(
                SP,
                "load-address =",
                "partita,pinned; partita,migrating; load-address =",
                "/",
                "partita,migrating",
                "2.9",
                "one of them");
    }

    @Shows("FFA-3.2-25")
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 1", "2, 1"})
    void thePrimarySchedulerRunsInEl1(String level, String state) {
        String sp = with(
                with(SP, "exception-level = <2>", "exception-level = <" + level + ">"),
                "execution-state = <0>",
                "execution-state = <" + state + ">");
        check(
                sp,
                "load-address =",
                "has-primary-scheduler; load-address =",
                "/",
                "has-primary-scheduler",
                "Table 3.1",
                "runs in EL1");
    }

    @Shows({"FFA-3.2-23", "FFA-4.5.4-9"})
    @Test
    void managedExitIsNotForSEl0() {
        String user = with(SP, "exception-level = <2>", "exception-level = <1>");
        check(
                user,
                "load-address =",
                "ns-interrupts-action = <1>; load-address =",
                "/",
                "ns-interrupts-action",
                "4.5.4",
                "S-EL0");
    }

    @Shows("FFA-4.5.4-8")
    @Test
    void managedExitIsForReceiversOfDirectRequests() {
        String sender = with(SP, "messaging-method = <3>", "messaging-method = <2>");
        check(
                sender,
                "load-address =",
                "managed-exit; load-address =",
                "/",
                "managed-exit",
                "4.5.4",
                "does not receive direct requests");
    }

    @Test
    void managedExitContradictsAnotherAction() {
        check(
                SP,
                "load-address =",
                "managed-exit;\nns-interrupts-action = <2>;\nload-address =",
                "/",
                "ns-interrupts-action",
                "Table 3.1",
                "together with managed-exit");
    }

    @Test
    void runTimeModelAndActionOfNonSecureInterruptsAgree() {
        String user = with(SP, "exception-level = <2>", "exception-level = <1>");
        check(
                user,
                "load-address =",
                "run-time-model = <0>;\nns-interrupts-action = <2>;\nload-address =",
                "/",
                "ns-interrupts-action",
                "Table 3.1",
                "with run-time-model 0");
    }

    @Shows("FFA-8.6-24")
    @Test
    void anSpWithIndirectMessagingOnlyHasNoMethod() {
        check(
                SP,
                "messaging-method = <3>",
                "messaging-method = <4>",
                "/",
                "messaging-method",
                "Table 8.25",
                "which an SP does not have");
    }

    @Test
    void smcIsWithheldFromEl1AndSEl1Only() {
        String user = with(SP, "exception-level = <2>", "exception-level = <1>");
        check(user, "load-address =", "partita,hvc-only; load-address =", "/", "partita,hvc-only", "2.4", "uses SVC");
    }

    @Test
    void theGranuleIs4KInAArch32() {
        String narrow = with(SP, "execution-state = <0>", "execution-state = <1>");
        check(
                narrow,
                "load-address =",
                "xlat-granule = <2>;\nload-address =",
                "/",
                "xlat-granule",
                "5.4.1",
                "4 KiB in AArch32");
    }

    @Shows("FFA-3.5.2-17")
    @Test
    void theBootRegisterIsX0ToX3() {
        check(
                SP,
                "load-address =",
                "gp-register-num = <4>;\nload-address =",
                "/",
                "gp-register-num",
                "Table 3.10",
                "w0/x0 to w3/x3");
    }

    @Test
    void bootInformationHasNamesOf16Characters() {
        check(
                SP,
                "load-address =",
                "gp-register-num = <0>; boot-info { compatible = \"arm,ffa-manifest-boot-info\"; a-name-of-more-than-16; }; load-address =",
                "/boot-info",
                "a-name-of-more-than-16",
                "Table 3.8",
                "at most 16");
    }

    @Test
    void servicesStandInOnePlace() {
        String services =
                "services { compatible = \"arm,ffa-manifest-services\"; s { uuid = \"b4b5671e-4a90-4fe1-b81f-fb13dae1dacb\"; messaging-method = <3>; }; };";
        assertThat(error(with(SP, "memory-regions {", services + "memory-regions {"))
                        .message())
                .contains("expecting one layout");
    }

    @Shows({"FFA-3.2-25", "FFA-3.2-41", "FFA-3.2-49"})
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heap { pages-count = <4>; attributes = <0xb>                | heap { pages-count = <4>; attributes = <0x3>    | /memory-regions/heap | attributes | Table 3.2 | set bit 3",
                "uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0xb> | uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3> | /device-regions/uart | attributes | Table 3.3 | set bit 3",
                "interrupts = <56 0x800>                                     | interrupts = <56 0x900>                         | /device-regions/uart | interrupts | Table 3.3 | clear bit 8",
            })
    void aVmHasNonSecureResources(
            String part, String other, String node, String property, String rule, String message) {
        check(VM, part, other, node, property, rule, message);
    }
}
