package org.partita.partition.messenger;

import org.jspecify.annotations.Nullable;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/** A VM that runs the messenger's program. */
class MessengerVm implements ThreadedPartition {
    private final long rx;
    private final long tx;
    private @Nullable Messenger program;

    /**
     * @param rx IPA of its RX buffer, as its manifest has it
     * @param tx IPA of its TX buffer
     */
    MessengerVm(long rx, long tx) {
        this.rx = rx;
        this.tx = tx;
    }

    @Override
    public void main(PartitionContext context) {
        Messenger m = new Messenger(context, rx, tx);
        program = m;
        m.run();
    }

    @Override
    public void interrupt(PartitionContext context) {
        Messenger m = program;
        if (m != null) {
            m.interrupted();
        }
    }
}
