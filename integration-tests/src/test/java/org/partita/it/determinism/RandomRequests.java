package org.partita.it.determinism;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;

/** An actor: a VM whose requests are preempted, and that resumes them now or after something else. */
final class RandomRequests implements Runnable {
    private static final int YIELD = FunctionId.FFA_YIELD.id32();
    private static final int RUN = FunctionId.FFA_RUN.id32();
    /** More often than anything of a run can interrupt one request. */
    private static final int RESUMPTIONS = 1_000;

    private static final int TRIES = 100_000;
    private static final Duration PAUSE = Duration.ofNanos(20_000);
    private static final Set<Status> GONE = Set.of(Status.ABORTED, Status.INVALID_PARAMETERS);

    private final int from;
    private final int vcpu;
    private final int requests;
    private final int[] receivers;
    private int mortal = -1;
    private int multiple = -1;
    private final SeededPlay play;
    private final SplittableRandom random;
    private final List<String> wrong = new ArrayList<>();

    RandomRequests(int from, int vcpu, int requests, SeededPlay play, int... receivers) {
        this.from = from;
        this.vcpu = vcpu;
        this.requests = requests;
        this.play = play;
        this.receivers = receivers;
        this.random = new SplittableRandom(play.seed() * 1_000 + from + vcpu);
    }

    /** One of the receivers may abort, or be unloaded. */
    RandomRequests mortal(int receiver) {
        mortal = receiver;
        return this;
    }

    /** One of the receivers has a context on each PE. */
    RandomRequests multiple(int receiver) {
        multiple = receiver;
        return this;
    }

    @Override
    public void run() {
        try (Abi client = open()) {
            for (int n = 0; n < requests; n++) {
                if (random.nextInt(4) == 0) {
                    yieldOnce(client);
                }
                request(client, receivers[random.nextInt(receivers.length)], from * 1_000L + n);
            }
        }
    }

    /** As soon as the PE is free that the context needs. */
    private Abi open() {
        for (int i = 0; ; i++) {
            try {
                return new Abi(play.platform(), from, vcpu);
            } catch (PartitaException e) {
                if (i == TRIES) {
                    throw e;
                }
                play.platform().await(play.platform().time().plus(PAUSE));
            }
        }
    }

    /** It goes on when the primary scheduler runs it. */
    private void yieldOnce(Abi client) {
        client.raw(YIELD);
        if (FunctionId.of(client.registers().function()) != FunctionId.FFA_RUN) {
            wrong.add("FFA_YIELD: " + client.words());
        }
    }

    private void request(Abi client, int to, long payload) {
        client.raw(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(), Abi.ids(from, to), 0, payload);
        boolean preempted = false;
        for (int i = 0; i < RESUMPTIONS; i++) {
            FunctionId function = FunctionId.of(client.registers().function());
            boolean busy = function == FunctionId.FFA_ERROR
                    && Status.of(client.registers().w(2)) == Status.BUSY;
            if (function != FunctionId.FFA_INTERRUPT && !(preempted && busy)) {
                break;
            }
            preempted = true;
            play.note("%x is interrupted in its request %d to %x".formatted(from, payload, to));
            if (random.nextInt(3) == 0) {
                yieldOnce(client);
            }
            client.raw(RUN, (long) to << 16 | (to == multiple ? vcpu : 0));
        }
        judge(client, to, payload, preempted);
    }

    /** A response of another request, or of none, would show in the payload; BUSY means that another client was first. */
    private void judge(Abi client, int to, long payload, boolean preempted) {
        boolean busy = !preempted && client.error() == Status.BUSY;
        boolean answered = FunctionId.of(client.registers().function()) == FunctionId.FFA_MSG_SEND_DIRECT_RESP
                && client.words().get(1) == Abi.ids(to, from)
                && client.words().get(3) == payload + 1;
        boolean gone = to == mortal && client.error() != null && GONE.contains(client.error());
        play.note("%x: %d to %x %s".formatted(from, payload, to, busy ? "busy" : gone ? "gone" : "answered"));
        if (!busy && !answered && !gone) {
            wrong.add("request %d to %x: %s, refused by %s".formatted(payload, to, client.words(), client.rule()));
        }
    }

    /** What came that should not have. */
    List<String> wrong() {
        return wrong;
    }
}
