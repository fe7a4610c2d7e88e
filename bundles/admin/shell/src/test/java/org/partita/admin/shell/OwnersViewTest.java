package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.admin.shell.view.OwnersView;
import org.partita.api.memory.Holding;

class OwnersViewTest {
    /** FF-A 5.4.1 rule 8. */
    @Test
    void theSpmIsShownWithTheAccessOfAnSpThatHasCrashed() {
        Holding kept = new Holding(0x600_2000L, 14, true, 0x8001, null).keptBy(0x8000);
        assertThat(OwnersView.of(List.of(kept)).toString())
                .containsPattern("0x6002000 +14 +secure +0x8001 +0x8001 Owner-NA, 0x8000 !Owner-EA");
    }
}
