package org.partita.interfaces.setup;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.call.RxTxPair;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.lib.relayer.Caller;

/**
 * The Hypervisor's part of FFA_PARTITION_INFO_GET: it forwards the query, so that the SPs are listed in its own RX
 * buffer, puts its VMs and then the SPs into the VM's, and releases its own to the SPM.
 */
final class PartitionInfoMerge {
    private static final int UUID_HIGH = 0;
    private static final int UUID_LOW = 1;
    private static final int RESULT = 2;

    private PartitionInfoMerge() {}

    static Outcome ask(Call call, UUID uuid) {
        call.keep(UUID_HIGH, uuid.getMostSignificantBits());
        call.keep(UUID_LOW, uuid.getLeastSignificantBits());
        call.registers.x5 = 0;
        call.registers.x6 = 0;
        call.registers.x7 = 0;
        return call.forward(Continuations.SPS_LISTED);
    }

    /** The SPM has answered: its list is in the Hypervisor's RX, or it knows no such UUID. */
    static Outcome listed(Call call) {
        UUID uuid = new UUID(call.kept(UUID_HIGH), call.kept(UUID_LOW));
        byte[] vms = PartitionList.atHypervisor(call, uuid);
        if (Caller.succeeded(call)) {
            call.keep(RESULT, merge(call, vms));
            call.registers.set(FunctionId.FFA_RX_RELEASE.id32(), 0);
            return call.forward(Continuations.RX_RELEASED);
        }
        if (call.registers.w(2) != Status.INVALID_PARAMETERS.code()) {
            return Outcome.COMPLETE;
        }
        if (vms.length == 0) {
            return PartitionInfoGet.unknown(call, uuid);
        }
        return complete(call, result(RxWriter.deliver(vmPair(call), vms), vms));
    }

    /** What fails here leaves the Hypervisor's RX buffer empty: nobody else would release it. */
    private static long merge(Call call, byte[] vms) {
        RxTxPair own = ownPair(call);
        try {
            byte[] all = append(vms, call.registers.w(2), own);
            return result(RxWriter.deliver(vmPair(call), all), all);
        } catch (RuntimeException | Error e) {
            own.releaseRx();
            throw e;
        }
    }

    /** The SPM has its RX buffer back: the VM gets what was found before. */
    static Outcome released(Call call) {
        return complete(call, call.kept(RESULT));
    }

    /** @param filled whether the list of the SPs is in the Hypervisor's RX buffer: nobody else would release it */
    static void abandoned(Call call, boolean filled) {
        if (filled) {
            ownPair(call).releaseRx();
        }
    }

    private static byte[] append(byte[] vms, int sps, RxTxPair from) {
        long length = Integer.toUnsignedLong(sps) * PartitionInfo.SIZE;
        if (length > from.size()) {
            throw new IllegalStateException("the SPM lists " + sps + " partitions in " + from.size() + " bytes");
        }
        byte[] all = Arrays.copyOf(vms, vms.length + (int) length);
        from.readRx(0, MemorySegment.ofArray(all).asSlice(vms.length));
        return all;
    }

    /** The count, or the negative status code of the rule that stood against delivery. */
    private static long result(@Nullable Rule broken, byte[] list) {
        return broken == null ? PartitionList.count(list) : broken.status().code();
    }

    private static Outcome complete(Call call, long result) {
        if (result >= 0) {
            return call.succeed((int) result);
        }
        Rule broken = Stream.of(PartitionInfoGet.RX_FREE, PartitionInfoGet.PAIR_MAPPED)
                .filter(rule -> rule.status().code() == result)
                .findFirst()
                .orElse(PartitionInfoGet.FITS);
        return call.refuse(broken, Caller.id(call));
    }

    private static RxTxPair ownPair(Call call) {
        return Caller.knownPair(call, ManagerKind.SPMC, Caller.NORMAL_WORLD);
    }

    private static RxTxPair vmPair(Call call) {
        return Caller.knownPair(call, ManagerKind.HYPERVISOR, Caller.id(call));
    }
}
