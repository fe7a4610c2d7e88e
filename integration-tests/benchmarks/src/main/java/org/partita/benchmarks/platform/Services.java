package org.partita.benchmarks.platform;

import java.util.List;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;

/**
 * The partitions of FF-M that are measured, each with a stateless and a connection-based service: the same work as the services of the
 * prototype, as functions or as a thread.
 */
public final class Services {
    /** How many partitions there are. */
    public static final int COUNT = 3;

    /** Bytes that a request brings, and gets back. */
    public static final int BYTES = 64;

    /** Version of all services. */
    public static final int VERSION = 1;

    private static final List<Work> WORKS = List.of(new Echo(), new Typed(), new Previous());

    private Services() {}

    /** What a service does with a request. */
    interface Work {
        /** Reads the input vector and writes the output vector; returns the answer. */
        int process(SfnPsa psa, PsaMessage message);
    }

    /** The stateless handle of a partition's service, 0 to 2. */
    public static int handle(int partition) {
        return Signals.STATELESS | VERSION << Byte.SIZE | partition;
    }

    /** The SID of a partition's service that has connections, 0 to 2. */
    public static int sid(int partition) {
        return stateless(partition) + 1;
    }

    static int stateless(int partition) {
        return 0x1000 + 2 * partition;
    }

    static String name(int partition) {
        return "BENCH_" + partition;
    }

    static Work work(int partition) {
        return WORKS.get(partition);
    }

    /** Gives back what it gets. */
    private static final class Echo implements Work {
        @Override
        public int process(SfnPsa psa, PsaMessage message) {
            long _ = psa.read(message.handle(), 0, psa.scratch(), BYTES);
            psa.write(message.handle(), 0, psa.scratch(), BYTES);
            return 0;
        }
    }

    /** Gives back what it gets, and the type of the request. */
    private static final class Typed implements Work {
        @Override
        public int process(SfnPsa psa, PsaMessage message) {
            long at = psa.scratch() + BYTES;
            long bytes = psa.read(message.handle(), 0, at, BYTES);
            psa.write(message.handle(), 0, at, bytes);
            return message.type();
        }
    }

    /** Gives back what the request before has brought, and how much it was. */
    private static final class Previous implements Work {
        private int before;

        @Override
        public int process(SfnPsa psa, PsaMessage message) {
            int now = BYTES - before;
            int bytes = (int) psa.read(message.handle(), 0, psa.scratch() + now, BYTES);
            psa.write(message.handle(), 0, psa.scratch() + before, BYTES);
            before = now;
            return bytes;
        }
    }

    /** A partition of the SFN model. */
    static final class Functions implements SfnPartition {
        private final Work work;

        Functions(Work work) {
            this.work = work;
        }

        @Override
        public int call(SfnPsa psa, PsaMessage message) {
            return message.type() < 0 ? 0 : work.process(psa, message);
        }
    }

    /** A partition of the IPC model. */
    static final class Main implements IpcPartition {
        private static final int SIGNALS = 0xFFFF_FFF0;

        private final Work work;
        private final PsaMessage message = new PsaMessage();

        Main(Work work) {
            this.work = work;
        }

        @Override
        public void main(Psa psa) {
            for (; ; ) {
                int signals = psa.await(SIGNALS, Signals.BLOCK);
                if (psa.get(Integer.lowestOneBit(signals), message) == 0) {
                    psa.reply(message.handle(), message.type() < 0 ? 0 : work.process(psa, message));
                }
            }
        }
    }
}
