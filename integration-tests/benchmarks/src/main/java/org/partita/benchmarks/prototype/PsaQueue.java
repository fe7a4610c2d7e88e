package org.partita.benchmarks.prototype;

import org.partita.api.ffm.partition.PsaMessage;

/** psa_call by hand to partitions that wait for signals: a message is queued, and a bare Continuation is the partition's thread. */
public final class PsaQueue {
    private final PsaRelay relay;

    /** The thread of each partition. */
    private final BareContinuation[] threads;

    private final PsaHost[] hosts;

    /** @param relay of the same partitions */
    public PsaQueue(PsaRelay relay, PsaHost... hosts) {
        this.relay = relay;
        this.hosts = hosts.clone();
        this.threads = new BareContinuation[hosts.length];
        for (int i = 0; i < hosts.length; i++) {
            PsaHost host = hosts[i];
            threads[i] = new BareContinuation(() -> serve(host));
        }
    }

    /** psa_call, answered when it returns. */
    public int call(int client, int handle, int control, long inputs, long outputs) {
        PsaItem m = relay.sent(client, handle, control, inputs, outputs);
        if (m == null) {
            return relay.status();
        }
        m.state = PsaItem.State.QUEUED;
        PsaRelay.host(m).queue(m);
        while (m.state != PsaItem.State.ANSWERED) {
            next().run();
        }
        return relay.finish(m);
    }

    /** The first that can go on. */
    private BareContinuation next() {
        for (int i = 0; i < hosts.length; i++) {
            if (hosts[i].asserted != 0) {
                return threads[i];
            }
        }
        throw new IllegalStateException("nobody can go on");
    }

    private void serve(PsaHost host) {
        PsaMessage message = host.message;
        for (; ; ) {
            while (host.asserted == 0) {
                BareContinuation.yieldIt();
            }
            relay.get(host, Integer.lowestOneBit(host.asserted));
            relay.reply(host, message.handle(), host.work.process(relay, host, message));
        }
    }
}
