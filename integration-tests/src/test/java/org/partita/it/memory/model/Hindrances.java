package org.partita.it.memory.model;

import java.util.List;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;

/** Makes calls that do not come to their end. */
final class Hindrances {
    private final Endpoints endpoints;
    private final Model model;
    private final Effects effects;
    private final Mix mix;

    Hindrances(Endpoints endpoints, Model model, Effects effects, Mix mix) {
        this.endpoints = endpoints;
        this.model = model;
        this.effects = effects;
        this.mix = mix;
    }

    /** Before the rest of its descriptor comes, its buffers are gone. */
    void unmapped(Operation.Unmapped s) {
        new Interruptions(endpoints.at(s.caller())).unmapped(s.call());
        mix.count(s.call(), Status.ABORTED);
    }

    void crowded(Operation.Crowded s) {
        int receiver = model.endpoints().stream()
                .filter(e -> e != s.caller() && Model.secure(e))
                .findFirst()
                .orElseThrow();
        Operation.Send any = new Operation.Send(
                TransactionType.SHARE,
                s.caller(),
                s.caller(),
                0,
                0,
                MemoryAttributes.NOT_SPECIFIED,
                SendFlags.NONE.encode(),
                List.of(MemoryAbi.pages(Model.PAGE_SIZE, 1)),
                List.of(MemoryAbi.writer(receiver)));
        MemoryTransaction descriptor = Endpoints.descriptor(any);
        new Interruptions(endpoints.at(s.caller()))
                .crowded(descriptor, () -> endpoints.perform(s.call(), Way.PLAIN, mix));
        mix.count(s.call(), Status.NO_MEMORY);
    }

    /**
     * While the call is paused the Owner of its region crashes.
     *
     * @return whether it did: a call of one slice is not paused
     */
    boolean orphaned(Operation.Orphaned s) {
        boolean[] crashed = {false};
        MemoryAbi caller = endpoints.at(s.caller());
        caller.whenPaused(() -> {
            crashed[0] = true;
            endpoints.close(s.crash().victim());
            endpoints.perform(s.crash(), Way.PLAIN, mix).failed(Status.ABORTED);
        });
        Abi completion = endpoints.perform(s.call(), Way.PLAIN, mix);
        caller.whenPaused(() -> {});
        if (crashed[0]) {
            completion.failed(Status.ABORTED);
            mix.count(s.call(), Status.ABORTED);
            mix.succeeded(s.crash());
            effects.crashed(s.crash().victim());
        }
        return crashed[0];
    }
}
