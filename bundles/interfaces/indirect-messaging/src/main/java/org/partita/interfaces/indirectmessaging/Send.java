package org.partita.interfaces.indirectmessaging;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.IndirectMessage;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RunState;
import org.partita.api.call.RxTxPair;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;

/**
 * FFA_MSG_SEND at the Hypervisor (FF-A 10.1.2.2): copies the message from the Sender's TX to the Receiver's RX buffer, and tells the
 * primary scheduler (10.1.3). Where that is part of a VM the call is forwarded to it, and it completes the call.
 */
final class Send {
    private static final int ID = 0xFFFF;
    private static final int NOTIFY = 1;
    private static final int CHUNK = 4096;

    private Send() {}

    static Outcome answer(Call call) {
        Endpoint sender = call.context().endpoint();
        if (sender == null || sender.manager() != ManagerKind.HYPERVISOR) {
            return call.refuse(SendRules.SENDER_STATE, 0);
        }
        if (call.context().requester() != null) {
            return call.refuse(SendRules.NO_REQUEST, call.registers.x0);
        }
        RxTxPair from = call.state().pair(ManagerKind.HYPERVISOR, sender.id());
        if (!sender.indirect() || from == null || !from.mapped()) {
            return call.refuse(SendRules.SENDER_STATE, sender.id());
        }
        int ids = call.registers.w(1);
        if (ids >>> 16 != sender.id()) {
            return call.refuse(SendRules.SENDER, ids >>> 16);
        }
        Endpoint receiver = call.state().endpoint(ids & ID);
        if (receiver == null || receiver == sender || receiver.manager() != ManagerKind.HYPERVISOR) {
            return call.refuse(SendRules.RECEIVER, ids & ID);
        }
        Rule broken = encoding(call);
        if (broken != null) {
            return call.refuse(broken, found(call, broken));
        }
        return send(call, sender, receiver, from);
    }

    private static @Nullable Rule encoding(Call call) {
        if ((call.registers.w(4) & ~NOTIFY) != 0) {
            return SendRules.FLAGS;
        }
        boolean zero = call.registers.w(2) == 0 && call.registers.w(6) == 0 && call.registers.w(7) == 0;
        return zero ? null : SendRules.RESERVED;
    }

    private static long found(Call call, Rule broken) {
        if (broken == SendRules.FLAGS) {
            return Integer.toUnsignedLong(call.registers.w(4));
        }
        return Integer.toUnsignedLong(call.registers.w(2) | call.registers.w(6) | call.registers.w(7));
    }

    private static Outcome send(Call call, Endpoint sender, Endpoint receiver, RxTxPair from) {
        long bytes = Integer.toUnsignedLong(call.registers.w(3));
        if (bytes == 0 || bytes > from.size()) {
            return call.refuse(SendRules.LENGTH, bytes);
        }
        if (!receiver.indirect()) {
            return call.refuse(SendRules.RECEIVER_STATE, receiver.id());
        }
        if (receiver.aborted()) {
            return call.refuse(SendRules.RECEIVER_GONE, receiver.id());
        }
        RxTxPair to = call.state().pair(ManagerKind.HYPERVISOR, receiver.id());
        if (to == null || bytes > to.size()) {
            return call.refuse(SendRules.ROOM, bytes);
        }
        if (!from.takeTx()) {
            return call.refuse(SendRules.TX_FREE, 0);
        }
        boolean copied;
        try {
            copied = copy(call, from, to, (int) bytes);
        } finally {
            from.returnTx();
        }
        if (!copied) {
            if ((call.registers.w(4) & NOTIFY) != 0) {
                to.notifyWhenEmpty(call.context());
            }
            return call.refuse(SendRules.RX_FREE, 0);
        }
        call.state().ready(receiver);
        return tell(call, sender, receiver, to);
    }

    /** False if RX is not available. */
    private static boolean copy(Call call, RxTxPair from, RxTxPair to, int bytes) {
        if (!to.takeRx()) {
            return false;
        }
        boolean whole = false;
        try {
            MemorySegment part = MemorySegment.ofArray(new byte[Math.min(bytes, CHUNK)]);
            for (int at = 0; at < bytes; at += CHUNK) {
                MemorySegment rest = part.asSlice(0, Math.min(CHUNK, bytes - at));
                from.readTx(at, rest);
                to.writeRx(at, rest);
            }
            whole = true;
        } finally {
            if (!whole) {
                to.dropRx();
            }
        }
        ExecutionContext by = call.context();
        to.handOverRx(new IndirectMessage(call.registers.w(1) >>> 16, by.vcpu(), bytes));
        return true;
    }

    /**
     * Tells the primary scheduler that the Receiver has a message, wherever the scheduler is (FF-A 10.1.3). One that is the Receiver
     * itself gets the message with that (4.3.3 item 1), so it is told its length (Table 10.3).
     */
    private static Outcome tell(Call call, Endpoint sender, Endpoint receiver, RxTxPair to) {
        Endpoint scheduler = call.scheduler();
        if (scheduler == null || scheduler == sender || scheduler.manager() != ManagerKind.HYPERVISOR) {
            return call.succeed();
        }
        ExecutionContext there = scheduler.contextOn(call.context().pe());
        boolean lender = there != null && there == call.context().lender();
        if (there == null) {
            return call.succeed();
        }
        if (!lender && !call.claim(there)) {
            // it is at work, or was stopped in it: it looks who is ready when it goes on
            there.virtual().pend(VirtualInterrupts.SCHEDULE);
            return call.succeed();
        }
        long ids = Integer.toUnsignedLong(sender.id() << 16 | receiver.id());
        IndirectMessage own = scheduler == receiver ? to.message() : null;
        long bytes = own != null && own.tell() ? own.bytes() : 0;
        call.registers.set(
                FunctionId.FFA_MSG_SEND.id32(), ids, 0, bytes, 0, call.context().vcpu(), 0, 0);
        return lender ? call.giveBack(there, RunState.YIELDED) : call.run(there);
    }
}
