package org.partita.partition.client;

import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.FfaException;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;

/**
 * The program of a client VM: initialize, wait, and, when cycles are allocated to it and traffic is wanted, send
 * requests from then on. Where it is the OS kernel, it shares its RX/TX pair with the SPM first: the SPM allocates none
 * for it (FF-A 4.2.2.2).
 */
final class Vm {
    private static final int OS_KERNEL = 0;
    private static final long TX = 0x81011000L;
    private static final long RX = 0x81010000L;

    private final boolean traffic;

    Vm(boolean traffic) {
        this.traffic = traffic;
    }

    void run(PartitionContext context) {
        Ffa ffa = new Ffa(context);
        ffa.version();
        if (context.id() == OS_KERNEL && context.vcpu() == 0) {
            shareBuffers(ffa);
        }
        for (; ; ) {
            FunctionId completion = ffa.msgWait();
            if (traffic && completion != FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
                send(new Requests(context, ffa));
            }
        }
    }

    /** Ends what comes from a device, where the manifest has one: nothing here waits for it. */
    static void interrupted(PartitionContext context) {
        Interrupts interrupts = context.interrupts();
        for (int id = interrupts.acknowledge(); id != Interrupts.SPURIOUS; id = interrupts.acknowledge()) {
            interrupts.end(id);
        }
    }

    /** Without regions there in its manifest the kernel has no buffers and goes on. */
    private static void shareBuffers(Ffa ffa) {
        try {
            ffa.rxtxMap(TX, RX, 1);
        } catch (FfaException e) {
            if (e.status() != Status.DENIED) {
                throw e;
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
