package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** The keys that docs/commands.md promises. */
class JsonKeysTest {
    private static final String CALL = "endpoint vcpu call waiting function registers decoded reason";

    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    private JsonObject document(String line) throws Exception {
        String printed = shell.run(line + " --json");
        assertThat(printed.lines()).hasSize(1);
        return JsonParser.parseString(printed).getAsJsonObject();
    }

    @ParameterizedTest
    @CsvSource({
        "spm:status, platform state health mode seed time managers pes stopped backend partitions calls problems",
        "spm:wiring, roles",
        "spm:partitions, partitions",
        "spm:partition echo, id name world level model state manifest bundle version services messaging contexts rxtx"
                + " regions warnings",
        "spm:at, events",
        "spm:at 1 { hw:gic }, time command",
        "spm:await 1, time",
        "spm:swap a b, role from to drainNanos carried held longestHoldNanos",
        "ffa:call 1 ID_GET, " + CALL,
        "ffa:direct 1 echo, " + CALL,
        "ffa:version 1, " + CALL + " asked version compatible",
        "ffa:features 1 FFA_RUN, " + CALL + " queried implemented properties",
        "ffa:info 1, " + CALL + " partitions",
        "ffa:functions, functions",
        "trace:show, running crossings",
        "mem:owners, ranges",
        "mem:owners 0x6000000, access",
        "mem:map echo, mappings",
        "mem:handles, handles unfinished",
        "mem:share echo 1 0x6000000, " + CALL,
        "mem:retrieve 1 5, " + CALL,
        "mem:relinquish 1 5, " + CALL,
        "mem:reclaim echo 5, " + CALL,
        "mem:read 1 0x8000 4, address bytes",
        "mem:write 1 0x8000 cafe, address length",
        "hw:memory, ranges",
        "hw:gic, interfaces interrupts",
        "hw:irq 40, intid pe level partition",
        "hw:irq 40 --level on, intid pe level partition",
        "hw:smmu, streams queues events",
        "hw:smmu 0xc001, sepid name secure proxy manifest busy told streams mappings events",
        "hw:dma 0xc001 read 0x1000 4, smmu stream secure address completed bytes event abort",
    })
    void aDocumentHasTheseKeys(String line, String keys) throws Exception {
        assertThat(document(line).keySet()).containsExactly(keys.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "spm:backend, backend choice isolation provider standbys",
        "spm:backend ipc, role from to drainNanos carried held longestHoldNanos",
        "psa:services, services",
        "psa:connections, connections",
        "psa:connect -1 0x60 2, client sid version handle status statusName reason ended waiting",
        "psa:call -1 0x60 0, client service sid handle type connected status statusName outputs reason ended waiting",
        "psa:call -1 0x1 0, client service sid handle type connected status statusName outputs reason ended waiting",
        "psa:close -1 0x1, client handle closed reason ended waiting",
        "spm:partition store, id name world level model state manifest version priority entry memory stack heap asserted"
                + " calls services interrupts regions",
        "hw:mpu store, partition name isolation privileged privilegedDefault loaded regions",
    })
    void aDocumentOfFfmHasTheseKeys(String line, String keys) throws Exception {
        platform.ffm = new FakeFfm();

        assertThat(document(line).keySet()).containsExactly(keys.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "psa:services, services, sid name partition partitionName model version policy nonSecureClients handle"
                + " connections state",
        "psa:connections, connections, handle client sid service state type rhandle",
        "psa:call -1 echo 0 --out 4, outputs, size length bytes",
        "spm:partition store, calls, service sid weak",
        "spm:partition store, services, sid name partition partitionName model version policy nonSecureClients handle"
                + " connections state",
        "spm:partition store, interrupts, intid signal handling",
        "spm:partition store, regions, name base size access",
        "hw:mpu store, regions, region base limit access privilegedOnly attributes owner",
    })
    void anElementOfAnArrayOfFfmHasTheseKeys(String line, String array, String keys) throws Exception {
        platform.ffm = new FakeFfm();

        JsonElement first = document(line).getAsJsonArray(array).get(0);

        assertThat(first.getAsJsonObject().keySet()).containsExactly(keys.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "spm:status, managers, name level version",
        "spm:status, pes, pe running",
        "spm:status, stopped, partition vcpu state pe requester",
        "spm:wiring, roles, role mandatory bundle provider version state since served standbys reason",
        "spm:partitions, partitions, id name world level model state contexts",
        "spm:partition echo, contexts, vcpu state pe waits",
        "spm:partition echo, regions, name address physical pages read write execute secure device",
        "ffa:functions, functions, name id32 id64 section provider where",
        "ffa:info 1, partitions, id contexts receivesDirect sendsDirect indirect",
        "trace:show, crossings, time pe from to conduit instance function registers decoded rule",
        "mem:owners, ranges, base pages secure owner states handle type origin",
        "mem:owners 0x6000000, access, physical pages component state access address handle origin",
        "mem:map echo, mappings, address pages physical access attributes secure state name",
        "mem:handles, handles, handle type sender tag pages physical receivers",
        "hw:memory, ranges, base size secure device name",
        "hw:gic, interfaces, pe mask running groups signalled",
        "hw:gic, interrupts, intid pe group priority trigger enabled pending active asserted partition",
        "hw:smmu, streams, smmu stream secure endpoint kind proxy",
        "hw:smmu, queues, smmu secure produced lost queued",
        "hw:smmu, events, event type smmu secure stream endpoint access address",
        "hw:smmu 0xc001, mappings, address pages physical access attributes secure name",
    })
    void anElementOfAnArrayHasTheseKeys(String line, String array, String keys) throws Exception {
        platform.answer(0x84000068, 0x84000061L, 0, 1);
        platform.rx = new byte[] {1, 0, 1, 0, 2, 0, 0, 0};

        JsonElement first = document(line).getAsJsonArray(array).get(0);

        assertThat(first.getAsJsonObject().keySet()).containsExactly(keys.split(" "));
    }

    @Test
    void aReasonHasTheRule() throws Exception {
        platform.refuse(0x84000069, new Rule("FFA-8.7-1", Status.NOT_SUPPORTED, "8.7", "w1", "Must be zero."), 5);

        JsonObject document = document("ffa:call 1 ID_GET 5");

        assertThat(document.getAsJsonObject("reason"))
                .hasToString(
                        "{\"rule\":\"FFA-8.7-1\",\"status\":\"NOT_SUPPORTED\",\"section\":\"8.7\",\"field\":\"w1\","
                                + "\"offset\":-1,\"found\":\"0x5\",\"text\":\"Must be zero.\"}");
        assertThat(document.get("function").getAsString()).isEqualTo("FFA_ERROR");
        assertThat(document.getAsJsonArray("registers")).hasSize(8);
        assertThat(document.getAsJsonArray("registers").get(2).getAsString()).isEqualTo("0xffffffff");
    }

    @Test
    void thereIsASeedInDeterministicModeOnly() throws Exception {
        assertThat(document("spm:status").get("seed").getAsLong()).isEqualTo(7);
        platform.mode = "parallel";
        assertThat(document("spm:status").get("seed")).matches(JsonElement::isJsonNull);
    }

    @Test
    void aVersionIsReadFromTheCompletion() throws Exception {
        platform.answer(0x84000063, 0x10000L);

        JsonObject document = document("ffa:version 1 1.1");

        assertThat(document.get("version").getAsString()).isEqualTo("1.0");
        assertThat(document.get("compatible").getAsBoolean()).isFalse();
        assertThat(document.get("function").getAsString()).isEqualTo("FFA_VERSION");
    }

    @Test
    void whatIsMissingIsNull() throws Exception {
        assertThat(document("trace:show")
                        .getAsJsonArray("crossings")
                        .get(1)
                        .getAsJsonObject()
                        .get("instance"))
                .matches(JsonElement::isJsonNull);
        assertThat(document("ffa:functions")
                        .getAsJsonArray("functions")
                        .get(1)
                        .getAsJsonObject()
                        .get("id64"))
                .matches(JsonElement::isJsonNull);
    }

    @Test
    void aLoadedPartitionIsGivenById() throws Exception {
        shell.session.currentDir(Path.of("").toAbsolutePath());

        assertThat(document("spm:load pom.xml")).hasToString("{\"id\":32771}");
    }
}
