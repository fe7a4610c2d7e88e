package org.partita.it.swap;

import java.util.concurrent.atomic.AtomicBoolean;
import org.partita.api.admin.Platform;

/** A device with an edge-triggered interrupt: raised from outside, or by an SP in the middle of a request once it is asked for. */
final class MixedDevice {
    final int intid;
    private final Platform platform;
    private final AtomicBoolean asked = new AtomicBoolean();

    MixedDevice(Platform platform, int intid) {
        this.platform = platform;
        this.intid = intid;
    }

    void raise() {
        platform.interrupts().pulse(intid, 0);
    }

    void ask() {
        asked.set(true);
    }

    void raiseIfAsked() {
        if (asked.compareAndSet(true, false)) {
            raise();
        }
    }

    /** For a manifest: one that a PE takes. */
    String interrupts(boolean secure, int pe) {
        int attributes = secure ? 0x940 : 0x8a0;
        return "interrupts = <%d 0x%x>; interrupts-target = <%d 0 %d>;".formatted(intid, attributes, intid, pe);
    }
}
