package org.partita.it.ffm;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.partita.api.admin.Client.Holds;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;

/** A Non-secure client that calls the {@link LoadServices} without pause, and knows each answer before. */
final class LoadClient implements Runnable {
    private static final int ROUNDS_OF_A_CONNECTION = 20;

    private final Platform platform;
    private final int id;
    private final Random random;
    private final AtomicLong rounds = new AtomicLong();
    private volatile boolean stop;
    private volatile String wrong = "";
    private volatile Holds holds = new Holds(0, 0, 0);

    /** Requests on its connection, and on the one that the front has for it. */
    private int counted;

    private int countedInFront;

    LoadClient(Platform platform, int id) {
        this.platform = platform;
        this.id = id;
        this.random = new Random(id);
    }

    @Override
    public void run() {
        try (PsaSession client = platform.ffm().client(id)) {
            try {
                call(client);
            } finally {
                holds = client.holds();
            }
        } catch (RuntimeException | AssertionError e) {
            wrong = e.toString();
        }
    }

    private void call(PsaSession client) {
        int handle = connect(client);
        while (!stop) {
            round(client, handle);
            rounds.incrementAndGet();
            if (counted == ROUNDS_OF_A_CONNECTION) {
                client.close(handle);
                handle = connect(client);
            }
        }
        client.close(handle);
        expect(
                "forgetting",
                0,
                client.call(LoadServices.FRONT_HANDLE, LoadServices.FORGET, new byte[0][], Outputs.NONE));
    }

    private int connect(PsaSession client) {
        counted = 0;
        int handle = client.connect(LoadServices.COUNTER, 1);
        if (handle <= 0) {
            throw new AssertionError("connecting: " + handle + " " + client.rule());
        }
        return handle;
    }

    private void round(PsaSession client, int handle) {
        int type = 10 + random.nextInt(1000);
        expect("echo", type, content(client, LoadServices.ECHO_HANDLE, type));
        expect("counter", ++counted, client.call(handle, 1, 0, 0));
        expect("front", ++countedInFront, content(client, LoadServices.FRONT_HANDLE, type));
    }

    private int content(PsaSession client, int handle, int type) {
        byte[] content = new byte[random.nextInt(LoadServices.LONGEST)];
        random.nextBytes(content);
        Outputs back = new Outputs(LoadServices.LONGEST);
        int status = client.call(handle, type, new byte[][] {content}, back);
        if (status > 0 && !Arrays.equals(back.bytes(0), content)) {
            throw new AssertionError("content of " + content.length + " bytes came back as others, " + back.length(0));
        }
        return status;
    }

    private static void expect(String what, int expected, int status) {
        if (status != expected) {
            throw new AssertionError(what + ": " + status + ", not " + expected);
        }
    }

    void stop() {
        stop = true;
    }

    /** Rounds that were right: a request to each of the three. */
    long rounds() {
        return rounds.get();
    }

    /** What was wrong, after which it has stopped; empty if nothing was. */
    String wrong() {
        return wrong;
    }

    /** Once it has ended. */
    Holds holds() {
        return holds;
    }
}
