package org.partita.core.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.call.Boundary;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffm.PsaRule;

/** The last crossings, in preallocated entries; recorded only by passes whose wiring says that tracing is on. */
public final class CrossingLog {
    /** Who stands between Non-secure clients and the SPM. */
    static final String AGENT = "ns-agent-tz";

    private static final String SPM = "SPM";

    private static final class Entry {
        volatile long number = -1;
        long time;
        int pe;

        @Nullable
        Boundary boundary;

        String lower = "";

        /** Who is called, if there is no boundary. */
        String upper = "";

        Conduit conduit = Conduit.SMC;

        /** Id of the rule that refused the call, empty if none did. */
        String rule = "";

        /** Name of a function of the PSA API; empty for FF-A. */
        String psa = "";

        final Registers registers = new Registers();
    }

    private final Entry[] ring;
    private final AtomicLong next = new AtomicLong();
    private final Time time;
    private volatile long from;

    /**
     * @param capacity crossings kept, a power of two
     * @param time platform time
     */
    public CrossingLog(int capacity, Time time) {
        this.time = time;
        ring = new Entry[capacity];
        for (int i = 0; i < capacity; i++) {
            ring[i] = new Entry();
        }
    }

    void record(Pass pass, int pe) {
        long number = next.getAndIncrement();
        Entry e = ring[(int) number & (ring.length - 1)];
        e.number = -1;
        e.time = time.now();
        e.pe = pe;
        e.boundary = pass.boundary();
        e.lower = pass.lower().toString();
        e.conduit = pass.conduit();
        Rule broken = pass.rule();
        e.rule = broken == null ? "" : broken.id();
        e.psa = "";
        e.registers.copyFrom(pass.registers);
        e.number = number;
    }

    /**
     * A call of the PSA API, or its completion.
     *
     * @param from who calls
     */
    void record(SpmPass pass, String from, boolean completed, int pe) {
        record(pass, from, SPM, pass.conduit(), completed, pe);
    }

    /** A Non-secure client's call of a veneer, or its completion there: a function call, by an SG instruction. */
    void veneer(SpmPass pass, String from, boolean completed, int pe) {
        record(pass, from, AGENT, Conduit.CALL, completed, pe);
    }

    private void record(SpmPass pass, String from, String to, Conduit by, boolean completed, int pe) {
        long number = next.getAndIncrement();
        Entry e = ring[(int) number & (ring.length - 1)];
        e.number = -1;
        e.time = time.now();
        e.pe = pe;
        e.boundary = null;
        e.lower = from;
        e.upper = to;
        e.conduit = by;
        PsaRule broken = pass.broken();
        e.rule = broken == null ? "" : broken.id();
        e.psa = (pass.known() ? pass.function().title() : "0x" + Integer.toHexString(pass.registers.function()))
                + (completed ? " returns" : "");
        e.registers.copyFrom(pass.registers);
        e.number = number;
    }

    /** Forgets everything recorded so far. */
    public void clear() {
        from = next.get();
    }

    /** The last {@code limit} crossings that the filter lets through, oldest first. */
    public List<Crossing> last(int limit, Predicate<Crossing> filter) {
        long end = next.get();
        List<Crossing> found = new ArrayList<>();
        for (long n = Math.max(from, end - ring.length); n < end; n++) {
            Crossing c = read(n);
            if (c != null && filter.test(c)) {
                found.add(c);
            }
        }
        return List.copyOf(found.subList(Math.max(0, found.size() - limit), found.size()));
    }

    private @Nullable Crossing read(long number) {
        Entry e = ring[(int) number & (ring.length - 1)];
        Boundary b = e.boundary;
        if (e.number != number) {
            return null;
        }
        if (b == null) {
            return psa(number, e);
        }
        boolean up = e.conduit.upward();
        String higher = b.higher().name();
        Registers r = e.registers;
        FunctionId f = FunctionId.of(r.function());
        Crossing c = new Crossing(
                e.time,
                e.pe,
                up ? e.lower : higher,
                up ? higher : e.lower,
                e.conduit,
                b.instance(),
                f == null ? "0x" + Integer.toHexString(r.function()) : f.name(),
                List.of(r.x0, r.x1, r.x2, r.x3, r.x4, r.x5, r.x6, r.x7),
                e.rule);
        return e.number == number ? c : null;
    }

    private static @Nullable Crossing psa(long number, Entry e) {
        boolean back = e.psa.endsWith(" returns");
        Registers r = e.registers;
        Crossing c = new Crossing(
                e.time,
                e.pe,
                back ? e.upper : e.lower,
                back ? e.lower : e.upper,
                e.conduit,
                null,
                e.psa,
                List.of(r.x0, r.x1, r.x2, r.x3, r.x4, r.x5, r.x6, r.x7),
                e.rule);
        return e.number == number ? c : null;
    }
}
