package org.partita.it.determinism;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.TestPartitions;
import org.partita.it.scheduling.Vm;

/** Two VMs: a message starts the first, which sends the second numbered messages; the second answers each with its complement. */
final class Letters {
    private static final int FIRST = 0x114;
    private static final int SECOND = 0x115;
    private static final long BASE = 0x90000000L;
    private static final int PAGES = 0x10000;

    private final int count;
    private final List<Long> answers = new CopyOnWriteArrayList<>();

    Letters(int count) {
        this.count = count;
    }

    void load(TestPartitions partitions) {
        partitions.threaded(Vm.manifest("first", FIRST, BASE), this::lead);
        partitions.threaded(Vm.manifest("second", SECOND, BASE + PAGES), Letters::follow);
    }

    /** By an actor: the message that starts it, from VM 1. */
    void start(Platform platform) {
        try (Abi vm = new Abi(platform, 1)) {
            vm.client().memory().write(vm.client().tx(), MemorySegment.ofArray(new byte[Long.BYTES]));
            vm.raw(FunctionId.FFA_MSG_SEND.id32(), Abi.ids(1, FIRST), 0, Long.BYTES)
                    .success();
        }
    }

    private void lead(PartitionContext context) {
        receive(context, BASE);
        for (long n = 1; n <= count; n++) {
            send(context, BASE, SECOND, n);
            answers.add(~receive(context, BASE));
        }
        for (; ; ) {
            receive(context, BASE);
        }
    }

    private static void follow(PartitionContext context) {
        for (; ; ) {
            long n = receive(context, BASE + PAGES);
            send(context, BASE + PAGES, FIRST, ~n);
        }
    }

    private static long receive(PartitionContext context, long rx) {
        Ffa ffa = new Ffa(context);
        while (ffa.msgWait() != FunctionId.FFA_MSG_SEND) {
            // run for nothing
        }
        long number = context.memory().read64(rx);
        ffa.rxRelease();
        return number;
    }

    private static void send(PartitionContext context, long rx, int to, long number) {
        Ffa ffa = new Ffa(context);
        context.memory().write64(rx + 0x1000, number);
        while (!ffa.send(to, Long.BYTES, false)) {
            ffa.yieldCycles();
        }
    }

    /** Each message was answered once, in order. */
    boolean answered() {
        return answers.equals(LongStream.rangeClosed(1, count).boxed().toList());
    }

    @Override
    public String toString() {
        return "answers " + answers;
    }
}
