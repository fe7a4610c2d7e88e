package org.partita.backend.ipc;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Outcome;
import org.partita.api.call.ReadySet;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/** The IPC backend: each partition has a thread of its own, messages are queued for it, and the highest priority runs first. */
@Component(immediate = true, service = BackendProvider.class, configurationPid = "org.partita.backend.ipc")
@FillsRole(role = Roles.BACKEND)
@Capability(namespace = Roles.NAMESPACE, name = Roles.MODEL + "IPC", effective = "assemble")
@Capability(namespace = Roles.NAMESPACE, name = Roles.MODEL + "SFN", effective = "assemble")
public final class IpcBackend implements BackendProvider {
    private static final int NOBODY = -1;

    @Activate
    public IpcBackend() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

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

    /** The highest priority; among equals whoever runs goes on, else who has waited longest for the PE is next. */
    @Override
    public int next(ReadySet ready) {
        int best = NOBODY;
        for (int i = 0; i < ready.size(); i++) {
            if (best == NOBODY || before(ready, i, best)) {
                best = i;
            }
        }
        return best;
    }

    private static boolean before(ReadySet ready, int one, int other) {
        int a = ready.priority(one);
        int b = ready.priority(other);
        if (a != b) {
            return a < b;
        }
        if (ready.running(one) != ready.running(other)) {
            return ready.running(one);
        }
        return ready.lastRan(one) < ready.lastRan(other);
    }

    /** PSA_SUCCESS and nothing else (reading E2). */
    @Override
    public boolean initialized(int value) {
        return value == PsaStatus.PSA_SUCCESS.code();
    }
}
