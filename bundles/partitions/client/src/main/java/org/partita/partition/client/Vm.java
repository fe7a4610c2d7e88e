package org.partita.partition.client;

import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;

/**
 * The program of a client VM: initialize, wait, and, when cycles are allocated to it and traffic is wanted, send
 * requests from then on.
 */
final class Vm {
    private final boolean traffic;

    Vm(boolean traffic) {
        this.traffic = traffic;
    }

    void run(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        ffa.version();
        for (; ; ) {
            FunctionId completion = ffa.msgWait();
            if (traffic && completion != FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
                send(new Requests(context, ffa));
            }
        }
    }

    private static void send(Requests requests) {
        for (long n = 1; ; n++) {
            requests.echo(n);
            requests.digest(n);
        }
    }
}
