package org.partita.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.PsaSession;
import org.partita.benchmarks.footprint.Footprint;

/** The table of what a connection and a partition take, by backend. */
final class FootprintTable {
    private static final int CLIENT = -2;
    private static final int CALLS = 1_000;

    private final StringBuilder text = new StringBuilder();
    private final Footprint sfn;
    private final Footprint adopted;
    private final Footprint ipc;

    private FootprintTable(Footprint sfn, Footprint adopted, Footprint ipc) {
        this.sfn = sfn;
        this.adopted = adopted;
        this.ipc = ipc;
    }

    /**
     * The table, measured on platforms of this process: SFN partitions in the SFN backend, the same after the IPC backend has taken over, and
     * IPC partitions that do the same work.
     */
    static String measured() throws Exception {
        List<Footprint> functions = of(false, "sfn", "ipc");
        return new FootprintTable(
                        functions.get(0), functions.get(1), of(true, "ipc").getFirst())
                .text();
    }

    private static List<Footprint> of(boolean ipc, String... backends) throws Exception {
        PsaSide side = new PsaSide(ipc);
        try {
            return Arrays.stream(backends).map(b -> of(side, b)).toList();
        } finally {
            side.stop();
        }
    }

    private static Footprint of(PsaSide side, String backend) {
        Ffm ffm = side.platform().ffm();
        if (!ffm.backend().equals(backend)) {
            var _ = ffm.backend(backend);
        }
        PsaRequests requests = side.connected();
        for (int i = 0; i < CALLS; i++) {
            long _ = requests.next();
        }
        try (PsaSession idle = ffm.client(CLIENT)) {
            return Footprint.of(side.platform(), idle);
        }
    }

    private String text() {
        add("memory", "SFN backend", "IPC backend", "IPC backend");
        add("bytes", "SFN partition", "SFN partition", "IPC partition");
        row("connection with its message", Footprint::connection);
        row("partition: signals, queue, services", Footprint::state);
        row("partition: context", Footprint::context);
        row("partition: thread", Footprint::thread);
        row("partition: stack while it waits", Footprint::stack);
        row("partition, together", Footprint::partition);
        return text.toString();
    }

    private void row(String title, ToLongFunction<Footprint> bytes) {
        add(title, bytes.applyAsLong(sfn), bytes.applyAsLong(adopted), bytes.applyAsLong(ipc));
    }

    private void add(Object... cells) {
        text.append("%-44s %14s %14s %14s%n".formatted(cells));
    }
}
