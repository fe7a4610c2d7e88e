package org.partita.memory.fragments;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.api.memory.MemoryOperations;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.DescriptorBuffer;
import org.partita.lib.relayer.Receiver;
import org.partita.lib.relayer.Unfinished;

/** A descriptor that comes from a Sender in fragments: the first with its function, the others with FFA_MEM_FRAG_TX. */
final class Incoming {
    // FF-A Table 5.19
    private static final int HANDLE = 8;
    private static final int ENDPOINT_COUNT = 28;

    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Incoming() {}

    /** @param longest bytes of a descriptor */
    static Outcome first(Call call, int longest) {
        long total = Integer.toUnsignedLong(call.registers.w(1));
        long length = Integer.toUnsignedLong(call.registers.w(2));
        DescriptorBuffer buffer = DescriptorBuffer.of(call);
        if (length > buffer.room() || length >= total) {
            return refused(call, FragmentRules.FIRST_LENGTH, length);
        }
        if (total > longest) {
            return refused(call, FragmentRules.TOO_LONG, total);
        }
        byte[] fragment = new byte[(int) length];
        MemorySegment bytes = MemorySegment.ofArray(fragment);
        if (!buffer.read(bytes)) {
            return refused(call, DescriptorBuffer.TX_BUSY, length);
        }
        if (length < least(call, bytes)) {
            return refused(call, FragmentRules.FIRST_LENGTH, length);
        }
        if (retrieves(call) && call.state().ledger().find(bytes.get(U64, HANDLE)) == null) {
            return refused(call, FragmentRules.KNOWN_HANDLE, bytes.get(U64, HANDLE));
        }
        MemoryOperation of = Unfinished.of(call);
        if (of == null) {
            return call.refuse(Unfinished.NO_ROOM, Caller.origin(call));
        }
        long handle = handle(call, bytes);
        if (Unfinished.unanswered(call, handle) != null) {
            return refused(call, FragmentRules.IN_USE, handle);
        }
        of.identify(handle);
        of.receive(fragment);
        return more(call, of);
    }

    /** What the first fragment has to hold: the Handle of the region, or who gets it. */
    private static long least(Call call, MemorySegment bytes) {
        if (retrieves(call) || bytes.byteSize() < MemoryTransaction.HEADER) {
            return MemoryTransaction.HEADER;
        }
        long endpoints = Integer.toUnsignedLong(bytes.get(U32, ENDPOINT_COUNT));
        return MemoryTransaction.HEADER + endpoints * EndpointAccess.SIZE;
    }

    private static boolean retrieves(Call call) {
        return FunctionId.of(call.registers.function()) == FunctionId.FFA_MEM_RETRIEVE_REQ;
    }

    /** The region's own, that of the transaction which the Hypervisor sends on, or another (FF-A 12.2.2.3 item 4). */
    private static long handle(Call call, MemorySegment bytes) {
        if (retrieves(call)) {
            return bytes.get(U64, HANDLE);
        }
        for (MemoryOperation o : call.state().operations().all()) {
            boolean sentOn = o.manager() == ManagerKind.HYPERVISOR && o.caller() == Caller.origin(call) && o.onward();
            if (sentOn && !Caller.atHypervisor(call) && underWay(o)) {
                return o.handle();
            }
        }
        boolean own = Caller.atHypervisor(call) && !secureReceiver(call, bytes);
        return call.state().ledger().reserve(own ? ManagerKind.HYPERVISOR : ManagerKind.SPMC);
    }

    /** The Hypervisor's TX is used by one at a time; others were sent before and are paused, or wait for it. */
    private static boolean underWay(MemoryOperation sentOn) {
        byte @Nullable [] descriptor = sentOn.outgoing();
        return descriptor != null && sentOn.sent() > 0 && sentOn.sent() < descriptor.length;
    }

    private static boolean secureReceiver(Call call, MemorySegment bytes) {
        int endpoints = bytes.get(U32, ENDPOINT_COUNT);
        for (int i = 0; i < endpoints; i++) {
            long at = MemoryTransaction.HEADER + (long) i * EndpointAccess.SIZE;
            Receiver r = Receiver.of(call.state(), Short.toUnsignedInt(bytes.get(U16, at)));
            if (r != null && r.secure()) {
                return true;
            }
        }
        return false;
    }

    /** FFA_MEM_FRAG_TX. */
    static Outcome next(Call call) {
        long reserved = Invocation.reserved(call);
        if (reserved != 0) {
            return call.refuse(FragmentRules.TX_RESERVED, reserved);
        }
        long handle = Invocation.handle(call);
        MemoryOperation of = Unfinished.find(call, handle);
        if (of == null || of.stage() != Stage.RECEIVING) {
            return call.refuse(FragmentRules.TX_HANDLE, handle);
        }
        Rule broken = Invocation.broken(call, of, FragmentRules.TX_ENDPOINT, FragmentRules.TX_NO_ENDPOINT);
        if (broken != null) {
            return call.refuse(broken, Integer.toUnsignedLong(call.registers.w(4)));
        }
        MemoryOperations operations = call.state().operations();
        if (!operations.take(of)) {
            return call.refuse(FragmentRules.IN_USE, handle);
        }
        call.operation(of);
        if (of.stage() != Stage.RECEIVING) {
            // another context was faster
            return call.refuse(FragmentRules.TX_HANDLE, handle);
        }
        DescriptorBuffer buffer = DescriptorBuffer.of(call);
        if (buffer.room() == 0) {
            operations.abort(of);
            return call.refuse(FragmentRules.TX_ABORTED, handle);
        }
        long length = Integer.toUnsignedLong(call.registers.w(3));
        if (length == 0 || length > buffer.room() || length > total(of) - of.received()) {
            return call.refuse(FragmentRules.LENGTH, length);
        }
        byte[] fragment = new byte[(int) length];
        if (buffer.read(MemorySegment.ofArray(fragment))) {
            of.receive(fragment);
        }
        // else it has not come: it is asked for again
        return of.received() < total(of) ? more(call, of) : complete(call, of);
    }

    private static long total(MemoryOperation of) {
        Registers first = new Registers();
        of.restore(first);
        return Integer.toUnsignedLong(first.w(1));
    }

    private static Outcome more(Call call, MemoryOperation of) {
        of.stage(Stage.RECEIVING);
        Invocation.set(call, FunctionId.FFA_MEM_FRAG_RX, of.handle(), of.received(), Invocation.endpoint(call, of));
        return Outcome.COMPLETE;
    }

    private static Outcome complete(Call call, MemoryOperation of) {
        of.stage(Stage.RUNNING);
        of.restore(call.registers);
        return call.handBack(of.function());
    }

    /** The function is refused with its first fragment. */
    private static Outcome refused(Call call, Rule rule, long found) {
        MemoryOperation of = call.operation();
        if (of != null) {
            call.state().operations().abort(of);
        }
        return call.refuse(rule, found);
    }
}
