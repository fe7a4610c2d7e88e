package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.view.OwnersView;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Origin;

class OwnersViewTest {
    /** FF-A 5.4.1 rule 8. */
    @Test
    void theSpmIsShownWithTheAccessOfAnSpThatHasCrashed() {
        Holding kept = new Holding(0x600_2000L, 14, true, 0x8001, null).keptBy(0x8000);
        assertThat(OwnersView.of(List.of(kept)).toString())
                .containsPattern("0x6002000 +14 +secure +0x8001 +0x8001 Owner-NA, 0x8000 !Owner-EA");
    }

    @Test
    void whatMadeTheOwnerOfARangeIsShown() {
        Answer answer = OwnersView.of(List.of(
                new Holding(0x600_0000L, 1, true, 0x8001, 0x8001, null, new Origin.Donation(7, 0x8002)),
                new Holding(0x8100_0000L, 1, false, 0, 0, null, new Origin.FatalError(1))));
        assertThat(answer.text())
                .containsPattern("0x6000000 .* 0x8001 Owner-EA +donate 0x7 by 0x8002\n")
                .containsPattern("0x81000000 .* 0 Owner-EA +fatal error of 1\n");
        assertThat(answer.json().toString())
                .contains("\"origin\":{\"type\":\"donate\",\"handle\":\"0x7\",\"predecessor\":32770}")
                .contains("\"origin\":{\"type\":\"fatal error\",\"handle\":null,\"predecessor\":1}");
    }
}
