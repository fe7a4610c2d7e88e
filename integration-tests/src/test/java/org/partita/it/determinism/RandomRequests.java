package org.partita.it.determinism;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.ffa.Abi;

/** An actor: a VM whose requests are preempted, and that resumes them now or after something else. */
final class RandomRequests implements Runnable {
    private static final int YIELD = FunctionId.FFA_YIELD.id32();
    private static final int RUN = FunctionId.FFA_RUN.id32();
    /** More often than anything of a run can interrupt one request. */
    private static final int RESUMPTIONS = 1_000;

    private final int from;
    private final int requests;
    private final SeededPlay play;
    private final SplittableRandom random;
    private final List<String> wrong = new ArrayList<>();

    RandomRequests(int from, int requests, SeededPlay play) {
        this.from = from;
        this.requests = requests;
        this.play = play;
        this.random = new SplittableRandom(play.seed() * 1_000 + from);
    }

    @Override
    public void run() {
        try (Abi client = new Abi(play.platform(), from, 0)) {
            for (int n = 0; n < requests; n++) {
                if (random.nextInt(4) == 0) {
                    yieldOnce(client);
                }
                int to = random.nextBoolean() ? SchedulingWorkload.WORKER : SchedulingWorkload.RELAY;
                request(client, to, from * 1_000L + n);
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
            client.raw(RUN, (long) to << 16);
        }
        judge(client, to, payload, preempted);
    }

    /** A response of another request, or of none, would show in the payload; BUSY means that another client was first. */
    private void judge(Abi client, int to, long payload, boolean preempted) {
        boolean busy = !preempted && client.error() == Status.BUSY;
        boolean answered = FunctionId.of(client.registers().function()) == FunctionId.FFA_MSG_SEND_DIRECT_RESP
                && client.words().get(1) == Abi.ids(to, from)
                && client.words().get(3) == payload + 1;
        play.note("%x: %d to %x %s".formatted(from, payload, to, busy ? "busy" : "answered"));
        if (!busy && !answered) {
            wrong.add("request %d to %x: %s, refused by %s".formatted(payload, to, client.words(), client.rule()));
        }
    }

    /** What came that should not have. */
    List<String> wrong() {
        return wrong;
    }
}
