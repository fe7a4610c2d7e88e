package org.partita.interfaces.memorymanagement;

import static org.partita.interfaces.memorymanagement.SendRules.denied;
import static org.partita.interfaces.memorymanagement.SendRules.invalid;

import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryLedger;
import org.partita.lib.relayer.Caller;

/**
 * FFA_MEM_RECLAIM (FF-A 11.7). A Handle that the SPM allocated is reclaimed by the SPM, also for a VM: the Hypervisor
 * forwards the call.
 */
final class Reclaim {
    static final Rule HANDLE = invalid(
            "FFA-11.7.1.2-1",
            "11.7.1.2 item 1",
            "w1/w2",
            "must be the Handle of a region that the caller owns and has lent, shared or offered");
    static final Rule SLICE = invalid("FFA-11.7-5", "Table 11.31", "w3", SendRules.NO_TIME_SLICES);
    static final Rule FLAGS = invalid("FFA-11.7-6", "Table 11.31", "w3", "bits 31:2 are reserved, must be zero");
    static final Rule RESERVED =
            invalid("FFA-11.7-7", "Table 11.31", "w4-w7/x4-x7", "the registers are reserved, must be zero");
    static final Rule RELINQUISHED = denied(
            "FFA-11.7.1.2-3",
            "11.7.1.2 item 3",
            "ID of a Borrower",
            "each Borrower must have relinquished the region, as often as it retrieved it");
    static final Rule READ_ONLY_NOT_ZEROED = denied(
            "FFA-11.7-4", "Table 11.31", "w3", "bit 0 must be zero: the caller has read-only access to the region");

    private static final int ZERO = 1;
    private static final int SLICED = 2;

    private Reclaim() {}

    static Outcome answer(Call call) {
        int flags = call.registers.w(3);
        Broken.unless((flags & ~(ZERO | SLICED)) == 0, FLAGS, Integer.toUnsignedLong(flags));
        boolean sliced = Slices.wanted(call, (flags & SLICED) != 0, SLICE, flags, -1);
        for (int n = 4; n < 8; n++) {
            Broken.unless(call.registers.w(n) == 0, RESERVED, call.registers.w(n));
        }
        long handle = Integer.toUnsignedLong(call.registers.w(1)) | (long) call.registers.w(2) << Integer.SIZE;
        Endpoint owner = call.context().endpoint();
        MemoryLedger ledger = call.state().ledger();
        for (; ; ) {
            Grant grant = ledger.find(handle);
            if (grant == null || owner == null || grant.sender() != owner.id()) {
                throw new Broken(HANDLE, handle);
            }
            if (handle > 0 && Caller.atHypervisor(call)) {
                return call.forward();
            }
            grant.borrowers()
                    .forEach(b -> Broken.unless(
                            b.retrieved() == 0 || IndependentDevices.is(call.state(), b.id()), RELINQUISHED, b.id()));
            boolean zero = (flags & ZERO) != 0;
            Broken.unless(!zero || grant.senderWrites(), READ_ONLY_NOT_ZEROED, flags);
            Broken.unless(!ledger.changing(grant, grant.sender()), Slices.PAUSED, handle);
            if (sliced) {
                // without room nothing changes, for devices either
                Slices.identified(call, handle, Slices.PAUSED);
            }
            Grant left = IndependentDevices.released(call, grant);
            if (left != null && sliced) {
                MemoryChange change = ledger.beginReclaim(left, zero);
                if (change != null) {
                    return Slices.begin(call, left, change);
                }
            } else if (left != null && ledger.reclaim(left, zero)) {
                return call.succeed();
            }
            // somebody was faster: look again at what the transaction is now
        }
    }
}
