package org.partita.it.ffm;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;

/** What tests of partitions of the IPC model share; only the IPC backend has them. */
abstract class IpcContract extends OwnPlatformContract {
    static final int POLL = 0;
    static final int BLOCK = 0x8000_0000;
    static final int DOORBELL = 0x8;

    /** Signals of the first services of an IPC partition: bits 3:0 are reserved. */
    static final int FIRST = 0x10;

    static final int SECOND = 0x20;
    static final int THIRD = 0x40;

    /** What has happened, in order. */
    final List<String> log = new CopyOnWriteArrayList<>();

    Calls calls;

    @Override
    String backend() {
        return "ipc";
    }

    @Override
    void boot() throws Exception {
        super.boot();
        calls = new Calls(platform);
    }

    @AfterEach
    void endCalls() {
        if (calls != null) {
            calls.close();
        }
    }

    /** Waits for a message of a signal and takes it. */
    static PsaMessage next(Psa psa, int signal) {
        psa.await(signal, BLOCK);
        return take(psa, signal);
    }

    /** Takes a message that is there. */
    static PsaMessage take(Psa psa, int signal) {
        PsaMessage m = new PsaMessage();
        int status = psa.get(signal, m);
        if (status != 0) {
            throw new AssertionError("psa_get: " + status);
        }
        return m;
    }

    /** Serves whatever comes for a signal with a status, for ever. */
    static void serve(Psa psa, int signal, int status) {
        for (; ; ) {
            psa.reply(next(psa, signal).handle(), status);
        }
    }
}
