package org.partita.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service fills only roles of its contract: a wiring casts it without asking. */
class RoleTableTest {
    @ParameterizedTest
    @CsvSource({
        "MEMORY, hardware/memory, 12",
        "SMMU, hardware/smmu, 13",
        "SMMU, Hardware/SMMU, 13",
        "MEMORY, hardware/smmu, -1",
        "SMMU, hardware/memory, -1",
        "SMMU, interface/setup, -1",
        "MPU, hardware/mpu, 30",
        "MPU, hardware/memory, -1",
        "MEMORY, hardware/mpu, -1",
        "MANIFEST, manifest/devicetree, 17",
        "CONDUIT, conduit/SMC, 0",
        "CONDUIT, conduit/ABC, -1",
        "INTERFACE, interface/indirect-messaging, 21",
        "NS_AGENT, agent/ns-agent-tz, 32",
        "NS_AGENT, agent/ns-agent-mailbox, -1",
        "NS_AGENT, backend, -1",
        "INTERFACE, interface/of-a-test, 33",
        "INTERFACE, memory-feature/fragments, 23",
        "INTERFACE, manager/spmc, -1"
    })
    void aServiceFillsARoleOfItsContract(RoleKind kind, String word, int index) {
        assertThat(new RoleTable().admit(kind, word)).isEqualTo(index);
    }
}
