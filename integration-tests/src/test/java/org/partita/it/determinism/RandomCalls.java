package org.partita.it.determinism;

import java.util.SplittableRandom;
import org.partita.api.admin.Client;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** An actor: a VM that makes calls drawn from its seed, and notes what came of each. */
final class RandomCalls implements Runnable {
    private static final int FEATURES_OF_DIRECT = 0x8400006F;
    private static final int NOT_ALLOCATED = 0x840000FF;

    private final Platform platform;
    private final int from;
    private final int calls;
    private final SplittableRandom random;
    private final SeededPlay play;
    private int wrong;

    RandomCalls(int from, int calls, SeededPlay play) {
        this.platform = play.platform();
        this.from = from;
        this.calls = calls;
        this.random = new SplittableRandom(play.seed() * 1_000 + from);
        this.play = play;
    }

    @Override
    public void run() {
        Client client = platform.client(from, 0);
        for (int n = 0; n < calls; n++) {
            String what = one(client, n);
            Registers r = client.registers();
            Rule rule = client.rule();
            play.note("%d %s -> %x %x %x %x %s"
                    .formatted(from, what, r.x0, r.x2, r.x3, r.x4, rule == null ? "" : rule.id()));
            if (client.waiting()) {
                client.close();
                client = platform.client(from, 0);
            }
        }
        client.close();
    }

    private String one(Client client, int n) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> direct(client, DirectWorkload.SINK, n, FunctionId.FFA_MSG_SEND_DIRECT_REQ.id32());
            case 3, 4 -> direct(client, DirectWorkload.RELAY, n, FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64());
            case 5 -> direct(client, DirectWorkload.GUEST, n, FunctionId.FFA_MSG_SEND_DIRECT_REQ.id32());
            case 6 -> call(client, FunctionId.FFA_FEATURES.id32(), FEATURES_OF_DIRECT);
            case 7 -> call(client, FunctionId.FFA_PARTITION_INFO_GET.id32(), random.nextInt(3));
            case 8 -> call(client, NOT_ALLOCATED, 0);
            default -> call(client, FunctionId.FFA_MSG_WAIT.id32(), 0);
        };
    }

    private static String call(Client client, int function, long x1) {
        client.registers().set(function, Integer.toUnsignedLong((int) x1), 0, 0, 0, 0, 0, 0);
        client.call();
        return Integer.toHexString(function);
    }

    /** A response of another request, or of none, would show in the payload. */
    private String direct(Client client, int to, int n, int function) {
        long payload = (long) from << 16 | n;
        client.registers().set(function, Integer.toUnsignedLong(from << 16 | to), 0, payload, 0, 0, 0, 0);
        client.call();
        Registers r = client.registers();
        boolean response = FunctionId.of(r.function()) == FunctionId.FFA_MSG_SEND_DIRECT_RESP;
        boolean refused =
                FunctionId.of(r.function()) == FunctionId.FFA_ERROR && (to == DirectWorkload.GUEST || busy(r));
        if (response ? r.x3 != payload + 1 : !refused) {
            wrong++;
        }
        return "to %x: %x".formatted(to, payload);
    }

    /** Two clients of one receiver, or of the receiver that the relay asks. */
    private static boolean busy(Registers r) {
        return Status.of(r.w(2)) == Status.BUSY;
    }

    int wrong() {
        return wrong;
    }
}
