package org.partita.core.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ExecutionContext;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.call.RunState;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.Gic;
import org.partita.api.gic.GicFrame;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * The platform's interrupt controller, whichever model fills the role. One thread at a time uses it, under a lock, and after each
 * use looks at what the PEs are told. While the role is vacant wires and ends of interrupts keep their place in a queue: none is lost.
 */
public final class Interrupts implements PhysicalInterrupts {
    /** Interrupt IDs from here on are special (GICv3 2.2.1). */
    private static final int SPECIAL = 1020;
    /** Priority mask that lets everything through. */
    private static final int ALL = 0xFF;
    /** Priority mask below which only Secure interrupts lie: Non-secure ones have the lower half of the priorities. */
    private static final int SECURE_ONLY = 0x80;
    /** ICC_CTLR_EL1.EOImode: writing EOIR drops the priority, DIR deactivates. */
    private static final int SPLIT = 2;
    /** GICD_ICPENDR and GICR_ICPENDR0. */
    private static final int CLEAR_PENDING = 0x280;
    /** GICD_ICACTIVER and GICR_ICACTIVER0. */
    private static final int CLEAR_ACTIVE = 0x380;

    private final Hub hub;
    private final WriterLock lock = new WriterLock();
    private final Queue<Consumer<Gic>> waiting = new ArrayDeque<>();
    private final Map<Integer, Endpoint> owners = new ConcurrentHashMap<>();
    /** IDs of FF-M partitions. */
    private final Map<Integer, Integer> holders = new ConcurrentHashMap<>();

    private final Map<Integer, InterruptLine> unhandled = new ConcurrentHashMap<>();
    private final List<InterruptLine> lines = new ArrayList<>();
    private final int[] signalled;
    private final boolean[] masked;
    private final boolean[] exitMissed;
    /** What each PE has taken to a manager last; only whoever runs on it looks. */
    private final @Nullable InterruptGroup[] taken;

    /** Contexts of the Secure world that became idle with an interrupt pending. */
    private final Queue<Context> overdue = new ConcurrentLinkedQueue<>();

    /** Interrupts that were acknowledged, disabled or masked on each PE. */
    private final AtomicLongArray done;

    private @Nullable Gic known;

    public Interrupts(Hub hub) {
        this.hub = hub;
        this.signalled = new int[hub.peCount()];
        this.masked = new boolean[hub.peCount()];
        this.exitMissed = new boolean[hub.peCount()];
        this.taken = new InterruptGroup[hub.peCount()];
        this.done = new AtomicLongArray(hub.peCount());
        Arrays.fill(signalled, SPURIOUS);
    }

    /** Grows with whatever a manager does about the interrupts of a PE. */
    long done(int pe) {
        return done.get(pe);
    }

    // ---- wires

    /** An edge, as {@link Gic#pulse}; what the model has no such interrupt for is refused. */
    public void pulse(int intid, int pe) {
        input(intid, gic -> gic.pulse(intid, pe));
    }

    /** A level, as {@link Gic#level}. */
    public void level(int intid, int pe, boolean asserted) {
        input(intid, gic -> gic.level(intid, pe, asserted));
    }

    private void input(int intid, Consumer<Gic> wire) {
        lock.run(() -> {
            Gic gic = gic();
            if (gic == null) {
                waiting.add(wire);
                return;
            }
            if (!gic.implemented(intid)) {
                throw new IllegalArgumentException(
                        "interrupt " + intid + ": the interrupt controller has no such interrupt, see hw:gic");
            }
            wire.accept(gic);
            look(gic);
        });
    }

    /** Sets up the interrupts of a partition's devices (FF-A Table 3.3). */
    public void add(Endpoint owner, List<InterruptLine> wanted) {
        lock.run(() -> {
            wanted.forEach(line -> {
                owners.put(line.intid(), owner);
                unhandled.remove(line.intid());
                for (int vcpu = 0; vcpu < owner.contextCount(); vcpu++) {
                    if (owner.context(vcpu) instanceof Context c && line.intid() < VirtualInterrupts.LIMIT) {
                        c.virtual.priority(line.intid(), line.priority());
                    }
                }
            });
            lines.addAll(wanted);
            Gic gic = gic();
            if (gic != null) {
                wanted.forEach(gic::configure);
                look(gic);
            }
        });
    }

    /** Sets up an interrupt of an FF-M partition anew, also in a model that comes later. */
    void configure(int partition, InterruptLine line) {
        lock.run(() -> {
            holders.put(line.intid(), partition);
            unhandled.remove(line.intid());
            lines.removeIf(l -> l.intid() == line.intid());
            lines.add(line);
        });
        change(gic -> gic.configure(line));
    }

    /** The partition that has an interrupt: its ID. */
    public OptionalInt holder(int intid) {
        Endpoint owner = owners.get(intid);
        Integer holder = owner == null ? holders.get(intid) : Integer.valueOf(owner.id());
        return holder == null ? OptionalInt.empty() : OptionalInt.of(holder);
    }

    /** A partition is gone: its interrupts are nobody's, and what it has not ended or not taken does not wait for its successor. */
    public void forget(Endpoint owner) {
        lock.run(() -> {
            lines.stream().filter(line -> owners.get(line.intid()) == owner).forEach(this::clear);
            owners.values().removeIf(e -> e == owner);
            overdue.removeIf(c -> c.endpoint() == owner);
            lines.removeIf(line -> !owners.containsKey(line.intid()));
        });
    }

    /** What is pending or active is over. */
    void clear(InterruptLine line) {
        boolean own = InterruptLine.isPrivate(line.intid());
        GicFrame frame = own ? GicFrame.REDISTRIBUTOR_SGI : GicFrame.DISTRIBUTOR;
        int word = (line.intid() / Integer.SIZE) * Integer.BYTES;
        long bit = 1L << (line.intid() % Integer.SIZE);
        change(gic -> {
            gic.write(frame, Math.max(0, line.pe()), CLEAR_PENDING + word, Integer.BYTES, true, bit);
            gic.write(frame, Math.max(0, line.pe()), CLEAR_ACTIVE + word, Integer.BYTES, true, bit);
        });
    }

    // ---- the model comes and goes

    /**
     * Another wiring is current: a model that comes without state is set up as the manifests say. Where a role was vacant nobody may
     * have taken what was signalled: PEs are told again.
     */
    void published() {
        lock.run(() -> {
            Gic gic = gic();
            if (gic != null) {
                Arrays.fill(signalled, SPURIOUS);
                look(gic);
            }
        });
    }

    /** Waits for whoever uses the model now. */
    void quiesce() {
        lock.run(() -> {});
    }

    /** The model that serves now; one that is new is set up first, and gets what came while there was none. */
    private @Nullable Gic gic() {
        Wiring w = hub.wiring();
        Gic gic = w.gic;
        if (gic == null) {
            known = null;
            return null;
        }
        if (gic != known) {
            known = gic;
            boolean fresh = gic.interrupts().isEmpty();
            for (int pe = 0; pe < signalled.length; pe++) {
                gic.write(pe, CpuInterfaceRegister.ICC_CTLR_EL1, ExceptionLevel.EL2, SPLIT);
                gic.write(pe, CpuInterfaceRegister.ICC_CTLR_EL1, ExceptionLevel.S_EL2, SPLIT);
            }
            if (fresh) {
                lines.forEach(gic::configure);
            }
            for (Consumer<Gic> change = waiting.poll(); change != null; change = waiting.poll()) {
                catchUp(gic, change);
            }
            look(gic);
        }
        return gic;
    }

    /** What was done while there was no model, and can't be checked before there is one, is not the publisher's fault. */
    private static void catchUp(Gic gic, Consumer<Gic> change) {
        try {
            change.accept(gic);
        } catch (IllegalArgumentException e) {
            System.getLogger("org.partita.core")
                    .log(System.Logger.Level.WARNING, "dropped, from before there was an interrupt controller: " + e);
        }
    }

    /** What each PE is told now. */
    private void look(Gic gic) {
        for (int pe = 0; pe < signalled.length; pe++) {
            int intid = gic.signalled(pe);
            boolean news = intid != SPURIOUS && intid != signalled[pe];
            signalled[pe] = intid;
            if (intid != SPURIOUS) {
                hub.pe(pe).attention = true;
            }
            if (news) {
                hub.interrupted(pe);
            }
        }
    }

    private <T> T use(T none, Function<Gic, T> use) {
        return lock.get(() -> {
            Gic gic = gic();
            if (gic == null) {
                return none;
            }
            T result = use.apply(gic);
            look(gic);
            return result;
        });
    }

    /** Does something to the model, or to the one that comes if there is none now. */
    private void change(Consumer<Gic> change) {
        lock.run(() -> {
            Gic gic = gic();
            if (gic == null) {
                waiting.add(change);
                return;
            }
            change.accept(gic);
            look(gic);
        });
    }

    /** Whether there is a model, or one may come to the role. */
    public boolean possible() {
        Wiring w = hub.wiring();
        return w.gic != null || (w.vacant >>> RoleTable.GIC & 1) != 0;
    }

    /** Reads the model for people; null while there is none. */
    public <T> @Nullable T view(Function<Gic, T> view) {
        return lock.get(() -> {
            Gic gic = gic();
            return gic == null ? null : view.apply(gic);
        });
    }

    // ---- managers

    /** The interrupt that is signalled to a PE, {@link #SPURIOUS} if none is. */
    int signalled(int pe) {
        return lock.get(() -> {
            Gic gic = gic();
            return gic == null ? SPURIOUS : gic.signalled(pe);
        });
    }

    /** The group of an interrupt: who it is for. */
    InterruptGroup group(int intid, int pe) {
        return use(InterruptGroup.NONSECURE_GROUP_1, gic -> gic.group(intid, pe));
    }

    /** The PE takes an interrupt of this group to a manager; null if it is for one that is late. */
    void take(int pe, @Nullable InterruptGroup group) {
        taken[pe] = group;
    }

    @Override
    public @Nullable InterruptGroup taken(int pe) {
        return taken[pe];
    }

    /** Whether an interrupt is more urgent than any of a partition's own; one without interrupts has the lowest priority there is. */
    boolean outranks(int intid, int pe, Endpoint other) {
        return use(false, gic -> {
            int best = lines.stream()
                    .filter(line -> owners.get(line.intid()) == other)
                    .mapToInt(InterruptLine::priority)
                    .min()
                    .orElse(ALL);
            return gic.priority(intid, pe) < best;
        });
    }

    @Override
    public int acknowledge(int pe, InterruptGroup group) {
        return use(SPURIOUS, gic -> {
            ExceptionLevel by = level(group);
            boolean zero = group == InterruptGroup.GROUP_0;
            CpuInterfaceRegister iar = zero ? CpuInterfaceRegister.ICC_IAR0_EL1 : CpuInterfaceRegister.ICC_IAR1_EL1;
            CpuInterfaceRegister eoir = zero ? CpuInterfaceRegister.ICC_EOIR0_EL1 : CpuInterfaceRegister.ICC_EOIR1_EL1;
            int intid = (int) gic.read(pe, iar, by);
            if (intid < SPECIAL) {
                done.incrementAndGet(pe);
                gic.write(pe, eoir, by, intid);
                return intid;
            }
            return SPURIOUS;
        });
    }

    @Override
    public void deactivate(int pe, int intid) {
        change(gic -> gic.write(pe, CpuInterfaceRegister.ICC_DIR_EL1, level(gic.group(intid, pe)), intid));
    }

    /** A context of the Secure world has an interrupt pending, and no scheduler looks for it: a PE is to take that to its manager. */
    void late(Context context, Endpoint e) {
        overdue.add(context);
        for (int pe = 0; pe < signalled.length; pe++) {
            if (e.contextOn(pe) == context) {
                hub.pe(pe).attention = true;
                hub.kick(pe);
            }
        }
    }

    @Override
    public @Nullable ExecutionContext overdue(int pe) {
        // whoever runs meanwhile takes it at its next preemption point, and is late again if it has none
        overdue.removeIf(c -> c.state() != RunState.IDLE || !c.virtual.pending());
        for (Context c : overdue) {
            Endpoint e = c.endpoint();
            if (e != null && e.contextOn(pe) == c) {
                return c;
            }
        }
        return null;
    }

    /** A context has ended a virtual interrupt: if it stands for a physical one, that is over too. */
    void ended(Context context, int intid) {
        Endpoint owner = owners.get(intid);
        if (owner != null && owner == context.endpoint()) {
            deactivate(Math.max(0, context.pe()), intid);
        }
    }

    @Override
    public void disable(int pe, int intid, @Nullable Endpoint owner) {
        change(gic -> {
            if (owners.get(intid) != owner) {
                return;
            }
            InterruptLine line =
                    new InterruptLine(intid, pe, gic.group(intid, pe), gic.priority(intid, pe), false, false);
            gic.configure(line);
            unhandled.put(intid, line);
        });
    }

    @Override
    public void maskNonSecure(int pe, boolean mask) {
        masked[pe] = mask;
        done.incrementAndGet(pe);
        change(gic -> gic.write(pe, CpuInterfaceRegister.ICC_PMR_EL1, ExceptionLevel.S_EL2, mask ? SECURE_ONLY : ALL));
        if (!mask && hub.pe(pe).asked) {
            hub.pe(pe).attention = true;
        }
    }

    @Override
    public boolean nonSecureMasked(int pe) {
        return masked[pe];
    }

    /** Whoever was asked for a managed exit on a PE is not waited for any longer. */
    void missExit(int pe) {
        exitMissed[pe] = true;
        maskNonSecure(pe, false);
        hub.pe(pe).attention = true;
    }

    @Override
    public boolean exitMissed(int pe) {
        boolean missed = exitMissed[pe];
        exitMissed[pe] = false;
        return missed;
    }

    @Override
    public boolean asked(int pe) {
        boolean asked = hub.pe(pe).asked;
        if (asked) {
            hub.pe(pe).asked = false;
            done.incrementAndGet(pe);
        }
        return asked;
    }

    @Override
    public @Nullable Endpoint owner(int intid) {
        return owners.get(intid);
    }

    /** Interrupts that came for nobody and were disabled. */
    public List<Integer> unhandled() {
        return unhandled.keySet().stream().sorted().toList();
    }

    private static ExceptionLevel level(InterruptGroup group) {
        return switch (group) {
            case GROUP_0 -> ExceptionLevel.EL3;
            case SECURE_GROUP_1 -> ExceptionLevel.S_EL2;
            case NONSECURE_GROUP_1 -> ExceptionLevel.EL2;
        };
    }
}
