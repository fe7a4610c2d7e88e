package org.partita.core.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import org.partita.api.admin.PartitionDetail;
import org.partita.api.admin.PartitionDetail.ContextStatus;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.PlatformStatus.StoppedContext;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.RunState;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Problem;
import org.partita.core.execution.Context;
import org.partita.core.execution.Runner;
import org.partita.core.state.Directory;
import org.partita.core.state.Partition;

/** Partitions for people. */
final class PartitionView {
    private PartitionView() {}

    static PartitionStatus line(Partition p) {
        Context first = p.context(0);
        Runner runner = first == null ? null : first.runner();
        return new PartitionStatus(
                p.id(),
                p.component().name(),
                p.secure() ? "secure" : "non-secure",
                p.component().level().title(),
                runner == null ? "none" : runner.model(),
                p.contextCount(),
                p.aborted() || first == null ? "aborted" : word(first));
    }

    private static String word(Context c) {
        return word(c.state());
    }

    private static String word(RunState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Contexts that were stopped in their work, and go on when they are run again. */
    static List<StoppedContext> stopped(List<Partition> partitions) {
        List<StoppedContext> stopped = new ArrayList<>();
        for (Partition p : partitions) {
            for (int i = 0; i < p.contextCount(); i++) {
                Context c = p.context(i);
                RunState state = c == null ? RunState.CREATED : c.state();
                if (c != null && (state == RunState.YIELDED || state == RunState.PREEMPTED)) {
                    stopped.add(stopped(p, c, state));
                }
            }
        }
        return stopped;
    }

    private static StoppedContext stopped(Partition p, Context c, RunState state) {
        ExecutionContext by = c.requester();
        return new StoppedContext(
                c.toString(),
                p.id(),
                c.vcpu(),
                word(state),
                c.pe(),
                by == null ? OptionalInt.empty() : OptionalInt.of(by.component().id()),
                by == null ? "" : by.toString());
    }

    static PartitionDetail detail(Partition p, Directory directory, Function<Context, String> waits) {
        PartitionManifest m = p.manifest();
        List<ContextStatus> contexts = new ArrayList<>();
        for (int i = 0; i < p.contextCount(); i++) {
            Context c = p.context(i);
            if (c != null) {
                contexts.add(new ContextStatus(i, word(c), c.pe(), waits.apply(c)));
            }
        }
        return new PartitionDetail(
                line(p),
                m.file(),
                p.code(),
                m.version().toString(),
                m.uuids(),
                messaging(m.messaging()),
                contexts,
                String.valueOf(directory.pair(p.manager(), p.id())),
                p.regime().mappings(),
                m.warnings().stream().map(Problem::toString).toList());
    }

    private static List<String> messaging(Messaging m) {
        List<String> words = new ArrayList<>();
        if (m.receivesDirect()) {
            words.add("receives direct requests");
        }
        if (m.sendsDirect()) {
            words.add("sends direct requests");
        }
        if (m.indirect()) {
            words.add("indirect messages");
        }
        if (m.managedExit()) {
            words.add("managed exit");
        }
        return words;
    }
}
