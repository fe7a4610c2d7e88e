package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.interfaces.memorymanagement.Scene.range;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

/** There is no Hypervisor: an OS kernel describes its pages by physical addresses, nobody manages how it maps them. */
final class OsKernelTest {
    private static final long PAGES = 0x8400_0000L;

    private final PlatformModel platform =
            PlatformModel.withKernel().ram(0x600_0000L, 0x100_0000L, true).ram(0x8000_0000L, 0x1000_0000L, false);
    private final EndpointModel kernel = platform.kernel();
    private final EndpointModel sp = platform.sp(0x8001);
    private final MemoryManagement provider = Scene.configured(0);
    private List<Holding> before = List.of();

    @BeforeEach
    void bothHaveBuffers() {
        sp.owns(new Mapping(0x10_0000, 0x610_0000L, 16, true, true, false, true, false, "heap"));
        platform.pairOf(ManagerKind.SPMC, 0x8001).mappedAt(0x610_E000L, 0x610_F000L);
        platform.pairOf(ManagerKind.SPMC, 0).mappedAt(0x8000_0000L, 0x8000_1000L);
        before = platform.ledger().holdings();
    }

    private CallModel atSpmc(EndpointModel by, int function, long... registers) {
        CallModel call = by.call(function, registers);
        assertThat(call.downTo(ManagerKind.SPMC).handle(provider)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    private CallModel send(Operation operation, int sender, EndpointAccess... entries) {
        MemoryTransaction t =
                new MemoryTransaction(sender, MemoryAttributes.NOT_SPECIFIED, 0, 0, Scene.TAG, List.of(entries));
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        platform.pairOf(ManagerKind.SPMC, sender).writeTx(0, MemorySegment.ofArray(bytes));
        EndpointModel by = sender == 0 ? kernel : sp;
        return sender == 0
                ? atSpmc(by, Scene.function(operation), bytes.length, bytes.length)
                : passed(by.call(Scene.function(operation), bytes.length, bytes.length));
    }

    private CallModel passed(CallModel call) {
        assertThat(call.pass(provider)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    private static EndpointAccess entry(int id, Operation operation, ConstituentRange... ranges) {
        return new EndpointAccess(
                id, Scene.most(operation), InstructionAccess.NOT_SPECIFIED, CompositeRegion.of(ranges));
    }

    private void refused(CallModel call, String refusal) {
        Refusal.of(call.refusal()).is(refusal);
        assertThat(platform.ledger().holdings()).isEqualTo(before);
        assertThat(platform.pairOf(ManagerKind.SPMC, 0).held()).isFalse();
    }

    @Shows({"FFA-5.10.2-2", "FFA-11.1.1.2-15", "FFA-11.2.1.2-15", "FFA-11.3.1.2-15", "FFA-11.7.1.2-9"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theSpmHandlesTheKernelsTransactions(Operation operation) {
        long handle = Scene.handle(send(operation, 0, entry(0x8001, operation, range(PAGES, 2))));

        assertThat(handle).isPositive();
        Scene.succeeded(atSpmc(kernel, Scene.RECLAIM, handle, 0, 0));
        assertThat(platform.ledger().holdings()).isEqualTo(before);
    }

    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void theKernelSendsOnlyMemoryThatExistsAndIsItsOwn(Operation operation) {
        String denied = "DENIED FFA-" + operation.section() + ".1.2-4";

        for (long address : new long[] {
            0x1000, 0x610_0000L, 0x600_0000L, 0x8FFF_F000L, 0x7FFF_FFFF_FFFF_E000L, Long.MIN_VALUE, -0x2000L
        }) {
            refused(send(operation, 0, entry(0x8001, operation, range(address, 2))), denied);
        }
        // ends where the sign of an address changes
        refused(send(operation, 0, entry(0x8001, operation, range(0x7FFF_FFFF_FFFF_F000L, 1))), denied);
        CallModel mixed = send(operation, 0, entry(0x8001, operation, range(PAGES, 1), range(0x600_0000L, 1)));
        refused(mixed, denied);
        for (long buffer : new long[] {0x8000_0000L, 0x8000_1000L}) {
            refused(send(operation, 0, entry(0x8001, operation, range(buffer, 1))), denied);
        }
    }

    @Shows({"FFA-11.1.1.2-3", "FFA-11.2.1.2-3", "FFA-11.3.1.2-3"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void anSpGivesTheKernelNothing(Operation operation) {
        CallModel call = send(operation, 0x8001, entry(0, operation, range(0x10_0000, 1)));

        refused(call, "DENIED FFA-" + operation.section() + ".1.2-3");
    }

    @Shows({"FFA-11.1.1.2-4", "FFA-11.2.1.2-4", "FFA-11.3.1.2-4"})
    @ParameterizedTest
    @EnumSource(names = "RETRIEVE", mode = EnumSource.Mode.EXCLUDE)
    void whatAnotherContextOfTheKernelHasBegunIsNotThisOnes(Operation operation) {
        Grant other = new Grant(
                0,
                operation.type(),
                0,
                false,
                Scene.TAG,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE,
                true,
                false,
                false,
                List.of(range(PAGES, 2)),
                List.of(Borrower.of(0x8001, DataAccess.READ_ONLY)));
        Grant offer = platform.ledger().offer(other, DataAccess.NOT_SPECIFIED);
        before = platform.ledger().holdings();

        CallModel call = send(operation, 0, entry(0x8001, operation, range(PAGES, 2)));

        refused(call, "DENIED FFA-" + operation.section() + ".1.2-4");
        assertThat(platform.ledger().accept(offer, ManagerKind.SPMC).handle()).isPositive();
    }

    @Test
    void aRegionThatCannotBeZeroedIsTheKernelsStill() {
        platform.withoutMemoryAt(PAGES);
        MemoryTransaction t = new MemoryTransaction(
                0,
                MemoryAttributes.NOT_SPECIFIED,
                1,
                0,
                Scene.TAG,
                List.of(entry(0x8001, Operation.LEND, range(PAGES, 2))));
        byte[] bytes = new byte[(int) t.size()];
        t.encode(MemorySegment.ofArray(bytes));
        platform.pairOf(ManagerKind.SPMC, 0).writeTx(0, MemorySegment.ofArray(bytes));

        CallModel call = atSpmc(kernel, Scene.function(Operation.LEND), bytes.length, bytes.length);
        refused(call, "ABORTED PARTITA-memory-fault");
        Scene.handle(send(Operation.LEND, 0, entry(0x8001, Operation.LEND, range(PAGES, 2))));
    }
}
