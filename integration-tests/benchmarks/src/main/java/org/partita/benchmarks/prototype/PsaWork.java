package org.partita.benchmarks.prototype;

import org.partita.api.ffm.partition.PsaMessage;

/** What a service does with a request of 64 bytes: the three of the platform's partitions. */
public interface PsaWork {
    /** Bytes of a request, and of its answer. */
    int BYTES = 64;

    /** Reads the input vector and writes the output vector; returns the answer. */
    int process(PsaRelay spm, PsaHost self, PsaMessage message);

    /** Gives back what it gets. */
    final class Echo implements PsaWork {
        @Override
        public int process(PsaRelay spm, PsaHost self, PsaMessage message) {
            long _ = spm.read(self, message.handle(), 0, self.scratch, BYTES);
            spm.write(self, message.handle(), 0, self.scratch, BYTES);
            return 0;
        }
    }

    /** Gives back what it gets, and the type of the request. */
    final class Typed implements PsaWork {
        @Override
        public int process(PsaRelay spm, PsaHost self, PsaMessage message) {
            long at = self.scratch + BYTES;
            long bytes = spm.read(self, message.handle(), 0, at, BYTES);
            spm.write(self, message.handle(), 0, at, bytes);
            return message.type();
        }
    }

    /** Gives back what the request before has brought, and how much it was. */
    final class Previous implements PsaWork {
        private int before;

        @Override
        public int process(PsaRelay spm, PsaHost self, PsaMessage message) {
            int now = BYTES - before;
            int bytes = (int) spm.read(self, message.handle(), 0, self.scratch + now, BYTES);
            spm.write(self, message.handle(), 0, self.scratch + before, BYTES);
            before = now;
            return bytes;
        }
    }
}
