package org.partita.it.ffm;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;

/**
 * A Non-secure client that calls a partition without pause, directly, through another one, and on a connection, while the partition is updated:
 * each answer is right, or PSA_ERROR_COMMUNICATION_FAILURE. On a connection that has failed once nothing succeeds any more.
 */
final class UpdateClient {
    private static final int COMMUNICATION_FAILURE = -145;
    private static final int ROUNDS = 5;

    private final int stateless;
    private final int front;
    private final int sid;
    private final AtomicInteger right = new AtomicInteger();
    private volatile boolean stop;
    private int type;

    /**
     * @param stateless handle of the partition's service that answers with the type
     * @param front handle of another partition's that asks it
     * @param sid of its service that counts the requests of each connection
     */
    UpdateClient(int stateless, int front, int sid) {
        this.stateless = stateless;
        this.front = front;
        this.sid = sid;
    }

    /** Calls until it is stopped; how many rounds were right. */
    int run(PsaSession client) {
        while (!stop) {
            boolean here = echo(client, stateless);
            boolean there = echo(client, front);
            boolean counted = counted(client);
            if (here && there && counted) {
                right.incrementAndGet();
            }
        }
        return right.get();
    }

    private boolean echo(PsaSession client, int handle) {
        type = (type + 1) % 1000;
        return as("echo by " + handle, type, client.call(handle, type, new byte[0][], Outputs.NONE));
    }

    private boolean counted(PsaSession client) {
        int handle = client.connect(sid, 1);
        if (handle <= 0) {
            return as("connecting", 1, handle);
        }
        boolean all = true;
        for (int i = 1; i <= ROUNDS; i++) {
            boolean one = as("request " + i, i, client.call(handle, 0, new byte[0][], Outputs.NONE));
            if (one && !all) {
                throw new AssertionError("a connection that was broken is there again");
            }
            all &= one;
        }
        client.close(handle);
        return all;
    }

    private static boolean as(String what, int expected, int status) {
        if (status != expected && status != COMMUNICATION_FAILURE) {
            throw new AssertionError(what + ": " + status + ", not " + expected);
        }
        return status == expected;
    }

    /**
     * Waits until two more rounds were right: one of them began after now.
     *
     * @param running ends before its time if something was wrong
     */
    void awaitMoreRight(Future<?> running) throws Exception {
        int enough = right.get() + 2;
        Calls.await("rounds are right again", () -> right.get() >= enough || running.isDone());
        if (running.isDone()) {
            Calls.result(running);
        }
    }

    void stop() {
        stop = true;
    }
}
