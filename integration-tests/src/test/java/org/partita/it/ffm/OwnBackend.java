package org.partita.it.ffm;

import org.partita.api.call.Outcome;
import org.partita.api.call.ReadySet;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.manifest.SpmBackend;

/** A backend that a test writes, as short as one can be: it queues messages, and whoever runs goes on until it waits. */
final class OwnBackend implements BackendProvider {
    @Override
    public SpmBackend kind() {
        return SpmBackend.IPC;
    }

    @Override
    public Outcome messaging(PsaCall call) {
        return call.queue();
    }

    @Override
    public Outcome replying(PsaCall call) {
        return call.answered();
    }

    @Override
    public Outcome waiting(PsaCall call) {
        return call.block();
    }

    @Override
    public int next(ReadySet ready) {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.running(i)) {
                return i;
            }
        }
        return 0;
    }

    @Override
    public boolean initialized(int value) {
        return value == 0;
    }
}
