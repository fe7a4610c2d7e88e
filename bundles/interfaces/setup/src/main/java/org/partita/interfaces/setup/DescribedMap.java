package org.partita.interfaces.setup;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.RxTxDescriptor;
import org.partita.api.memory.PhysicalMemory;
import org.partita.lib.relayer.Caller;

/** The SPM maps a VM's pair that the Hypervisor describes in its TX buffer (FF-A 8.4, Table 8.19). */
final class DescribedMap {
    static final Rule TX_MAPPED = BufferRegisters.invalid(
            "FFA-8.4-5",
            "8.4",
            "TX of the Hypervisor",
            "to forward a VM's pair the Hypervisor has to share its own first");
    static final Rule DESCRIPTOR = BufferRegisters.invalid(
            "FFA-8.4-26",
            "Table 8.19",
            "endpoint RX/TX descriptor",
            "counts have to fit the buffer, reserved fields be 0");
    static final Rule ENDPOINT =
            BufferRegisters.invalid("FFA-8.4-25", "Table 8.19", "Endpoint ID", "the descriptor has to name a VM");
    static final Rule RANGES = BufferRegisters.invalid(
            "FFA-8.4-29",
            "Table 8.19, 4.2.2.3",
            "address range arrays",
            "RX and TX have the same size, 1 to 63 pages, at addresses aligned to 4K");

    private static final int MOST_PAGES = 63;

    private DescribedMap() {}

    /** No addresses from the Hypervisor: they stand in its TX buffer. Page 0 is not meant. */
    static boolean asks(Call call, BufferRegisters buffers) {
        return Caller.endpoint(call) == null
                && call.state().hypervisorPresent()
                && buffers.tx() == 0
                && buffers.rx() == 0;
    }

    static Outcome answer(Call call) {
        if (BufferRegisters.reserved(call) != 0) {
            return call.refuse(BufferRegisters.RESERVED, BufferRegisters.reserved(call));
        }
        RxTxPair own = Caller.pair(call);
        if (own == null || !own.mapped()) {
            return call.refuse(TX_MAPPED);
        }
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) own.size()]);
        own.readTx(0, bytes);
        try {
            return map(call, RxTxDescriptor.decode(bytes));
        } catch (DescriptorException e) {
            Rule broken = e.rule();
            return call.refuse(broken == null ? DESCRIPTOR : broken, e.found(), e.offset());
        }
    }

    private static Outcome map(Call call, RxTxDescriptor descriptor) {
        int id = descriptor.endpoint();
        Endpoint vm = call.state().endpoint(id);
        if (vm == null || vm.manager() != ManagerKind.HYPERVISOR) {
            return call.refuse(ENDPOINT, id, RxTxDescriptor.ENDPOINT);
        }
        long txAt = RxTxDescriptor.RANGES + (long) descriptor.rx().size() * ConstituentRange.SIZE;
        Outcome sizes = sizes(call, descriptor, txAt);
        if (sizes != Outcome.PROCEED) {
            return sizes;
        }
        if (unaligned(call, descriptor.rx(), RxTxDescriptor.RANGES) || unaligned(call, descriptor.tx(), txAt)) {
            return Outcome.COMPLETE;
        }
        RxTxPair pair = Caller.knownPair(call, ManagerKind.SPMC, id);
        if (pair.mapped()) {
            return call.refuse(Registration.REGISTERED_ONCE, id, RxTxDescriptor.ENDPOINT);
        }
        Outcome registered = new Registration(call, id, false, descriptor.rx(), descriptor.tx()).register(pair);
        return registered == Outcome.PROCEED ? call.succeed() : registered;
    }

    /** PROCEED if there are as many pages of TX as of RX, not too many. */
    private static Outcome sizes(Call call, RxTxDescriptor descriptor, long txAt) {
        int rx = pages(call, descriptor.rx(), RxTxDescriptor.RANGES, MOST_PAGES);
        if (rx == 0) {
            return call.refuse(RANGES, descriptor.rx().size(), RxTxDescriptor.RX_COUNT);
        }
        int tx = rx < 0 ? rx : pages(call, descriptor.tx(), txAt, rx);
        if (tx >= 0 && tx < rx) {
            return call.refuse(RANGES, descriptor.tx().size(), RxTxDescriptor.TX_COUNT);
        }
        return tx < 0 ? Outcome.COMPLETE : Outcome.PROCEED;
    }

    /** Pages of a buffer; -1 if the call is refused for the range with which there are more than this. */
    private static int pages(Call call, List<ConstituentRange> ranges, long offset, int most) {
        int sum = 0;
        long at = offset;
        for (ConstituentRange r : ranges) {
            long pages = Integer.toUnsignedLong(r.pages());
            if (pages > most - sum) {
                call.refuse(RANGES, pages, at + ConstituentRange.PAGE_COUNT);
                return -1;
            }
            sum += (int) pages;
            at += ConstituentRange.SIZE;
        }
        return sum;
    }

    /** Whether the call is refused for an address. */
    private static boolean unaligned(Call call, List<ConstituentRange> ranges, long offset) {
        long at = offset;
        for (ConstituentRange r : ranges) {
            if ((r.address() & (PhysicalMemory.PAGE_SIZE - 1)) != 0) {
                call.refuse(RANGES, r.address(), at);
                return true;
            }
            at += ConstituentRange.SIZE;
        }
        return false;
    }
}
