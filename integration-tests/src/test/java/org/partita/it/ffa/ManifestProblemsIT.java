package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Manifests that stand against FF-A 3.2: named by file, line, property and table; nothing is set up. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class ManifestProblemsIT {
    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    private void refused(Dts manifest, String property, String table) throws Exception {
        int before = platform.partitions().size();
        assertThatThrownBy(() -> partitions.callback(manifest, request -> {}))
                .as("message")
                .hasMessageMatching("(?s).*bad\\.dts:\\d+ /.*")
                .hasMessageContaining(property)
                .hasMessageContaining("FF-A " + table);
        assertThat(platform.partitions()).hasSize(before);
    }

    private static Dts bad(int id) {
        return id < 0x8000 ? Dts.vm("bad", id) : Dts.sp("bad", id);
    }

    /** Whoever reads has no PE: it is counted all the same. */
    @Test
    void readerIsCountedForEachManifestGoodOrBad() throws Exception {
        long before = read();
        assertThat(before).as("manifests read at boot").isGreaterThanOrEqualTo(4);
        refused(bad(0x8091).without("uuid"), "uuid", "Table 3.1");
        partitions.callback(Dts.sp("good", 0x8091), request -> {});
        assertThat(read()).isEqualTo(before + 2);
    }

    private long read() {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(Roles.MANIFEST_DEVICETREE))
                .mapToLong(RoleStatus::served)
                .sum();
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(
            strings = {
                "ffa-version",
                "uuid",
                "messaging-method",
                "execution-ctx-count",
                "exception-level",
                "execution-state"
            })
    @Shows({"FFA-3.1-2", "FFA-3.2-3", "FFA-3.2-4", "FFA-3.2-8", "FFA-3.2-11", "FFA-3.2-12", "FFA-3.2-20"})
    void aMandatoryFieldHasToBeThere(String property) throws Exception {
        refused(bad(0x8091).without(property), property, "Table 3.1");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "ffa-version, 0x20000",
        "execution-ctx-count, 0",
        "exception-level, 9",
        "execution-state, 2",
        "xlat-granule, 3",
        "messaging-method, 8",
        "boot-order, 0x10000",
    })
    @Shows({"FFA-3.1-2", "FFA-3.2-3", "FFA-3.2-8", "FFA-3.2-11", "FFA-3.2-12", "FFA-3.2-15", "FFA-3.2-20"})
    void aFieldHasOneOfItsValues(String property, String value) throws Exception {
        refused(bad(0x8091).cells(property, Long.decode(value)), property, "Table 3.1");
    }

    @ParameterizedTest(name = "{0} contexts, messaging-method {1}")
    @CsvSource({"2, 1", "3, 3", "5, 1"})
    @Shows({"FFA-4.4.1-4", "FFA-8.6-21"})
    void aReceiverOfDirectRequestsIsUpOrHasAContextForEachPe(int contexts, int method) throws Exception {
        refused(
                bad(0x8091).cells("execution-ctx-count", contexts).cells("messaging-method", method),
                "execution-ctx-count",
                "4.4.1");
    }

    @Test
    @Shows({"FFA-3.5.2-17"})
    void theRegisterOfTheBootProtocolIsOneOfFour() throws Exception {
        refused(bad(0x8091).bootInformation(4), "gp-register-num", "Table 3.10");
    }

    @Test
    @Shows({"FFA-3.2-16"})
    void theBootOrderIsUnique() throws Exception {
        refused(bad(0x8091).cells("boot-order", 1), "boot-order", "Table 3.1");
    }

    @Test
    @Shows({"FFA-3.2-25", "FFA-4.1-4"})
    void thePrimarySchedulerRunsInEl1() throws Exception {
        refused(bad(0x8091).flag("has-primary-scheduler"), "has-primary-scheduler", "Table 3.1");
    }

    @Test
    @Shows({"FFA-2.9-12"})
    void anSpInSEl0IsUp() throws Exception {
        refused(Dts.application("bad", 0x8091).cells("execution-ctx-count", 4), "execution-ctx-count", "2.9");
    }

    @Test
    @Shows({"FFA-3.2-41", "FFA-2.6-2"})
    void aVmHasNoSecureRegion() throws Exception {
        refused(bad(0x91).memory("secret", 0x06800000L, 1, 3), "attributes", "Table 3.2");
    }

    @Test
    @Shows("FFA-3.2-38")
    void aBaseIsAlignedToTheGranule() throws Exception {
        refused(bad(0x8091).cells("xlat-granule", 2).memory("odd", 0x06801000L, 16, 3), "base-address", "Table 3.2");
    }

    @Test
    @Shows({"FFA-3.2-18", "FFA-3.2-17"})
    void buffersNeedBaseAddresses() throws Exception {
        refused(bad(0x8091).memory("rx", 1, 1).memory("tx", 1, 3).buffers(), "base-address", "Table 3.1");
    }

    @Test
    @Shows("FFA-3.2-19")
    void buffersHaveTheSameSize() throws Exception {
        refused(
                bad(0x8091)
                        .memory("rx", 0x06800000L, 1, 1)
                        .memory("tx", 0x06810000L, 2, 3)
                        .buffers(),
                "tx-buffer",
                "4.2.2.3");
    }

    @Test
    @Shows({"FFA-4.1-1", "FFA-6.1.3-1"})
    void oneMessagingMethodIsNeeded() throws Exception {
        refused(bad(0x91).cells("messaging-method"), "messaging-method", "Table 3.1");
    }
}
