package org.partita.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service fills only roles of its contract: a wiring casts it without asking. */
class RoleTableTest {
    @ParameterizedTest
    @CsvSource({
        "MEMORY, hardware/memory, 11",
        "SMMU, hardware/smmu, 12",
        "SMMU, Hardware/SMMU, 12",
        "MEMORY, hardware/smmu, -1",
        "SMMU, hardware/memory, -1",
        "SMMU, interface/setup, -1",
        "MANIFEST, manifest/devicetree, 16",
        "CONDUIT, conduit/SMC, 0",
        "CONDUIT, conduit/ABC, -1",
        "INTERFACE, interface/indirect-messaging, 20",
        "INTERFACE, interface/of-a-test, 25",
        "INTERFACE, memory-feature/fragments, 22",
        "INTERFACE, manager/spmc, -1"
    })
    void aServiceFillsARoleOfItsContract(RoleKind kind, String word, int index) {
        assertThat(new RoleTable().admit(kind, word)).isEqualTo(index);
    }
}
