package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.admin.RoleStatus;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.memory.MemoryFault;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Who may write where, by isolation level: partitions and a Non-secure client try, and get a fault (FF-M isolation levels 1 to 3). */
@PlatformTest(IsolatedTestPlatform.class)
class IsolationLevelsIT {
    private static final int WRITE = 0x40000100;
    private static final int ENDED = -145;
    private static final long WORD = 0x1122334455667788L;
    private static final int SIZE = 0x4000;

    /** Types of messages: to say whether the first two words are as they were written; and to write so many bytes before the end. */
    private static final int UNCHANGED = 10;

    private static final int OVERFLOW = 20;
    private static final List<String> NAMES = List.of("ROOT", "OTHER_ROOT", "APPLICATION", "OTHER_APPLICATION");

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private final long[] areas = new long[NAMES.size()];
    private TestFfm ffm;

    @BeforeEach
    void begin() {
        ffm = new TestFfm(framework, folder).key("ffm.backend", "ipc");
        for (int i = 0; i < NAMES.size(); i++) {
            int self = i;
            String type = NAMES.get(i).endsWith("ROOT") ? "PSA-ROT" : "APPLICATION-ROT";
            Scripted code = new Scripted(psa -> {
                areas[self] = psa.scratch();
                return 0;
            });
            // writes a word to the memory of the partition that the type of the message says
            code.on(0x1000 + i, (psa, m) -> {
                if (m.type() == UNCHANGED) {
                    return psa.memory().read64(psa.scratch()) == 0
                                    && psa.memory().read64(psa.scratch() + 8) == WORD
                            ? 1
                            : 0;
                }
                boolean over = m.type() >= OVERFLOW;
                psa.memory()
                        .write64(
                                over ? psa.scratch() + psa.scratchSize() - m.type() + OVERFLOW : areas[m.type()] + 8,
                                WORD);
                return 1;
            });
            ffm.sfn(ManifestText.of(NAMES.get(i)).word("type", type).stateless("WRITE_" + i, 0x1000 + i, i + 1), code);
        }
    }

    @AfterEach
    void takeBack() {
        ffm.close();
    }

    private static int write(Platform platform, int from, int to) {
        try (PsaSession client = platform.ffm().client(-1)) {
            return client.call(WRITE + from, to, new byte[0][], Outputs.NONE);
        }
    }

    /** FF-M: level 1 protects the SPE, 2 the PSA RoT too, 3 each partition. */
    @Shows({"FFM-BACKEND-9", "FFM-IPC-5"})
    @ParameterizedTest(name = "level {0}: {1} to {2}: {3}")
    @CsvSource({
        "1, ROOT, APPLICATION, true",
        "1, APPLICATION, ROOT, true",
        "1, APPLICATION, OTHER_APPLICATION, true",
        "2, ROOT, OTHER_ROOT, true",
        "2, ROOT, APPLICATION, true",
        "2, APPLICATION, ROOT, false",
        "2, APPLICATION, OTHER_APPLICATION, true",
        "3, ROOT, OTHER_ROOT, false",
        "3, ROOT, APPLICATION, false",
        "3, APPLICATION, ROOT, false",
        "3, APPLICATION, OTHER_APPLICATION, false",
        "3, APPLICATION, APPLICATION, true",
        "3, ROOT, ROOT, true"
    })
    void aPartitionWritesWhereItsLevelLetsIt(int level, String from, String to, boolean may) throws Exception {
        Platform platform = ffm.key("ffm.isolation", level).boot();
        int writer = NAMES.indexOf(from);
        assertThat(write(platform, writer, NAMES.indexOf(to))).isEqualTo(may ? 1 : ENDED);
        // nobody else ends, and who has not ended goes on
        int another = (writer + 1) % NAMES.size();
        assertThat(write(platform, another, another)).isEqualTo(1);
        if (may) {
            assertThat(platform.status().problems()).isEmpty();
        } else {
            assertThat(platform.status().problems())
                    .singleElement()
                    .asString()
                    .contains(from, "MemoryFault", "isolation level " + level);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aNonSecureClientReachesNoSecureMemory(int level) throws Exception {
        Platform platform = ffm.key("ffm.isolation", level).boot();
        try (PsaSession client = platform.ffm().client(-1)) {
            for (long area : areas) {
                assertThatThrownBy(() -> client.memory().read64(area)).isInstanceOf(MemoryFault.class);
                assertThatThrownBy(() -> client.memory().write64(area, 1)).isInstanceOf(MemoryFault.class);
            }
            client.memory().write64(client.scratch(), 5);
            assertThat(client.memory().read64(client.scratch())).isEqualTo(5);
        }
    }

    /** Its stack and heap have an end: a word that reaches beyond it faults, and the neighbour's memory is as it was. */
    @ParameterizedTest(name = "{0} bytes before the end")
    @ValueSource(ints = {0, 1, 7})
    @Shows("FFM-IPC-1")
    void aPartitionThatRunsOverItsMemoryEndsAndChangesNobodyElses(int before) throws Exception {
        Platform platform = ffm.key("ffm.isolation", 3).boot();
        assertThat(areas[1]).as("the neighbour's").isEqualTo(areas[0] + SIZE);
        for (int i = 0; i < NAMES.size(); i++) {
            assertThat(write(platform, i, i)).isEqualTo(1);
        }
        assertThat(write(platform, 0, OVERFLOW + 8)).as("the last word").isEqualTo(1);
        assertThat(write(platform, 0, OVERFLOW + before)).isEqualTo(ENDED);
        assertThat(platform.status().problems())
                .singleElement()
                .asString()
                .contains("ROOT writes 0x", "MemoryFault", "isolation level 3");
        for (int i = 1; i < NAMES.size(); i++) {
            assertThat(write(platform, i, UNCHANGED)).as(NAMES.get(i)).isEqualTo(1);
        }
    }

    /** A function call at level 1, an SVC above: one crossing for each call, and none by the other conduit. */
    @ParameterizedTest(name = "level {0}: {1}")
    @CsvSource({"1, conduit/CALL", "2, conduit/SVC", "3, conduit/SVC"})
    @Shows("FFM-IPC-3")
    void everyCallCrossesByTheConduitOfItsLevel(int level, String conduit) throws Exception {
        ffm.close();
        ffm = new TestFfm(framework, folder).key("ffm.backend", "ipc").key("ffm.isolation", level);
        ffm.sfn(
                ManifestText.of("CALLER").word("type", "APPLICATION-ROT").stateless("CALL", 0x1000, 1),
                new Scripted().on(0x1000, (psa, m) -> {
                    for (int i = 0; i < m.type(); i++) {
                        psa.version(0x1000);
                    }
                    return 1;
                }));
        Platform platform = ffm.boot();
        long without = crossings(platform, conduit, 0);
        assertThat(crossings(platform, conduit, 10)).isEqualTo(without + 10);
        assertThat(crossings(platform, conduit, 1000)).isEqualTo(without + 1000);
        assertThat(platform.wiring())
                .filteredOn(r -> r.role().startsWith("conduit/") && !r.role().equals(conduit))
                .allMatch(r -> r.served() == 0);
    }

    /** How often a conduit is crossed for a request whose service makes so many calls. */
    private static long crossings(Platform platform, String conduit, int calls) {
        long before = served(platform, conduit);
        assertThat(write(platform, 0, calls)).isEqualTo(1);
        return served(platform, conduit) - before;
    }

    private static long served(Platform platform, String conduit) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(conduit))
                .mapToLong(RoleStatus::served)
                .sum();
    }

    @Test
    void theSfnBackendIsRefusedAboveLevelOne() throws Exception {
        Platform platform = ffm.key("ffm.isolation", 2).boot();
        assertThatThrownBy(() -> platform.ffm().backend("sfn"))
                .hasMessageContaining("isolation level 2")
                .hasMessageContaining("IPC serves on");
        assertThat(platform.ffm().backend()).isEqualTo("ipc");
        assertThat(write(platform, 0, 0)).isEqualTo(1);
    }
}
