package org.partita.manager.hypervisor;

import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.provider.ManagerBoot;

/**
 * How the Hypervisor meets the SPM before any VM runs: agree on a version (FF-A 8.1.2), share a buffer pair (4.2.2.2
 * item 4), learn the IDs of the SPs so that VM IDs do not clash with them (2.8), give the RX buffer back. A step that
 * is not completed as it should ends the sequence; its completion stays in the registers.
 */
final class BootCalls {
    private BootCalls() {}

    /** Fills in call number {@code step}; {@code registers} hold the completion of the call before. */
    static boolean next(int step, Registers registers, ManagerBoot boot) {
        return switch (step) {
            case 0 -> version(registers);
            case 1 -> compatible(registers) && boot.rxAddress() != 0 && mapBuffers(registers, boot);
            case 2 -> succeeded(registers) && partitions(registers);
            case 3 -> succeeded(registers) && releaseRx(registers);
            default -> false;
        };
    }

    private static boolean version(Registers registers) {
        registers.set(FunctionId.FFA_VERSION.id32(), FfaVersion.V1_0.encode());
        return true;
    }

    private static boolean compatible(Registers registers) {
        int answer = registers.w(0);
        return answer >= 0 && FfaVersion.V1_0.compatibleWith(FfaVersion.decode(answer));
    }

    /** An SPMC in AArch32 takes the 32-bit call only (FF-A 6), which suffices below 4 GiB. */
    private static boolean mapBuffers(Registers registers, ManagerBoot boot) {
        boolean narrow = (boot.txAddress() | boot.rxAddress()) >>> Integer.SIZE == 0;
        int function = narrow ? FunctionId.FFA_RXTX_MAP.id32() : FunctionId.FFA_RXTX_MAP.id64();
        registers.set(function, boot.txAddress(), boot.rxAddress(), boot.pages(), 0, 0, 0, 0);
        return true;
    }

    /** The Nil UUID asks for all SPs (FF-A 8.6). */
    private static boolean partitions(Registers registers) {
        registers.set(FunctionId.FFA_PARTITION_INFO_GET.id32(), 0);
        return true;
    }

    private static boolean releaseRx(Registers registers) {
        registers.set(FunctionId.FFA_RX_RELEASE.id32(), 0);
        return true;
    }

    private static boolean succeeded(Registers registers) {
        return FunctionId.of(registers.function()) == FunctionId.FFA_SUCCESS;
    }
}
