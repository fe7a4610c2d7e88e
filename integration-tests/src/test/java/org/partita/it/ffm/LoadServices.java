package org.partita.it.ffm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;

/**
 * Partitions that clients call all the time: one with a stateless service, one with a connected one, and a third that calls both.
 * They count what they process.
 */
final class LoadServices {
    static final int COUNTER = 0x6001;
    static final int ECHO_HANDLE = 0x40000100;
    static final int FRONT_HANDLE = 0x40000101;

    /** The longest content. */
    static final int LONGEST = 600;

    /** Type of a request to the front: its connection to the counter is closed. */
    static final int FORGET = 9;

    private final AtomicLong echoes = new AtomicLong();
    private final AtomicLong fronts = new AtomicLong();
    private final AtomicLong counts = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();

    /** Adds the three partitions to a platform. */
    void add(TestFfm to) {
        to.sfn(ManifestText.of("ECHO").stateless("ECHO", 0x6000, 1), new Echo());
        to.sfn(ManifestText.of("COUNTER").connected("COUNTER", COUNTER), new Counter());
        to.sfn(
                ManifestText.of("FRONT")
                        .stateless("FRONT", 0x6002, 2)
                        .dependsOn("ECHO")
                        .dependsOn("COUNTER"),
                new Front());
    }

    /** Requests that the partition with the stateless service has processed. */
    long echoes() {
        return echoes.get();
    }

    /** Requests that came to the front, without those that made it forget. */
    long fronts() {
        return fronts.get();
    }

    /** Requests that the counter has processed. */
    long counts() {
        return counts.get();
    }

    /** What the connections to the counter that were closed had counted together. */
    long closed() {
        return closed.get();
    }

    private static byte[] read(SfnPsa psa, PsaMessage m) {
        byte[] content = new byte[(int) m.inSize(0)];
        if (psa.read(m.handle(), 0, content) != content.length) {
            throw new AssertionError("the vector is shorter than it says");
        }
        return content;
    }

    /** Gives back what it gets; answers with the type. */
    private final class Echo implements SfnPartition {
        @Override
        public int call(SfnPsa psa, PsaMessage m) {
            echoes.incrementAndGet();
            psa.write(m.handle(), 0, read(psa, m));
            return m.type();
        }
    }

    /** Counts the requests of each connection, and keeps the number with it; answers with the number. */
    private final class Counter implements SfnPartition {
        @Override
        public int call(SfnPsa psa, PsaMessage m) {
            if (m.type() == -2) {
                closed.addAndGet(m.rhandle());
            }
            if (m.type() < 0) {
                return 0;
            }
            counts.incrementAndGet();
            psa.setRhandle(m.handle(), m.rhandle() + 1);
            return (int) m.rhandle() + 1;
        }
    }

    /** Lets the other two do the work, with a connection for each of its clients. */
    private final class Front implements SfnPartition {
        private final Map<Integer, Integer> connections = new ConcurrentHashMap<>();

        @Override
        public int call(SfnPsa psa, PsaMessage m) {
            if (m.type() == FORGET) {
                Integer connection = connections.remove(m.clientId());
                if (connection != null) {
                    psa.close(connection);
                }
                return 0;
            }
            fronts.incrementAndGet();
            Integer connection = connections.get(m.clientId());
            if (connection == null) {
                connection = psa.connect(COUNTER, 1);
                connections.put(m.clientId(), connection);
            }
            byte[] content = read(psa, m);
            Outputs echo = new Outputs(content.length);
            int type = psa.call(ECHO_HANDLE, m.type(), new byte[][] {content}, echo);
            if (type != m.type()) {
                return type;
            }
            psa.write(m.handle(), 0, echo.bytes(0));
            return psa.call(connection, 1, 0, 0);
        }
    }
}
