package org.partita.interfaces.setup;

import java.util.UUID;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.ffa.UuidRegisters;
import org.partita.lib.relayer.Caller;

/**
 * FFA_PARTITION_INFO_GET (FF-A 8.6). The SPM tells of SPs; the Hypervisor asks it and adds the VMs, see {@link
 * PartitionInfoMerge}. Checks in the order: a pair, a known UUID, a free RX buffer, room in it.
 */
final class PartitionInfoGet {
    static final Rule PAIR_MAPPED = new Rule(
            "FFA-8.6-29",
            Status.DENIED,
            "FF-A Table 8.29",
            "RX",
            "results go to the caller's RX buffer: use FFA_RXTX_MAP first");

    static final Rule KNOWN_UUID = new Rule(
            "FFA-8.6-27",
            Status.INVALID_PARAMETERS,
            "FF-A Table 8.29",
            "w1-w4",
            "no partition offers this UUID; see spm:partition for those that there are");

    static final Rule RX_FREE = new Rule(
            "FFA-8.6-26",
            Status.BUSY,
            "FF-A Table 8.29, 4.2.2.4",
            "RX",
            "the caller's RX buffer is full or being filled: use FFA_RX_RELEASE first");

    static final Rule FITS = new Rule(
            "FFA-8.6-28",
            Status.NO_MEMORY,
            "FF-A Table 8.29",
            "RX",
            "the results do not fit in the caller's RX buffer");

    static final UUID NIL = new UUID(0, 0);

    private PartitionInfoGet() {}

    /** What is found is the first of the registers: all four do not fit into a number. */
    static Outcome unknown(Call call, UUID uuid) {
        return call.refuse(KNOWN_UUID, Integer.toUnsignedLong(UuidRegisters.word(uuid, 0)));
    }

    static Outcome answer(Call call) {
        RxTxPair pair = Caller.pair(call);
        if (pair == null || !pair.mapped()) {
            return call.refuse(PAIR_MAPPED, Caller.id(call));
        }
        Registers r = call.registers;
        UUID uuid = UuidRegisters.decode(r.w(1), r.w(2), r.w(3), r.w(4));
        if (Caller.atHypervisor(call)) {
            return PartitionInfoMerge.ask(call, uuid);
        }
        byte[] found = PartitionList.atSpm(call, uuid);
        if (found.length == 0 && !uuid.equals(NIL)) {
            return unknown(call, uuid);
        }
        Rule broken = RxWriter.deliver(pair, found);
        return broken == null ? call.succeed(PartitionList.count(found)) : call.refuse(broken, Caller.id(call));
    }
}
