package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.interfaces.memorymanagement.Scene.entry;
import static org.partita.interfaces.memorymanagement.Scene.heap;
import static org.partita.interfaces.memorymanagement.Scene.mapped;
import static org.partita.interfaces.memorymanagement.Scene.range;
import static org.partita.interfaces.memorymanagement.Scene.ranges;
import static org.partita.interfaces.memorymanagement.Scene.sent;
import static org.partita.interfaces.memorymanagement.Scene.wanted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.EndpointModel;
import org.partita.testkit.Shows;

/** A Borrower retrieves the same region again (FF-A 11.4.2). */
final class RepeatedRetrievalTest {
    private final Scene scene = new Scene();
    private final EndpointModel sp1 = scene.sp1;
    private final EndpointModel sp2 = scene.sp2;

    private long begun(Operation operation, EndpointModel... receivers) {
        return scene.begun(sp1, operation, sent(operation, sp1, heap(4, 2), receivers));
    }

    @Shows({"FFA-11.4.2-5", "FFA-11.4.2-7"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void withoutConfigurationARegionIsRetrievedOnce(Operation operation) {
        long handle = begun(operation, sp2);
        scene.retrieved(sp2, wanted(sp1, handle, sp2));

        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "DENIED FFA-11.4.2-7");
        assertThat(scene.provider.featureProperties(FunctionId.FFA_MEM_RETRIEVE_REQ))
                .isZero();
    }

    @Shows({"FFA-11.4.2-6", "FFA-11.4.2-7", "FFA-11.4.2-4", "FFA-11.5.1-3"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void asManyRetrievalsAreOutstandingAsFfaFeaturesSaysAllAtTheSameAddresses(Operation operation) {
        scene.provider = Scene.configured(1);
        assertThat(scene.provider.featureProperties(FunctionId.FFA_MEM_RETRIEVE_REQ))
                .as("w2 is 0, w3 is 1")
                .isEqualTo(1L << 32);
        assertThat(scene.provider.featureProperties(FunctionId.FFA_MEM_SHARE)).isZero();
        long handle = begun(operation, sp2);

        MemoryTransaction first = scene.retrieved(sp2, wanted(sp1, handle, sp2));
        assertThat(scene.retrieved(sp2, wanted(sp1, handle, sp2))).isEqualTo(first);
        assertThat(scene.retrieved(sp2, wanted(sp1, handle, sp2))).isEqualTo(first);
        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "DENIED FFA-11.4.2-7");
    }

    @Shows({"FFA-11.4.2-2", "FFA-11.4.2-3", "FFA-11.6.1.2-4", "FFA-11.6.1.2-5", "FFA-11.7.1.2-3"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void itIsRelinquishedAsOftenAsItWasRetrieved(Operation operation) {
        scene.provider = Scene.configured(1);
        long handle = begun(operation, sp2);
        long at = ranges(scene.retrieved(sp2, wanted(sp1, handle, sp2)))
                .getFirst()
                .address();
        scene.retrieved(sp2, wanted(sp1, handle, sp2));

        Scene.succeeded(scene.relinquish(sp2, handle));
        assertThat(mapped(sp2, at)).hasSize(1);
        scene.refused(scene.reclaim(sp1, handle, 0), "DENIED FFA-11.7.1.2-3");
        Scene.succeeded(scene.relinquish(sp2, handle));
        assertThat(mapped(sp2, at)).isEmpty();
        scene.refused(scene.relinquish(sp2, handle), "DENIED FFA-11.6.1.2-4");
        Scene.succeeded(scene.reclaim(sp1, handle, 0));
    }

    @Shows({"FFA-11.4.2-1", "FFA-5.12.1-7"})
    @ParameterizedTest
    @EnumSource(names = {"LEND", "SHARE"})
    void whatWasRelinquishedIsRetrievedAgainUntilItIsReclaimed(Operation operation) {
        long handle = begun(operation, sp2);
        for (int i = 0; i < 3; i++) {
            scene.retrieved(sp2, wanted(sp1, handle, sp2));
            Scene.succeeded(scene.relinquish(sp2, handle));
        }
        Scene.succeeded(scene.reclaim(sp1, handle, 0));

        scene.refused(scene.retrieve(sp2, wanted(sp1, handle, sp2)), "INVALID_PARAMETERS FFA-5.12.1-7");
    }

    @Shows({"FFA-11.4.2-4", "FFA-5.12.4-27"})
    @Test
    void anAlignmentThatTheAddressesOfTheFirstRetrievalDoNotHaveIsDenied() {
        scene.provider = Scene.configured(1);
        long handle = begun(Operation.LEND, sp2);
        scene.retrieved(sp2, chosen(handle, 0x70_2000));

        scene.refused(scene.retrieve(sp2, aligned(handle, 2)), "DENIED FFA-5.12.4-27");
        assertThat(ranges(scene.retrieved(sp2, aligned(handle, 1)))).containsExactly(range(0x70_2000, 2));
    }

    /** A retrieval with an alignment hint: 4 KiB, doubled that often. */
    private MemoryTransaction aligned(long handle, int hint) {
        return wanted(
                sp1, handle, new RetrieveFlags(false, false, false, null, hint), entry(sp2, DataAccess.READ_WRITE));
    }

    @Shows("FFA-11.4.2-4")
    @Test
    void otherAddressesThanThoseOfTheFirstRetrievalAreRefused() {
        scene.provider = Scene.configured(1);
        long handle = begun(Operation.LEND, sp2);
        MemoryTransaction here = chosen(handle, 0x70_0000);
        scene.retrieved(sp2, here);

        scene.refused(scene.retrieve(sp2, chosen(handle, 0x71_0000)), "INVALID_PARAMETERS FFA-11.4.2-4");
        scene.retrieved(sp2, here);
        assertThat(ranges(scene.retrieved(sp2, wanted(sp1, handle, sp2)))).containsExactly(range(0x70_0000, 2));
    }

    private MemoryTransaction chosen(long handle, long address) {
        CompositeRegion region = CompositeRegion.of(range(address, 2));
        return wanted(sp1, handle, RetrieveFlags.of(null), entry(sp2, DataAccess.READ_ONLY, region));
    }

    @Shows("FFA-5.11.2-16")
    @Test
    void theRegionIsMappedAsTheLastAnswerSays() {
        scene.provider = Scene.configured(1);
        long handle = begun(Operation.LEND, sp2);

        for (DataAccess data : new DataAccess[] {DataAccess.READ_ONLY, DataAccess.READ_WRITE, DataAccess.READ_ONLY}) {
            MemoryTransaction response =
                    scene.retrieved(sp2, wanted(sp1, handle, RetrieveFlags.of(null), entry(sp2, data)));
            assertThat(response.endpoints().getFirst().data()).isEqualTo(data);
            assertThat(mapped(sp2, ranges(response).getFirst().address()))
                    .extracting(Mapping::write)
                    .containsExactly(data == DataAccess.READ_WRITE);
        }
    }

    @Shows("FFA-5.12.4-11")
    @Test
    void zeroedContentsAreAskedForTheFirstTimeOnly() {
        scene.provider = Scene.configured(1);
        int zero = new SendFlags(true, false).encode();
        long handle = scene.begun(sp1, Operation.LEND, sent(sp1, zero, entry(sp2, DataAccess.READ_WRITE, heap(4, 2))));
        RetrieveFlags zeroed = new RetrieveFlags(true, false, false, null, RetrieveFlags.NO_HINT);
        MemoryTransaction t = wanted(sp1, handle, zeroed, entry(sp2, DataAccess.READ_WRITE));
        scene.retrieved(sp2, t);

        scene.refused(scene.retrieve(sp2, t), "INVALID_PARAMETERS FFA-5.12.4-11");
        Scene.succeeded(scene.relinquish(sp2, handle));
        scene.refused(scene.retrieve(sp2, t), "INVALID_PARAMETERS FFA-5.12.4-11");
    }

    @Shows("FFA-11.4.2-6")
    @Test
    void theConfigurationHasTheLimitsOfTable8_10() {
        assertThatThrownBy(() -> Scene.configured(31)).hasMessageContaining("0 to 30");
        assertThatThrownBy(() -> Scene.configured(-1)).hasMessageContaining("retrievals is -1");
        assertThat(Scene.configured(30).featureProperties(FunctionId.FFA_MEM_RETRIEVE_REQ))
                .isEqualTo(30L << 32);
    }
}
