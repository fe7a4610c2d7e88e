package org.partita.core.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Endpoint;
import org.partita.api.call.PhysicalInterrupts;
import org.partita.api.call.VirtualInterrupts;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.core.wiring.Wiring;

/**
 * The platform's interrupt controller, whichever model fills the role. One thread at a time uses it, under a lock, and after each
 * use looks at what the PEs are told. While the role is vacant wires keep their place in a queue: no edge is lost.
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

    private final Hub hub;
    private final WriterLock lock = new WriterLock();
    private final Queue<Consumer<Gic>> waiting = new ArrayDeque<>();
    private final Map<Integer, Endpoint> owners = new ConcurrentHashMap<>();
    private final Map<Integer, InterruptLine> unhandled = new ConcurrentHashMap<>();
    private final List<InterruptLine> lines = new ArrayList<>();
    private final int[] signalled;
    private final boolean[] masked;
    private @Nullable Gic known;

    public Interrupts(Hub hub) {
        this.hub = hub;
        this.signalled = new int[hub.peCount()];
        this.masked = new boolean[hub.peCount()];
        Arrays.fill(signalled, SPURIOUS);
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

    /** A partition is gone: its interrupts are nobody's. */
    public void forget(Endpoint owner) {
        lock.run(() -> {
            owners.values().removeIf(e -> e == owner);
            lines.removeIf(line -> !owners.containsKey(line.intid()));
        });
    }

    // ---- the model comes and goes

    /** Another wiring is current: a model that comes without state is set up as the manifests say. */
    void published() {
        lock.run(this::gic);
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
            for (Consumer<Gic> wire = waiting.poll(); wire != null; wire = waiting.poll()) {
                wire.accept(gic);
            }
            look(gic);
        }
        return gic;
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
                hub.kick(pe);
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

    /** Whether there is a model now. */
    public boolean known() {
        return hub.wiring().gic != null;
    }

    /** Reads the model for people; null while there is none. */
    public <T> @Nullable T view(Function<Gic, T> view) {
        return lock.get(() -> {
            Gic gic = gic();
            return gic == null ? null : view.apply(gic);
        });
    }

    // ---- managers

    @Override
    public int signalled(int pe) {
        return lock.get(() -> {
            Gic gic = gic();
            return gic == null ? SPURIOUS : gic.signalled(pe);
        });
    }

    @Override
    public InterruptGroup group(int intid, int pe) {
        return use(InterruptGroup.NONSECURE_GROUP_1, gic -> gic.group(intid, pe));
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
                gic.write(pe, eoir, by, intid);
                return intid;
            }
            return SPURIOUS;
        });
    }

    @Override
    public void deactivate(int pe, int intid) {
        use(true, gic -> {
            gic.write(pe, CpuInterfaceRegister.ICC_DIR_EL1, level(gic.group(intid, pe)), intid);
            return true;
        });
    }

    /** A context has ended a virtual interrupt: if it stands for a physical one, that is over too. */
    void ended(Context context, int intid) {
        Endpoint owner = owners.get(intid);
        if (owner != null && owner == context.endpoint()) {
            deactivate(Math.max(0, context.pe()), intid);
        }
    }

    @Override
    public void disable(int pe, int intid) {
        use(true, gic -> {
            InterruptLine line =
                    new InterruptLine(intid, pe, gic.group(intid, pe), gic.priority(intid, pe), false, false);
            gic.configure(line);
            unhandled.put(intid, line);
            return true;
        });
    }

    @Override
    public void maskNonSecure(int pe, boolean mask) {
        use(true, gic -> {
            masked[pe] = mask;
            gic.write(pe, CpuInterfaceRegister.ICC_PMR_EL1, ExceptionLevel.S_EL2, mask ? SECURE_ONLY : ALL);
            return true;
        });
    }

    @Override
    public boolean nonSecureMasked(int pe) {
        return masked[pe];
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
