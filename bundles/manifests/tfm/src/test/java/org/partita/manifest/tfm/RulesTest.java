package org.partita.manifest.tfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.manifest.tfm.Manifests.CRYPTO;
import static org.partita.manifest.tfm.Manifests.LIST;
import static org.partita.manifest.tfm.Manifests.STORE;
import static org.partita.manifest.tfm.Manifests.TIMER;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.manifest.Problem;
import org.partita.testkit.Shows;

/** One fault at a time: what it is called, and where it is. */
class RulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store.yaml | `psa_framework_version`: 1.1,    | 1              | /           | psa_framework_version |  1 | 1.0 or 1.1",
                "store.yaml | `name`: `STORE`,                 | 1              | /           | name                  | ,  | the name of the partition",
                "store.yaml | `type`: `APPLICATION-ROT`,       | 1              | /           | type                  |  1 | PSA-ROT or APPLICATION-ROT",
                "store.yaml | `priority`: `NORMAL`,            | 1              | /           | priority              |  1 | HIGH, NORMAL or LOW",
                "store.yaml | `model`: `SFN`,                  | 1              | /           | model                 |  3 | IPC, SFN or dual",
                "store.yaml | `stack_size`: `STORE_STACK`,     | 1              | /           | stack_size            | ,  | a size in bytes",
                "store.yaml | `sid`: `0x1000`,                 | 10             | /services/0 | sid                   | ,  | a 32-bit SID",
                "store.yaml | `non_secure_clients`: false,     | 18             | /services/1 | non_secure_clients    | ,  | true or false",
                "store.yaml | `connection_based`: true,        | 18             | /services/1 | connection_based      |  4 | true, or false",
                "timer.yaml | `entry_point`: `timer_main`,     | 1              | /           | entry_point           |  3 | since its model is IPC",
                "timer.yaml | `source`: `TIMER0_IRQ`,          | 12             | /irqs/0     | source                | ,  | the number of an interrupt",
                "timer.yaml | `name`: `TIMER1`,                | 13             | /irqs/1     | name                  | ,  | or the attribute signal",
                "timer.yaml | `base`: `0x40001000`,            | 17             | /mmio_regions/1 | base              | ,  | a 32-bit physical address",
                "timer.yaml | , `size`: `0x1000`               | 17             | /mmio_regions/1 | size              | ,  | a size in bytes",
                "timer.yaml | , `permission`: `READ-ONLY`      | 17             | /mmio_regions/1 | permission        | ,  | READ-ONLY or READ-WRITE",
                "timer.yaml | `name`: `TIMER0_REGS`,           | 16             | /mmio_regions/0 | name              | ,  | a name, or base and size",
                "agent.yaml | `client_id_base`: `-0x200`,      | 1              | /           | client_id_base        | 13 | beside client_id_limit",
                "list.yaml  | `manifest`: `timer.yaml`         | 8              | /manifest_list/2 | manifest         | ,  | the path",
            })
    void whatIsMissingIsNamed(
            String file, String part, int line, String node, String field, String rule, String message) {
        Manifests manifests = new Manifests().with(file, part.replace('`', '"'), "");
        Problem problem = manifests.problems().getFirst();
        assertThat(problem.at().toString()).isEqualTo(file + ":" + line + " " + node + " " + field);
        assertThat(problem.message()).startsWith("missing").contains(message);
        assertThat(problem.rule()).isEqualTo(name(rule));
    }

    private static String name(String rule) {
        return "TF-M manifest" + (rule.equals(",") ? ", attributes" : " " + rule);
    }

    /** The first column is the file that is changed, and behind @ the place of the problem if it is not that of the change. */
    @ParameterizedTest
    @Shows({"FFM-API-37", "FFM-API-39"})
    @CsvSource(
            delimiter = '|',
            value = {
                // 1: versions, types, priorities
                "store.yaml | 1.1,                     | 1.2,                  | / | psa_framework_version | 1 | found 1.2; expecting 1.0 or 1.1",
                "store.yaml | 1.1,                     | 1,                    | / | psa_framework_version | 1 | found 1; expecting",
                "store.yaml | `APPLICATION-ROT`        | `APP-ROT`             | / | type                  | 1 | found \"APP-ROT\"; expecting APPLICATION-ROT or PSA-ROT",
                "store.yaml | `NORMAL`                 | `HIGHEST`             | / | priority              | 1 | expecting HIGH or LOW or NORMAL",
                "timer.yaml | `READ-ONLY`              | `WRITE`               | /mmio_regions/1 | permission | 1 | expecting READ-ONLY or READ-WRITE",
                "list.yaml  | `type`: `manifest_list`  | `type`: `partition`   | / | type                  | 1 | expecting manifest_list",
                // 2: partition ids
                "list.yaml  | `pid`: 256               | `pid`: 255            | /manifest_list/0 | pid    | 2 | ids of 0 to 255 are reserved",
                "list.yaml@list.yaml:9 | `pid`: 256               | `pid`: 0              | /manifest_list/3 | pid    | 2 | the id of another partition (list.yaml:6",
                "list.yaml  | `pid`: 256               | `pid`: -1             | /manifest_list/0 | pid    | 2 | a partition id of 0 or more",
                "list.yaml  | `pid`: 256               | `pid`: 0x80000000     | /manifest_list/0 | pid    | 2 | a partition id of 0 or more",
                "list.yaml@list.yaml:7 | `pid`: 256               | `pid`: 2147483647     | /manifest_list/1 | pid    | 2 | no id is left",
                // 3: models and entries
                "store.yaml | `SFN`                    | `sfn`                 | / | model                 | 3 | expecting IPC or SFN or dual",
                "store.yaml | `entry_init`             | `entry_point`         | / | entry_point           | 3 | model SFN",
                "timer.yaml | 1.0,                     | 1.0, `model`: `SFN`,  | / | model                 | 3 | found SFN in a manifest of version 1.0",
                "timer.yaml | 1.0,                     | 1.0, `model`: `dual`, | / | model                 | 3 | found dual in a manifest of version 1.0",
                "timer.yaml | 1.0,                     | 1.0, `entry_init`: `i`, | / | entry_init          | 3 | model IPC",
                "crypto.yaml@crypto.yaml:1 | `entry_point`           | `entry_init`          | / | entry_point           | 3 | its dual model is IPC",
                // 4: services
                "store.yaml@store.yaml:20 | `0x1001`                 | `0x1000`              | /services/1 | sid         | 4 | as in another service (store.yaml:12 /services/0 sid)",
                "timer.yaml | `0x1004`                 | 4098                  | /services/0 | sid         | 4 | found 0x1002, as in another service (crypto.yaml:11",
                "store.yaml | `0x1001`                 | `0x100000000`         | /services/1 | sid         | 4 | a 32-bit SID",
                "store.yaml | `0x1001`                 | -1                    | /services/1 | sid         | 4 | a 32-bit SID",
                "store.yaml | `version`: 3             | `version`: 0          | /services/1 | version     | 4 | version of 1 or more",
                "store.yaml | `version`: 3             | `version`: 0x100000000 | /services/1 | version    | 4 | version of 1 or more",
                "store.yaml | `RELAXED`                | `LOOSE`               | /services/1 | version_policy | 4 | expecting RELAXED or STRICT",
                "timer.yaml | `0x1004`,                | `0x1004`, `connection_based`: false, | /services/0 | connection_based | 4 | found false in a manifest of version 1.0",
                // 7: stateless services
                "store.yaml | `stateless_handle`: 2    | `stateless_handle`: 0  | /services/0 | stateless_handle | 7 | found 0; expecting 1 to 32",
                "store.yaml | `stateless_handle`: 2    | `stateless_handle`: 33 | /services/0 | stateless_handle | 7 | found 33; expecting 1 to 32",
                "crypto.yaml | `stateless_handle`: `auto` | `stateless_handle`: 2 | /services/1 | stateless_handle | 7 | found 2, as in another service (store.yaml:15",
                "store.yaml | `connection_based`: true, | `connection_based`: true, `stateless_handle`: 5, | /services/1 | stateless_handle | 7 | connection-based service",
                "timer.yaml | `0x1004`,                | `0x1004`, `stateless_handle`: 5, | /services/0 | stateless_handle | 7 | version 1.0, which has no stateless services",
                "store.yaml | `stateless_handle`: 2    | `version`: 256        | /services/0 | version     | 7 | 8 bits of version",
                // 8: dependencies
                "store.yaml | [`HASH`]                 | [`HESH`]              | / | dependencies          | 8 | found HESH, a service that no enabled partition has",
                "store.yaml | [`HASH`]                 | [`HASH`, `HASH`]      | / | dependencies          | 8 | found HASH a second time",
                "store.yaml | [`HASH`]                 | [`GET`]               | / | dependencies          | 8 | STORE, STORE",
                "crypto.yaml | `NOWHERE`               | `GET`                 | / | weak_dependencies     | 8 | in a circle: STORE, CRYPTO, STORE",
                // 10: handling
                "timer.yaml | `SLIH`                   | `FAST`                | /irqs/1 | handling        | 10 | expecting FLIH or SLIH",
                "timer.yaml | `SLIH`                   | `FLIH`                | /irqs/1 | handling        | 10 | second-level handling only",
                // 11: mapped vectors
                "store.yaml | `enable`                 | `on`                  | /services/0 | mm_iovec    | 11 | expecting disable or enable",
                "timer.yaml | `0x1004`,                | `0x1004`, `mm_iovec`: `enable`, | /services/0 | mm_iovec | 11 | has no mapped vectors",
                // 12: names
                "store.yaml@timer.yaml:3 | `STORE`,                 | `TIMER`,              | / | name                  | 12 | the name of another partition",
                "store.yaml | `STORE`,                 | `2ND`,                | / | name                  | 12 | expecting a name in C",
                "store.yaml@timer.yaml:9 | `GET`                    | `WAIT`                | /services/0 | name        | 12 | as in another service (store.yaml:19",
                "timer.yaml@timer.yaml:13 | `TIMER1`                 | `WAIT`                | /irqs/1 | name            | 12 | WAIT_SIGNAL; choose another",
                "timer.yaml@timer.yaml:13 | `signal`: `TIMER0`       | `signal`: `TIMER1_SIGNAL` | /irqs/1 | name        | 12 | TIMER1_SIGNAL; choose another",
                // 13: client ids
                "agent.yaml@agent.yaml:11 | `-0x100`                 | 0                     | / | client_id_limit       | 13 | a negative 32-bit number",
                "agent.yaml | `-0x100`                 | `-0x201`              | / | client_id_limit       | 13 | which is below client_id_base -0x200",
                "agent.yaml | -512                     | -513                  | /irqs/0 | client_id_base  | 13 | not those of its partition",
                "agent.yaml | `-0x200`                 | -0x80000001           | / | client_id_base        | 13 | a negative 32-bit number",
                // 14: interrupts
                "timer.yaml@timer.yaml:13 | `source`: 9              | `source`: 8           | /irqs/1 | source          | 14 | the interrupt of another one (timer.yaml:12",
                "timer.yaml@agent.yaml:13 | `source`: 9              | `source`: 11          | /irqs/0 | source          | 14 | the interrupt of another one (timer.yaml:13",
            })
    void aFaultIsNamed(
            String place, String part, String other, String node, String field, String rule, String message) {
        String file = place.replaceFirst("@.*", "");
        Manifests manifests = new Manifests().with(file, part.replace('`', '"'), other.replace('`', '"'));
        Problem problem = only(manifests, name(rule), message);
        String at = place.contains("@")
                ? place.substring(place.indexOf('@') + 1)
                : file + ":" + manifests.line(file, other.replace('`', '"'));
        assertThat(problem.at()).hasToString(at + " " + node + " " + field);
    }

    /** Problems that follow from the one that is sought are few, and none is without a way out. */
    private static Problem only(Manifests manifests, String rule, String message) {
        List<Problem> problems = manifests.problems();
        assertThat(problems).allMatch(Problem::error).allMatch(p -> p.message().matches("(?s).*(; |expecting).*"));
        List<Problem> sought = problems.stream()
                .filter(p -> p.rule().equals(rule) && p.message().contains(message))
                .toList();
        assertThat(sought).as(problems.toString()).hasSize(1);
        return sought.getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store.yaml | `store_init`             | 5                     | / | entry_init            | found 5; expecting a string",
                "store.yaml | `store_init`             | null                  | / | entry_init            | found nothing; expecting a string",
                "store.yaml | `store_init`             | [`a`]                 | / | entry_init            | found a list; expecting a string",
                "store.yaml | `STORE_STACK`            | 0                     | / | stack_size            | found 0; expecting a size in bytes, 1 or more",
                "store.yaml | `STORE_STACK`            | 0x100000000           | / | stack_size            | expecting a size",
                "store.yaml | `STORE_STACK`            | 010                   | / | stack_size            | found 010; expecting",
                "store.yaml | `STORE_STACK`            | `1 KiB`               | / | stack_size            | found \"1 KiB\"; expecting",
                "store.yaml | `STORE_STACK`            | `NO_STACK`            | / | stack_size            | the configuration has no NO_STACK; define it there",
                "store.yaml | `STORE_STACK`            | true                  | / | stack_size            | found true; expecting",
                "store.yaml | `STORE_STACK`            | 99999999999999999999  | / | stack_size            | found 99999999999999999999; expecting",
                "crypto.yaml | `heap_size`: 16         | `heap_size`: -1       | / | heap_size             | found -1; expecting a size in bytes, 0 or more",
                "store.yaml | `non_secure_clients`: false | `non_secure_clients`: `false` | /services/1 | non_secure_clients | expecting true or false, without quotes",
                "store.yaml | `connection_based`: true | `connection_based`: 1 | /services/1 | connection_based | found 1; expecting true or false",
                "store.yaml | [`HASH`]                 | `HASH`                | / | dependencies          | expecting a list of strings",
                "store.yaml | [`HASH`]                 | [ 5 ]                 | / | dependencies          | found 5; expecting a string",
                "store.yaml | `SFN`,                   | `SFN`, `tfm_extra`: 1, | / | tfm_extra            | unknown attribute of a partition manifest",
                "store.yaml | `SFN`,                   | `SFN`, `weak_dependencies`: [], | / | weak_dependencies | register it in the list's item",
                "store.yaml | `SFN`,                   | `SFN`, `model`: `SFN`, | / | model                | stands a second time",
                "store.yaml | `RELAXED`                | `RELAXED`, `handle`: 1 | /services/1 | handle     | unknown attribute of a service",
                "timer.yaml | `SLIH`                   | `SLIH`, `line_num`: 1 | /irqs/1 | line_num        | unknown attribute of an interrupt",
                "timer.yaml | `name`: `TIMER1`         | `name`: `TIMER1`, `signal`: `S` | /irqs/1 | name  | found besides signal",
                "timer.yaml | `source`: 9              | `source`: 1020        | /irqs/1 | source          | the number of an interrupt, 0 to 1019",
                "timer.yaml | `TIMER0_REGS`,           | `TIMER0_REGS`, `base`: 0, `size`: 1, | /mmio_regions/0 | name | found besides base and size",
                "timer.yaml | `TIMER0_REGS`,           | `TIMER0_REGS`, `offset`: 0, | /mmio_regions/0 | offset | unknown attribute of a region",
                "timer.yaml | `size`: `0x1000`         | `size`: 0xc0000000    | /mmio_regions/1 | size    | expecting 0xbffff000 at most",
                "timer.yaml | `base`: `0x40001000`     | `base`: 0x100000000   | /mmio_regions/1 | base    | a 32-bit physical address",
                "list.yaml  | `timer.yaml` }           | `timer.yaml`, `id`: 1 } | /manifest_list/2 | id   | unknown attribute of an item",
                "list.yaml  | `version_major`: 0       | `version_major`: `x y` | / | version_major        | a version number",
                "list.yaml  | `timer.yaml` }           | `timer.yaml`, `linker_pattern`: [] } | /manifest_list/2 | linker_pattern | expecting a mapping",
                "list.yaml  | `timer.yaml` }           | `timer.yaml`, `linker_pattern`: { `x`: 1 } } | /manifest_list/2/linker_pattern | x | unknown attribute",
                "list.yaml  | { `manifest`: `timer.yaml` } | `timer.yaml`      | / | manifest_list         | expecting a mapping for each",
                "list.yaml  | `version_major`: 0       | `<<`: { `a`: 1 }      | / | <<                    | unknown attribute of a manifest list",
            })
    void anAttributeIsKnownAndOfItsType(
            String file, String part, String other, String node, String field, String message) {
        Manifests manifests = new Manifests().with(file, part.replace('`', '"'), other.replace('`', '"'));
        Problem problem = only(manifests, "TF-M manifest, attributes", message);
        assertThat(problem.at().toString())
                .isEqualTo(file + ":" + manifests.line(file, other.replace('`', '"')) + " " + node + " " + field);
    }

    @Test
    void aSymbolThatIsNoNumberIsSaidWithItsValue() {
        new Manifests()
                .configured("STORE_STACK", "(1 << 10)")
                .refused(
                        STORE,
                        "STORE_STACK",
                        "/",
                        "stack_size",
                        ", attributes",
                        "found STORE_STACK, which is (1 << 10) in the configuration; expecting a size");
        new Manifests()
                .unconfigured("STORE_STACK")
                .refused(
                        STORE,
                        "STORE_STACK",
                        "/",
                        "stack_size",
                        ", attributes",
                        "the configuration has no STORE_STACK");
    }

    @Test
    void aConditionIsASwitchOfTheConfiguration() {
        new Manifests()
                .configured("WITH_CRYPTO", "yes")
                .refused(LIST, "WITH_CRYPTO", "/manifest_list/1", "conditional", " 9", "WITH_CRYPTO is yes in the");
        new Manifests()
                .unconfigured("WITH_CRYPTO")
                .refused(LIST, "WITH_CRYPTO", "/manifest_list/1", "conditional", " 9", "has no WITH_CRYPTO; define it");
    }

    @Test
    void aPartitionNeedsAServiceOrAnInterrupt() {
        String services =
                "  \"services\": [\n    { \"name\": \"WAIT\", \"sid\": \"0x1004\", \"non_secure_clients\": false }\n  ],\n";
        Manifests irqsOnly = new Manifests().with(TIMER, services, "");
        assertThat(catchNothing(irqsOnly)).isEqualTo(4);
        String text = irqsOnly.text(TIMER);
        int irqs = text.indexOf("  \"irqs\"");
        irqsOnly.with(TIMER, text.substring(0, irqs) + text.substring(text.indexOf("  \"mmio")));
        irqsOnly.refused(TIMER, "{", "/", "services", " 2", "found neither a service nor an interrupt");
        // an agent of the SPM's own needs neither
        String agent = new Manifests().text(Manifests.AGENT);
        Manifests bare =
                new Manifests().with(Manifests.AGENT, agent.substring(0, agent.indexOf(",\n  \"irqs\"")) + "\n}");
        assertThat(catchNothing(bare)).isEqualTo(4);
        bare.with(LIST, "\"pid\": 0", "\"pid\": 300");
        bare.refused(Manifests.AGENT, "{", "/", "services", " 2", "a reserved id below 256");
    }

    private static int catchNothing(Manifests manifests) {
        try {
            return manifests.read().partitions().size();
        } catch (org.partita.api.manifest.ManifestException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPartitionHas28ServicesAndInterruptsAtMost() {
        assertThat(catchNothing(new Manifests().with(TIMER, "  \"services\": [", services(25))))
                .isEqualTo(4);
        new Manifests()
                .with(TIMER, "  \"services\": [", services(26))
                .refused(
                        TIMER,
                        "\"services\"",
                        "/",
                        "services",
                        " 5",
                        "found 27 services and 2 interrupts; expecting 28");
    }

    /** Begins the list of services with so many connection-based ones. */
    private static String services(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{ \"name\": \"S" + i + "\", \"sid\": " + (0x2000 + i) + ", \"non_secure_clients\": false },\n")
                .collect(Collectors.joining("", "  \"services\": [\n", ""));
    }

    @Test
    @Shows("FFM-API-37")
    void atMost32ServicesAreStateless() {
        assertThat(catchNothing(stateless(26, 3))).isEqualTo(4);
        Problem problem = stateless(26, 4).problem();
        assertThat(problem.rule()).isEqualTo("TF-M manifest 7");
        assertThat(problem.at().file()).isEqualTo(CRYPTO);
        assertThat(problem.at().toString()).endsWith("/services/5 connection_based");
        assertThat(problem.message()).contains("found 33 stateless services in all partitions; expecting 32 at most");
    }

    /** Adds services to the three that are stateless already. */
    private static Manifests stateless(int inStore, int inCrypto) {
        return new Manifests()
                .with(STORE, "\"services\": [", stateless("A", 0x3000, inStore))
                .with(CRYPTO, "\"services\": [", stateless("B", 0x4000, inCrypto));
    }

    private static String stateless(String name, int sid, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{ \"name\": \"" + name + i + "\", \"sid\": " + (sid + i)
                        + ", \"non_secure_clients\": false, \"connection_based\": false },\n")
                .collect(Collectors.joining("", "\"services\": [\n", ""));
    }

    @Test
    @Shows({"FFM-SFN-1", "FFM-BACKEND-7", "FFM-BACKEND-8", "FFM-BACKEND-11"})
    void theSfnBackendRunsSfnPartitionsAtLevel1() {
        new Manifests()
                .configured(FfmManifestReader.BACKEND, "SFN")
                .refused(
                        TIMER,
                        "{",
                        "/",
                        "model",
                        " 6",
                        "TIMER is of model IPC, and the SFN backend runs SFN partitions only");
        for (String level : List.of("2", "3")) {
            List<Problem> problems = new Manifests()
                    .configured(FfmManifestReader.BACKEND, "SFN")
                    .configured(FfmManifestReader.ISOLATION_LEVEL, level)
                    .configured(FfmManifestReader.LEVEL_3_SUPPORTED, "on")
                    .problems();
            assertThat(problems)
                    .filteredOn(Problem::error)
                    .extracting(p -> p.at().toString() + " " + p.rule())
                    .containsExactly(
                            "configuration / TFM_ISOLATION_LEVEL TF-M manifest 6",
                            "timer.yaml:1 / model TF-M manifest 6");
            assertThat(problems.getFirst().message()).contains("isolation level " + level + " with the SFN backend");
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "4", "two", "''"})
    void theIsolationLevelIs1To3(String level) {
        new Manifests()
                .configured(FfmManifestReader.ISOLATION_LEVEL, level)
                .refused("configuration", "", "/", "TFM_ISOLATION_LEVEL", " 11", "expecting isolation level 1, 2 or 3");
    }

    @Test
    void level3NeedsAPlatformThatSupportsIt() throws Exception {
        Manifests manifests = new Manifests()
                .with(STORE, "\"enable\"", "\"disable\"")
                .configured(FfmManifestReader.ISOLATION_LEVEL, "3");
        manifests.refused("configuration", "", "/", "TFM_ISOLATION_LEVEL", " 11", "this platform does not support");
        manifests.configured(FfmManifestReader.LEVEL_3_SUPPORTED, "many");
        manifests.refused(
                "configuration",
                "",
                "/",
                "PLATFORM_HAS_ISOLATION_L3_SUPPORT",
                " 11",
                "found many; expecting on or off");
        manifests.configured(FfmManifestReader.LEVEL_3_SUPPORTED, "ON");
        assertThat(manifests.read().isolationLevel().number()).isEqualTo(3);
    }

    @Test
    void clientIdsAreForAgents() {
        new Manifests()
                .with(STORE, "\"SFN\",", "\"SFN\", \"client_id_base\": -5, \"client_id_limit\": -4,")
                .refused(STORE, "client_id_base", "/", "client_id_base", " 13", "no agent of Non-secure clients");
    }

    @Test
    void mailboxesOfAnAgentHaveClientsOfTheirOwn() {
        String other =
                "\"irqs\": [\n{ \"source\": 12, \"name\": \"OTHER\", \"client_id_base\": -400, \"client_id_limit\": -300 },";
        Problem problem =
                new Manifests().with(Manifests.AGENT, "\"irqs\": [", other).problem();
        assertThat(problem.rule()).isEqualTo("TF-M manifest 13");
        assertThat(problem.at().node()).isEqualTo("/irqs/1");
        assertThat(problem.message()).contains("those of an earlier one");
    }

    @Test
    void aManifestThatIsNotThereIsNamed() {
        new Manifests()
                .with(LIST, "timer.yaml", "timers.yaml")
                .refused(
                        LIST,
                        "timers.yaml",
                        "/manifest_list/2",
                        "manifest",
                        " 15",
                        "can't read timers.yaml: there is no such file");
    }

    @Test
    void allProblemsOfAllFilesAreSaidAtOnceInTheirOrder() {
        List<Problem> problems = new Manifests()
                .with(LIST, "\"pid\": 256", "\"pid\": 5")
                .with(STORE, "\"NORMAL\"", "\"MEDIUM\"")
                .with(STORE, "\"RELAXED\"", "\"LOOSE\"")
                .with(CRYPTO, "{ \"psa")
                .with(TIMER, "\"LOW\"", "\"LOWEST\"")
                .with(TIMER, "\"sid\": \"0x1004\"", "\"sid\": \"0x1001\"")
                .with(Manifests.AGENT, "\"stack_size\": 1024,", "")
                .configured(FfmManifestReader.ISOLATION_LEVEL, "7")
                .problems();
        assertThat(problems)
                .extracting(p -> p.at().toString() + ": " + p.rule())
                .containsExactly(
                        "configuration / TFM_ISOLATION_LEVEL: TF-M manifest 11",
                        "list.yaml:6 /manifest_list/0 pid: TF-M manifest 2",
                        "store.yaml:5 / priority: TF-M manifest 1",
                        "store.yaml:24 /services/1 version_policy: TF-M manifest 4",
                        "crypto.yaml:1 /: TF-M manifest, form",
                        "timer.yaml:5 / priority: TF-M manifest 1",
                        "timer.yaml:9 /services/0 sid: TF-M manifest 4",
                        "agent.yaml:1 / stack_size: TF-M manifest, attributes");
    }

    @Test
    void manyProblemsAreCounted() {
        String wrong =
                IntStream.range(0, 300).mapToObj(i -> "\"x" + i + "\": 1, ").collect(Collectors.joining());
        List<Problem> problems = new Manifests()
                .with(TIMER, "\"priority\"", wrong + "\"priority\"")
                .problems();
        assertThat(problems).hasSize(201);
        assertThat(problems.getLast().message()).contains("and 100 more problems");
    }
}
