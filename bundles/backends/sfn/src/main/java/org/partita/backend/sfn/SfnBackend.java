package org.partita.backend.sfn;

import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Outcome;
import org.partita.api.call.ReadySet;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmPartition;
import org.partita.api.ffm.manifest.SpmBackend;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/**
 * The SFN backend: a service is a function on its client's stack, and what it returns is the answer. All partitions share one
 * context, so nothing separates them: isolation level 1.
 */
@Component(immediate = true, service = BackendProvider.class, configurationPid = "org.partita.backend.sfn")
@FillsRole(role = Roles.BACKEND)
@Requirement(namespace = Roles.NAMESPACE, filter = "(org.partita.role=isolation/1)", effective = "assemble")
@Capability(namespace = Roles.NAMESPACE, name = Roles.MODEL + "SFN", effective = "assemble")
public final class SfnBackend implements BackendProvider {
    private static final int NOBODY = -1;

    @Activate
    public SfnBackend() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public SpmBackend kind() {
        return SpmBackend.SFN;
    }

    /** A partition in the middle of a message cannot be entered once more: the message waits until it rests. */
    @Override
    public Outcome messaging(PsaCall call) {
        SpmPartition target = call.message().service().partition();
        return target.rests() ? call.enter() : call.queue();
    }

    @Override
    public Outcome replying(PsaCall call) {
        return call.answered();
    }

    /** Only signals of interrupts come while the one context waits (reading E3). */
    @Override
    public Outcome waiting(PsaCall call) {
        return call.block();
    }

    /** First come, first served; whoever runs is not preempted. */
    @Override
    public int next(ReadySet ready) {
        int best = NOBODY;
        for (int i = 0; i < ready.size(); i++) {
            if (ready.running(i)) {
                return i;
            }
            if (best == NOBODY || ready.lastRan(i) < ready.lastRan(best)) {
                best = i;
            }
        }
        return best;
    }

    /** Any value that is no error (reading E2). */
    @Override
    public boolean initialized(int value) {
        return value >= PsaStatus.PSA_SUCCESS.code();
    }
}
