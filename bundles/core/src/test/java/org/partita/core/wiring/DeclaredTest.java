package org.partita.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** Requirements and capabilities between roles. */
class DeclaredTest {
    @Test
    void needIsMetByTheAttributesOfAnOffer() throws InvalidSyntaxException {
        Declared backend = new Declared(List.of(), List.of(Map.of("org.partita.role", "backend", "isolation", 1L)));
        assertThat(backend.meets(FrameworkUtil.createFilter("(&(org.partita.role=backend)(isolation=1))")))
                .isTrue();
        assertThat(backend.meets(FrameworkUtil.createFilter("(&(org.partita.role=backend)(isolation=2))")))
                .isFalse();
        assertThat(Declared.NOTHING.meets(FrameworkUtil.createFilter("(org.partita.role=*)")))
                .isFalse();
    }

    @Test
    void needForARoleIsToldByTheRoleAlone() throws InvalidSyntaxException {
        assertThat(Declared.text(FrameworkUtil.createFilter("(org.partita.role=conduit/SVC)")))
                .isEqualTo("conduit/SVC");
        assertThat(Declared.text(FrameworkUtil.createFilter("(&(org.partita.role=backend)(isolation=1))")))
                .isEqualTo("(&(org.partita.role=backend)(isolation=1))");
    }
}
