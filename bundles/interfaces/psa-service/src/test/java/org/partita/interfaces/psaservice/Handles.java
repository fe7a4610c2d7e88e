package org.partita.interfaces.psaservice;

import org.partita.api.ffm.SpmConnection;
import org.partita.lib.fixture.psa.SpmConnectionModel;

/** Handles that are no messages of CRYPTO: none, a message of another partition, one in each wrong state. */
final class Handles {
    private final long[] invalid;

    Handles(Scene scene) {
        SpmConnectionModel gone = scene.request(scene.hash);
        scene.spm.free(gone);
        invalid = new long[] {
            0,
            -1,
            -130,
            0x1234,
            gone.handle(),
            scene.request(scene.its).handle(),
            scene.spm.connected(scene.hash, -1).handle(),
            scene.spm.connected(scene.hash, -1).queued(0).handle(),
            scene.request(scene.hash).in(SpmConnection.State.ANSWERED).handle()
        };
    }

    long[] invalid() {
        return invalid;
    }
}
