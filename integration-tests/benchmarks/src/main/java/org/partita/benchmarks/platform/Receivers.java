package org.partita.benchmarks.platform;

import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.ThreadedPartition;

/** The partitions that are measured: the same work as the receivers of the prototype. */
final class Receivers {
    private Receivers() {}

    /** Never asked: somebody else makes calls in its context. */
    static final class Sender implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            throw new IllegalStateException("a sender was asked by " + request.sender());
        }
    }

    static final class Same implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            respond(request, request.x(3), request.x(7));
        }
    }

    static final class Sum implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            respond(request, request.x(3) + request.x(4), request.x(7));
        }
    }

    static final class Inverse implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            respond(request, ~request.x(3), ~request.x(7));
        }
    }

    /** Asked with a count in x3, sends as many requests, each with what the one before was answered. */
    static final class Asker implements ThreadedPartition {
        private final int answerer;

        Asker(int answerer) {
            this.answerer = answerer;
        }

        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            FunctionId completion = ffa.msgWait();
            for (; ; ) {
                if (completion != FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
                    completion = ffa.msgWait();
                    continue;
                }
                long count = context.registers().x3;
                long value = context.registers().x4;
                int sender = ffa.sender();
                for (long i = 0; i < count; i++) {
                    ask(context, value);
                    value = context.registers().x3;
                }
                context.registers()
                        .set(
                                FunctionId.FFA_MSG_SEND_DIRECT_RESP.id64(),
                                Integer.toUnsignedLong(context.id() << 16 | sender),
                                0,
                                count,
                                value,
                                0,
                                0,
                                0);
                context.call();
                completion = FunctionId.of(context.registers().function());
            }
        }

        private void ask(PartitionContext context, long value) {
            context.registers()
                    .set(
                            FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(),
                            Integer.toUnsignedLong(context.id() << 16 | answerer),
                            0,
                            value,
                            0,
                            0,
                            0,
                            0);
            context.call();
        }
    }

    /** Answers x3 with x3 + 1. */
    static final class Answerer implements ThreadedPartition {
        @Override
        public void main(PartitionContext context) {
            Ffa ffa = new Ffa(context);
            FunctionId completion = ffa.msgWait();
            for (; ; ) {
                completion = completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ
                        ? ffa.respond(context.registers().x3 + 1, 0, 0, 0, 0)
                        : ffa.msgWait();
            }
        }
    }

    /** Reads each indirect message and gives its RX buffer back. */
    static final class Reader implements CallbackPartition {
        private final long rx;
        private long sum;

        Reader(long rx) {
            this.rx = rx;
        }

        @Override
        public void directRequest(DirectRequest request) {
            request.respond(3, sum);
        }

        @Override
        public void completed(PartitionContext context, Registers registers) {
            boolean message = FunctionId.of(registers.function()) == FunctionId.FFA_MSG_SEND;
            if (message) {
                sum += context.memory().read64(rx);
            }
            registers.set((message ? FunctionId.FFA_RX_RELEASE : FunctionId.FFA_MSG_WAIT).id32(), 0);
        }
    }

    private static void respond(DirectRequest request, long x3, long x7) {
        request.respond(3, x3);
        request.respond(4, request.x(4));
        request.respond(5, request.x(5));
        request.respond(6, request.x(6));
        request.respond(7, x7);
    }
}
