package org.partita.hardware.smmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.partita.api.call.ManagerKind;
import org.partita.api.memory.PageStore;
import org.partita.api.provider.Attachment;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.SmmuState;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.api.smmu.StreamTransaction;

class SmmuHandOverTest {
    private static final StreamId STREAM = new StreamId(0, true, 0x10);
    private static final StreamTableEntry ENTRY = new StreamTableEntry(STREAM, 0xC001);

    @RegisterExtension
    private final Logged logged = new Logged();

    private final Tables tables = new Tables().empty(0xC001);

    private SmmuV3 used() {
        SmmuV3 smmu = new SmmuV3(Tables.configuration(8, 1, 0));
        smmu.write(ManagerKind.SPMC, ENTRY);
        for (int i = 0; i < 3; i++) {
            smmu.translate(new StreamTransaction(STREAM, false, i), tables);
        }
        return smmu;
    }

    @Test
    void aSuccessorHasTheStreamTablesAndTheEventsThatWereNotConsumed() {
        SmmuV3 before = used();
        SmmuState state = before.exportState();

        SmmuV3 after = new SmmuV3(Tables.configuration(8, 1, 0));
        after.importState(state);

        assertThat(after.streams()).containsExactly(ENTRY);
        assertThat(after.queues()).isEqualTo(before.queues());
        EventQueueState secure = after.queues().getLast();
        assertThat(List.of(secure.produced(), secure.lost())).isEqualTo(List.of(2L, 1L));
        assertThat(after.exportState()).isEqualTo(state);
    }

    @Test
    void exportingTakesNothingAway() {
        SmmuV3 smmu = used();
        smmu.exportState();

        assertThat(smmu.streams()).containsExactly(ENTRY);
    }

    @Test
    void stateThatIsNotUnderstoodOrDoesNotFitChangesNothing() {
        SmmuV3 after = new SmmuV3(Tables.configuration(4, 1, 0));
        SmmuState state = used().exportState();

        assertThatThrownBy(() -> after.importState(new SmmuState(SmmuState.SCHEMA, 2, List.of(), List.of())))
                .hasMessageContaining("version 2 is not understood");
        assertThatThrownBy(() -> after.importState(new SmmuState("other", 1, List.of(), List.of())))
                .hasMessageContaining("schema other");
        assertThatThrownBy(() -> after.importState(state))
                .hasMessageContaining("is in use, but this SMMU has 2^4 streams");
        assertThat(after.streams()).isEmpty();
        assertThat(after.queues()).allMatch(q -> q.events().isEmpty());
    }

    @Test
    void anInstanceInUseHasToBeThere() {
        SmmuV3 after = new SmmuV3(Tables.configuration(8, 1, 1));
        SmmuState state = used().exportState();

        assertThatThrownBy(() -> after.importState(state)).hasMessageContaining("there is no SMMU 0");
    }

    @Test
    void anotherConfigurationCountsWhileNoStreamIsInUse() {
        SmmuV3 smmu = new SmmuV3(Tables.configuration(8, 1, 0));
        smmu.modified(Tables.configuration(4, 1, 0, 5));

        assertThat(smmu.instances()).containsExactly(0, 5);
        assertThat(smmu.queues()).hasSize(4);
        assertThatThrownBy(() -> smmu.write(ManagerKind.SPMC, ENTRY)).hasMessageContaining("2^4 entries");
    }

    @Test
    void whatIsInUseStaysAsItIsUntilTheNextPlatform() {
        SmmuV3 smmu = used();
        logged.expect("instances and sizes stay as they are while streams are in use");
        smmu.modified(Tables.configuration(8, 1, 5));
        assertThat(smmu.instances()).containsExactly(0);
        assertThat(smmu.streams()).containsExactly(ENTRY);

        logged.expect("the SMMUs stay as they are");
        smmu.modified(Tables.configuration(40, 1, 0));

        smmu.attach(new Attached());
        assertThat(smmu.instances()).containsExactly(5);
        assertThat(smmu.streams()).isEmpty();
    }

    private record Attached() implements Attachment {
        @Override
        public String role() {
            return "hardware/smmu";
        }

        @Override
        public int peCount() {
            return 1;
        }

        @Override
        public PageStore pages() {
            throw new UnsupportedOperationException();
        }
    }
}
