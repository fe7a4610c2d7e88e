package org.partita.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The lines of the table of goals that are measured so far. */
public enum Work {
    /** Direct message SP to SP (one manager), against its prototype. */
    SP_TO_SP("direct message SP to SP", "RealDirect.spToSp", "DirectPrototype.spToSp", 8, 2.3),
    /** Direct message VM to SP through Hypervisor, SPMD, SPMC and back, against its prototype. */
    VM_TO_SP("direct message VM to SP", "RealDirect.vmToSp", "DirectPrototype.vmToSp", 6, 3),
    /** The guard against swaps, on the prototype's path, where it weighs more than on the platform's. */
    SWAP_GUARD(
            "swap guard (prototype's path)", "DirectPrototype.spToSp", "DirectPrototype.spToSpUnguarded", 1.10, 1.05),

    // share or lend, retrieve, release RX, relinquish, reclaim; SP to SP but for the VM's
    /** One page, against its prototype: the same table work and parsing. */
    SHARE_PAGE("share 1 page", "RealMemory.sharePage", "MemoryPrototype.sharePage", 10, 4),
    LEND_PAGE("lend 1 page", "RealMemory.lendPage", "MemoryPrototype.lendPage", 10, 4),
    /** One page of a VM, through Hypervisor, SPMD and SPMC. */
    SHARE_VM_PAGE("share 1 page, VM to SP", "RealMemory.shareVmPage", "MemoryPrototype.shareVmPage", 10, 4),
    LEND_VM_PAGE("lend 1 page, VM to SP", "RealMemory.lendVmPage", "MemoryPrototype.lendVmPage", 10, 4),
    /** 512 separate pages, against their prototype. */
    SHARE_SEPARATE("share 512 separate pages", "RealMemory.shareSeparate", "MemoryPrototype.shareSeparate", 4, 1.3),
    LEND_SEPARATE("lend 512 separate pages", "RealMemory.lendSeparate", "MemoryPrototype.lendSeparate", 4, 1.3),
    /** One range, against one page: costs grow with the number of ranges, not of pages. */
    SHARE_BLOCK("share 2 MiB, aligned, over 1 page", "RealMemory.shareBlock", "RealMemory.sharePage", 2, 1.5),
    LEND_BLOCK("lend 2 MiB, aligned, over 1 page", "RealMemory.lendBlock", "RealMemory.lendPage", 2, 1.5),
    SHARE_UNALIGNED("share 2 MiB, unaligned, over 1 page", "RealMemory.shareUnaligned", "RealMemory.sharePage", 2, 1.5),
    LEND_UNALIGNED("lend 2 MiB, unaligned, over 1 page", "RealMemory.lendUnaligned", "RealMemory.lendPage", 2, 1.5),
    SHARE_GIBIBYTE("share 1 GiB over 1 page", "RealMemory.shareGibibyte", "RealMemory.sharePage", 2, 1.5),
    LEND_GIBIBYTE("lend 1 GiB over 1 page", "RealMemory.lendGibibyte", "RealMemory.lendPage", 2, 1.5),

    // scheduling
    /** A direct request of a threaded SP to a threaded SP, against what the two hand-offs between their threads cost. */
    THREADED("threaded SP to SP, over hand-offs", "RealThreaded.spToSp", "HandOff.virtualThreads", 1.5, 1.3),
    /** The same against a hand-off that Java does not offer to programs. */
    THREADED_CONTINUATION(
            "threaded SP to SP, over Continuation", "RealThreaded.spToSp", "HandOff.continuation", 2.5, 1.6),
    /** An indirect message, sent and read, against a direct one. */
    INDIRECT("indirect message over direct", "RealIndirect.vmToVm", "RealDirect.vmToSp"),
    /** From the wire to the handler, on idle PEs, against waking a platform thread. */
    INTERRUPT("interrupt to handler, over a wake-up", "RealInterrupt.toHandler", "HandOff.platformThread"),

    // FF-M: psa_call of a Non-secure client, one input and one output vector of 64 bytes
    /** To SFN partitions, stateless, against its prototype. */
    PSA_SFN("psa_call, SFN", "RealSfn.stateless", "PsaPrototype.sfnStateless", 5, 2),
    PSA_SFN_CONNECTED("psa_call, SFN, connected", "RealSfn.connected", "PsaPrototype.sfnConnected", 5, 2),
    /** To IPC partitions, against what the two hand-offs between client and partition cost. */
    PSA_IPC("psa_call, IPC, over hand-offs", "RealIpc.stateless", "HandOff.virtualThreads", 1.5, 1.3),
    PSA_IPC_CONNECTED("psa_call, IPC, connected", "RealIpc.connected", "HandOff.virtualThreads", 1.5, 1.3),
    /** The same against a hand-off that Java does not offer to programs, and against the prototype that is made of such. */
    PSA_IPC_CONTINUATION("psa_call, IPC, over Continuation", "RealIpc.stateless", "HandOff.continuation", 2.5, 1.6),
    PSA_IPC_PROTOTYPE("psa_call, IPC, over its prototype", "RealIpc.stateless", "PsaPrototype.ipcStateless");

    /** A guard that costs no more than this, in ns, meets its goal whatever the ratio. */
    public static final double GUARD_NANOS = 2;

    /** What stands for the table of memory. */
    public static final String MEMORY = "memory";

    private static final String PACKAGE = "org.partita.benchmarks.";

    private final String title;
    private final String measured;
    private final String baseline;
    private final double milestone;
    private final double goal;

    Work(String title, String measured, String baseline, double milestone, double goal) {
        this.title = title;
        this.measured = PACKAGE + measured;
        this.baseline = PACKAGE + baseline;
        this.milestone = milestone;
        this.goal = goal;
    }

    /** A work that has no goal. */
    Work(String title, String measured, String baseline) {
        this(title, measured, baseline, Double.NaN, Double.NaN);
    }

    /** Its name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** The benchmark that is measured. */
    public String measured() {
        return measured;
    }

    /** The benchmark that it is compared with. */
    public String baseline() {
        return baseline;
    }

    public Goal goal() {
        return new Goal(milestone, goal);
    }

    /** Whether the platform must be built to measure it. */
    public boolean needsPlatform() {
        return onPlatform(measured);
    }

    /** Whether a benchmark runs on the platform. */
    public static boolean onPlatform(String benchmark) {
        return benchmark.contains(".Real");
    }

    /**
     * Whether what a call allocates is measured: where it all runs in the calling thread, or where the bare hand-offs are the baseline, which
     * allocate, too.
     */
    public boolean countsBytes() {
        return switch (this) {
            case THREADED, THREADED_CONTINUATION, INTERRUPT, PSA_IPC_CONTINUATION, PSA_IPC_PROTOTYPE -> false;
            default -> true;
        };
    }

    /** Whether what counts is what a call allocates beyond what its baseline does: Java's own hand-offs. */
    public boolean bytesBeyondBaseline() {
        return this == PSA_IPC || this == PSA_IPC_CONNECTED;
    }

    /** Whether a call must allocate nothing; of a cycle of memory management and an indirect message that is only wished. */
    public boolean mustNotAllocate() {
        return !cycle() && this != INDIRECT;
    }

    /** Whether it is a cycle of memory management, whose steps can be timed. */
    public boolean cycle() {
        return measured.startsWith(PACKAGE + "RealMemory.");
    }

    /** The benchmark that times the steps of a cycle. */
    public String steps() {
        return measured + "Steps";
    }

    /** The works with these names, all of them if there are none; {@link #MEMORY} is a name, and no work. */
    public static List<Work> named(List<String> words) {
        for (String word : words) {
            if (!word.equals(MEMORY)
                    && Arrays.stream(values()).noneMatch(w -> w.word().equals(word))) {
                throw new IllegalArgumentException("no benchmark " + word + "; known: "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Work::word).toList())
                        + ", " + MEMORY);
            }
        }
        return Arrays.stream(values())
                .filter(w -> words.isEmpty() || words.contains(w.word()))
                .toList();
    }
}
