package org.partita.benchmarks.prototype;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RelinquishDescriptor;
import org.partita.api.descriptor.RelinquishFlags;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/** The prototype makes the checks that it is said to make, and keeps the tables that it is said to keep. */
class MemoryRelayTest {
    private static final int PAGE = 4096;
    private static final long SUCCESS = 0x84000061L;
    private static final long ERROR = 0x84000060L;
    private static final long INVALID_PARAMETERS = 0xFFFFFFFEL;
    private static final long DENIED = 0xFFFFFFFAL;
    private static final int VM = 1;
    private static final int LENDER = 0x8001;
    private static final int BORROWER = 0x8002;

    private final Tenant vm = new Tenant(VM, 64, PAGE).mapped(40 * PAGE, 8).txAt(50 * PAGE);
    private final Tenant lender =
            new Tenant(LENDER, 64, PAGE).mapped(16 * PAGE, 8).txAt(4 * PAGE);
    private final Tenant borrower = new Tenant(BORROWER, 64, PAGE).txAt(8 * PAGE);
    private final MemoryRelay relay = new MemoryRelay(64, PAGE, vm, lender, borrower);

    private static void write(Tenant tenant, MemoryTransaction t) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) t.size()]);
        t.encode(bytes);
        tenant.writeTx(bytes);
    }

    private static EndpointAccess writer(int id, CompositeRegion region) {
        return new EndpointAccess(id, DataAccess.READ_WRITE, InstructionAccess.NOT_SPECIFIED, region);
    }

    private Registers send(Tenant from, FunctionId function, int sender, int receiver, ConstituentRange... ranges) {
        MemoryTransaction t = MemoryTransaction.send(
                sender,
                MemoryAttributes.NOT_SPECIFIED,
                SendFlags.NONE,
                5,
                List.of(writer(receiver, CompositeRegion.of(ranges))));
        write(from, t);
        from.registers.set(function.id32(), t.size(), t.size(), 0, 0, 0, 0, 0);
        relay.call(from);
        return from.registers;
    }

    private Registers retrieve(int sender, long handle, long tag) {
        EndpointAccess own =
                new EndpointAccess(BORROWER, DataAccess.NOT_SPECIFIED, InstructionAccess.NOT_SPECIFIED, null);
        MemoryTransaction t = MemoryTransaction.request(
                sender, MemoryAttributes.NOT_SPECIFIED, RetrieveFlags.of(null), handle, tag, List.of(own));
        write(borrower, t);
        borrower.registers.set(FunctionId.FFA_MEM_RETRIEVE_REQ.id32(), t.size(), t.size(), 0, 0, 0, 0, 0);
        relay.call(borrower);
        return borrower.registers;
    }

    private Registers relinquish(long handle) {
        RelinquishDescriptor d =
                new RelinquishDescriptor(handle, RelinquishFlags.NONE, List.of(new EndpointId(BORROWER)));
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) d.size()]);
        d.encode(bytes);
        borrower.writeTx(bytes);
        borrower.registers.set(FunctionId.FFA_MEM_RELINQUISH.id32(), 0, 0, 0, 0, 0, 0, 0);
        relay.call(borrower);
        return borrower.registers;
    }

    private Registers reclaim(Tenant by, long handle) {
        by.registers.set(FunctionId.FFA_MEM_RECLAIM.id32(), handle, 0, 0, 0, 0, 0, 0);
        relay.call(by);
        return by.registers;
    }

    private static boolean mapped(Tenant tenant, int page) {
        return (tenant.entries[page] & Tenant.VALID) != 0;
    }

    private static ConstituentRange pages(int first, int count) {
        return new ConstituentRange((long) first * PAGE, count);
    }

    @ParameterizedTest
    @CsvSource({"FFA_MEM_SHARE,true", "FFA_MEM_LEND,false"})
    void aCycleGivesAccessAndTakesItBack(FunctionId function, boolean kept) {
        Registers r = send(lender, function, LENDER, BORROWER, pages(17, 1), pages(20, 2));
        assertThat(r.x0).isEqualTo(SUCCESS);
        long handle = r.x2;
        assertThat(mapped(lender, 17)).isEqualTo(kept);
        assertThat(mapped(lender, 18)).isTrue();
        assertThat(send(lender, function, LENDER, BORROWER, pages(21, 1)).x2).isEqualTo(DENIED);

        assertThat(retrieve(LENDER, handle, 5).x0).isEqualTo(0x84000075L);
        assertThat(mapped(borrower, 17) && mapped(borrower, 20) && mapped(borrower, 21))
                .isTrue();
        MemoryTransaction response = MemoryTransaction.decode(borrower.rx.asSlice(0, borrower.registers.x1));
        assertThat(response.region()).isEqualTo(CompositeRegion.of(pages(17, 1), pages(20, 2)));
        assertThat(reclaim(lender, handle).x2).isEqualTo(DENIED);

        assertThat(relinquish(handle).x0).isEqualTo(SUCCESS);
        assertThat(mapped(borrower, 17)).isFalse();
        assertThat(relinquish(handle).x2).isEqualTo(DENIED);
        assertThat(reclaim(lender, handle).x0).isEqualTo(SUCCESS);
        assertThat(mapped(lender, 17) && mapped(lender, 20) && mapped(lender, 21))
                .isTrue();
        assertThat(reclaim(lender, handle).x2).isEqualTo(INVALID_PARAMETERS);
        assertThat(send(lender, function, LENDER, BORROWER, pages(21, 1)).x0).isEqualTo(SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({"FFA_MEM_SHARE,true", "FFA_MEM_LEND,false"})
    void aVmGivesAccessThroughThreeManagers(FunctionId function, boolean kept) {
        Registers r = send(vm, function, VM, BORROWER, pages(41, 1));
        assertThat(r.x0).isEqualTo(SUCCESS);
        long handle = r.x2;
        assertThat(mapped(vm, 41)).isEqualTo(kept);
        assertThat(retrieve(VM, handle, 5).x0).isEqualTo(0x84000075L);
        assertThat(mapped(borrower, 41)).isTrue();
        assertThat(relinquish(handle).x0).isEqualTo(SUCCESS);
        assertThat(reclaim(vm, handle).x0).isEqualTo(SUCCESS);
        assertThat(mapped(vm, 41)).isTrue();
    }

    @Test
    void whatIsNotTheSendersOrIsABufferIsDenied() {
        assertThat(send(lender, FunctionId.FFA_MEM_SHARE, VM, BORROWER, pages(17, 1)).x2)
                .isEqualTo(DENIED);
        assertThat(send(lender, FunctionId.FFA_MEM_SHARE, LENDER, BORROWER, pages(24, 1)).x2)
                .isEqualTo(DENIED);
        assertThat(send(lender, FunctionId.FFA_MEM_SHARE, LENDER, BORROWER, pages(4, 1)).x2)
                .isEqualTo(DENIED);
        assertThat(send(lender, FunctionId.FFA_MEM_SHARE, LENDER, VM, pages(17, 1)).x2)
                .isEqualTo(DENIED);
    }

    @Test
    void aDescriptorThatBreaksARuleIsInvalid() {
        assertThat(send(lender, FunctionId.FFA_MEM_SHARE, LENDER, 0x8009, pages(17, 1)).x2)
                .isEqualTo(INVALID_PARAMETERS);
        assertThat(send(lender, FunctionId.FFA_MEM_SHARE, LENDER, BORROWER, pages(17, 2), pages(18, 1)).x2)
                .isEqualTo(INVALID_PARAMETERS);
        assertThat(send(lender, FunctionId.FFA_MEM_SHARE, LENDER, BORROWER, pages(19, 1), pages(17, 1), pages(18, 2))
                        .x2)
                .isEqualTo(INVALID_PARAMETERS);
        lender.registers.set(FunctionId.FFA_MEM_SHARE.id32(), 80, 64, 0, 0, 0, 0, 0);
        relay.call(lender);
        assertThat(lender.registers.x2).as("fragments").isEqualTo(INVALID_PARAMETERS);
    }

    @Test
    void aRequestThatDoesNotSuitTheTransactionIsRefused() {
        long handle = send(lender, FunctionId.FFA_MEM_SHARE, LENDER, BORROWER, pages(17, 1)).x2;
        assertThat(retrieve(LENDER, handle + 1, 5).x2).isEqualTo(INVALID_PARAMETERS);
        assertThat(retrieve(VM, handle, 5).x2).isEqualTo(DENIED);
        assertThat(retrieve(LENDER, handle, 6).x2).isEqualTo(INVALID_PARAMETERS);
        assertThat(borrower.registers.x0).isEqualTo(ERROR);
        assertThat(mapped(borrower, 17)).isFalse();
    }
}
