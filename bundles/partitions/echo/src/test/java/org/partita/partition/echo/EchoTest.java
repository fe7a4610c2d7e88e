package org.partita.partition.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;

class EchoTest {
    @Test
    void everyPayloadRegisterComesBackUnchanged() {
        long[] sent = new SplittableRandom(5).longs(8).toArray();
        long[] answered = new long[8];

        new Echo().directRequest(new Request(sent, answered));

        assertThat(answered).startsWith(0, 0, 0);
        for (int n = 3; n < 8; n++) {
            assertThat(answered[n]).isEqualTo(sent[n]);
        }
    }

    private static final class Request implements DirectRequest {
        private final long[] sent;
        private final long[] answered;

        Request(long[] sent, long[] answered) {
            this.sent = sent;
            this.answered = answered;
        }

        @Override
        public int sender() {
            return 1;
        }

        @Override
        public boolean is64() {
            return true;
        }

        @Override
        public long x(int n) {
            return sent[n];
        }

        @Override
        public void respond(int n, long value) {
            answered[n] = value;
        }

        @Override
        public PartitionContext context() {
            throw new UnsupportedOperationException("echo makes no calls");
        }
    }
}
