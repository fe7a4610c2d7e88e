package org.partita.hardware.smmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.api.smmu.StreamTransaction;
import org.partita.api.smmu.Translation;
import org.partita.testkit.Shows;

class SmmuV3Test {
    private static final int SEPID = 0xC001;
    private static final StreamId SECURE = new StreamId(0, true, 0x10);
    private static final StreamId NORMAL = new StreamId(0, false, 0x10);

    private final Tables tables = new Tables();
    private final SmmuV3 smmu = new SmmuV3(Tables.configuration(8, 2, 0, 3));

    private void bind(StreamId stream, int endpoint) {
        smmu.write(stream.secure() ? ManagerKind.SPMC : ManagerKind.HYPERVISOR, new StreamTableEntry(stream, endpoint));
    }

    private Translation translate(StreamId stream, boolean write, long address) {
        return smmu.translate(new StreamTransaction(stream, write, address), tables);
    }

    private SmmuEvent faultOf(StreamId stream, boolean write, long address) {
        return ((Translation.Fault) translate(stream, write, address)).event();
    }

    private EventQueueState queue(int id, boolean secure) {
        return smmu.queues().stream()
                .filter(q -> q.smmu() == id && q.secure() == secure)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Shows({"FFA-5.2-1", "FFA-5.2.1-3"})
    void allStreamsOfAnEndpointAreTranslatedByItsStage2() {
        StreamId other = new StreamId(3, true, 0x77);
        bind(SECURE, SEPID);
        bind(other, SEPID);
        tables.map(SEPID, 0x1000, 0x6000000, 4, true, true);

        Translation expected = new Translation.Output(0x6001010, 0x2FF0, true);
        assertThat(translate(SECURE, false, 0x2010)).isEqualTo(expected);
        assertThat(translate(other, true, 0x2010)).isEqualTo(expected);
        assertThat(smmu.queues()).allMatch(q -> q.produced() == 0);
    }

    @Test
    void whatStage2MapsTwiceIsTranslatedPartByPart() {
        bind(SECURE, SEPID);
        tables.map(SEPID, 0x1000, 0x6000000, 1, true, true).map(SEPID, 0x2000, 0x7000000, 1, true, true);

        assertThat(translate(SECURE, false, 0x1FFF)).isEqualTo(new Translation.Output(0x6000FFF, 1, true));
        assertThat(translate(SECURE, false, 0x2000)).isEqualTo(new Translation.Output(0x7000000, 0x1000, true));
    }

    @ParameterizedTest
    @CsvSource({
        "0x100, 0x1000, false, C_BAD_STREAMID, -1",
        "0x11, 0x1000, false, C_BAD_STE, -1",
        "0x12, 0x1000, false, F_STREAM_DISABLED, 0xc009",
        "0x10, 0x5000, false, F_TRANSLATION, 0xc001",
        "0x10, 0xffffffffffffffff, true, F_TRANSLATION, 0xc001",
        "0x10, 0x1000, true, F_PERMISSION, 0xc001",
    })
    void whatIsNotTranslatedIsAnEventOfItsQueue(
            String stream, String address, boolean write, SmmuEvent.Type type, String endpoint) {
        bind(SECURE, SEPID);
        bind(new StreamId(0, true, 0x12), 0xC009);
        tables.map(SEPID, 0x1000, 0x6000000, 4, false, true);
        StreamId from = new StreamId(0, true, Integer.decode(stream));
        long at = Long.parseUnsignedLong(address.substring(2), 16);

        SmmuEvent expected = new SmmuEvent(0, type, from, write, at, Integer.decode(endpoint));
        assertThat(faultOf(from, write, at)).isEqualTo(expected);
        assertThat(queue(0, true).events()).containsExactly(expected);
        assertThat(queue(0, false).events()).isEmpty();
        assertThat(queue(3, true).events()).isEmpty();
    }

    @Test
    @Shows({"FFA-5.2-2", "FFA-5.2-3"})
    void eachSecurityStateHasAStreamTableAndTheHypervisorCantWriteTheSecureOne() {
        assertThatThrownBy(() -> smmu.write(ManagerKind.HYPERVISOR, new StreamTableEntry(SECURE, SEPID)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Secure stream 0x10 of SMMU 0");
        assertThat(smmu.streams()).isEmpty();
        bind(NORMAL, 0x4001);
        bind(SECURE, SEPID);
        tables.map(0x4001, 0x1000, 0x80000000L, 1, true, false).empty(SEPID);

        assertThat(translate(NORMAL, true, 0x1000)).isEqualTo(new Translation.Output(0x80000000L, 0x1000, false));
        assertThat(faultOf(SECURE, true, 0x1000).type()).isEqualTo(SmmuEvent.Type.F_TRANSLATION);
        assertThatThrownBy(() -> smmu.invalidate(ManagerKind.HYPERVISOR, SECURE))
                .hasMessageContaining("Secure");
        smmu.invalidate(ManagerKind.SPMC, SECURE);
        assertThat(smmu.streams()).containsExactly(new StreamTableEntry(NORMAL, 0x4001));
        assertThat(faultOf(SECURE, true, 0x1000).type()).isEqualTo(SmmuEvent.Type.C_BAD_STE);
    }

    /** Stage 2 of a Non-secure stream has no bit for the other address space, whatever the tables say. */
    @Test
    void aNonSecureStreamNeverReachesTheSecureAddressSpace() {
        bind(NORMAL, 0x4001);
        tables.map(0x4001, 0x1000, 0x6000000, 1, true, true);

        assertThat(translate(NORMAL, false, 0x1000)).isEqualTo(new Translation.Output(0x6000000, 0x1000, false));
    }

    @Test
    void aFullQueueLosesEventsAndCountsThem() {
        for (int i = 0; i < 6; i++) {
            faultOf(SECURE, false, i);
        }
        assertThat(queue(0, true).events()).extracting(SmmuEvent::address).containsExactly(0L, 1L, 2L, 3L);
        assertThat(queue(0, true).produced()).isEqualTo(4);
        assertThat(queue(0, true).lost()).isEqualTo(2);

        smmu.consume(0, true, 3);

        assertThat(queue(0, true).events()).extracting(SmmuEvent::address).containsExactly(3L);
        assertThat(faultOf(SECURE, false, 9).number()).isEqualTo(4);
        assertThat(queue(0, true).lost()).isEqualTo(2);
    }

    @Test
    void anEventThatFindsTheQueueFullSaysSo() {
        for (int i = 0; i < 4; i++) {
            assertThat(faultOf(SECURE, false, i).number()).isEqualTo(i);
        }
        assertThat(faultOf(SECURE, false, 4).number()).isEqualTo(-1);
    }

    @Test
    void onlyStreamsThatTheTableHasCanBeWritten() {
        assertThatThrownBy(() -> bind(new StreamId(0, true, 0x100), SEPID))
                .hasMessageContaining("2^8 entries")
                .hasMessageContaining("stream.bits");
        assertThatThrownBy(() -> bind(new StreamId(1, true, 0), SEPID)).hasMessageContaining("there are [0, 3]");
        assertThat(smmu.instances()).isEqualTo(List.of(0, 3));
    }

    @ParameterizedTest
    @CsvSource({"33, 2, 0, stream.bits: found 33", "8, 20, 0, event.bits: found 20", "8, 2, -1, instances: found -1"})
    void aConfigurationThatCantBeIsRefused(int streams, int events, int id, String words) {
        assertThatThrownBy(() -> new SmmuV3(Tables.configuration(streams, events, id)))
                .hasMessageContaining("org.partita.hardware.smmu " + words);
    }
}
