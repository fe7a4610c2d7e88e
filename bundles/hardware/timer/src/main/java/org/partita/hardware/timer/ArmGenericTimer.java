package org.partita.hardware.timer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.provider.Attachment;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;
import org.partita.api.timer.GenericTimer;
import org.partita.api.timer.TimerId;
import org.partita.api.timer.TimerKind;
import org.partita.api.timer.TimerRegister;
import org.partita.api.timer.TimerState;
import org.partita.api.timer.TimerStatus;

/**
 * The timers of all PEs and execution contexts. After reset CTL and CVAL are zero. The virtual counter is the system counter:
 * CNTVOFF_EL2 is zero. Not modelled: event streams, traps, scaling of the counter.
 */
@Component(service = GenericTimer.class, immediate = true, configurationPid = TimerConfiguration.PID)
@Designate(ocd = TimerConfiguration.class)
@FillsRole(role = Roles.HARDWARE_TIMER)
public final class ArmGenericTimer implements GenericTimer {
    private static final int VERSION = 1;
    private static final long TIMER_VALUE = 0xFFFF_FFFFL;
    private static final Logger LOG = System.getLogger(ArmGenericTimer.class.getName());

    private volatile SystemCounter configured;
    private SystemCounter counter;
    private int pes;

    /** Those that are not as after reset. */
    private TreeMap<TimerId, Timer> timers = new TreeMap<>();

    @Activate
    public ArmGenericTimer(TimerConfiguration configuration) {
        configured = SystemCounter.of(configuration);
        counter = configured;
    }

    /** Takes another frequency from the next platform on: hardware does not change, and software has read CNTFRQ_EL0. */
    @Modified
    void modified(TimerConfiguration configuration) {
        try {
            SystemCounter wanted = SystemCounter.of(configuration);
            if (!wanted.equals(configured)) {
                LOG.log(
                        Level.INFO,
                        "{0} frequency: {1} from the next platform on",
                        TimerConfiguration.PID,
                        wanted.frequency());
            }
            configured = wanted;
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "the system counter stays as it is: {0}", e.getMessage());
        }
    }

    @Override
    public void attach(Attachment attachment) {
        // the timers of an earlier platform are gone with it; those of a predecessor come with its state
        counter = configured;
        pes = attachment.peCount();
        timers = new TreeMap<>();
    }

    // ---- the counter

    @Override
    public long frequency() {
        return counter.frequency();
    }

    @Override
    public long count(long nanos) {
        return counter.count(nanos);
    }

    // ---- registers

    @Override
    public long read(TimerId id, TimerRegister register, long nanos) {
        Timer timer = timer(id);
        long count = count(nanos);
        return switch (register) {
            case CTL -> timer.control() | (timer.conditionMet(count) ? Timer.ISTATUS : 0);
            case CVAL -> timer.compare();
            case TVAL -> timer.compare() - count & TIMER_VALUE;
        };
    }

    @Override
    public void write(TimerId id, TimerRegister register, long value, long nanos) {
        Timer before = timer(id);
        Timer after = switch (register) {
            case CTL -> new Timer((int) value & (Timer.ENABLE | Timer.IMASK), before.compare());
            case CVAL -> new Timer(before.control(), value);
            case TVAL -> new Timer(before.control(), count(nanos) + (int) value);
        };
        put(timers, id, after);
    }

    private static void put(Map<TimerId, Timer> timers, TimerId id, Timer timer) {
        if (timer.equals(Timer.RESET)) {
            timers.remove(id);
        } else {
            timers.put(id, timer);
        }
    }

    private Timer timer(TimerId id) {
        requireOwner(id);
        return timers.getOrDefault(id, Timer.RESET);
    }

    private void requireOwner(TimerId id) {
        if (id.kind() != TimerKind.VIRTUAL && (id.owner() < 0 || id.owner() >= pes)) {
            throw new IllegalArgumentException(
                    id.kind() + " timer: there is no PE " + id.owner() + "; the platform has " + pes);
        }
    }

    // ---- interrupts

    @Override
    public boolean asserted(TimerId id, long nanos) {
        return asserted(timer(id), count(nanos));
    }

    private static boolean asserted(Timer timer, long count) {
        return timer.unmasked() && timer.conditionMet(count);
    }

    @Override
    public List<TimerId> asserted(long nanos) {
        long count = count(nanos);
        List<TimerId> found = new ArrayList<>();
        timers.forEach((id, timer) -> {
            if (asserted(timer, count)) {
                found.add(id);
            }
        });
        return List.copyOf(found);
    }

    @Override
    public long next(long nanos) {
        long count = count(nanos);
        long next = NEVER;
        for (Timer timer : timers.values()) {
            if (timer.unmasked() && !timer.conditionMet(count)) {
                next = Math.min(next, counter.nanos(timer.compare()));
            }
        }
        return next;
    }

    @Override
    public long next(TimerId id, long nanos) {
        Timer timer = timer(id);
        if (asserted(timer, count(nanos))) {
            return nanos;
        }
        return timer.unmasked() ? counter.nanos(timer.compare()) : NEVER;
    }

    @Override
    public void forget(TimerId id) {
        timers.remove(id);
    }

    @Override
    public List<TimerStatus> timers() {
        List<TimerStatus> found = new ArrayList<>();
        timers.forEach((id, timer) -> found.add(new TimerStatus(id, timer.control(), timer.compare())));
        return List.copyOf(found);
    }

    // ---- state

    @Override
    public TimerState exportState() {
        return new TimerState(TimerState.SCHEMA, VERSION, frequency(), timers());
    }

    @Override
    public Class<TimerState> stateType() {
        return TimerState.class;
    }

    /** Refuses another frequency: software knows CNTFRQ_EL0 and has computed compare values with it, and the count would jump. */
    @Override
    public void importState(TimerState state) {
        if (!TimerState.SCHEMA.equals(state.schema()) || state.version() != VERSION) {
            throw new IllegalArgumentException("state of schema " + state.schema() + " version " + state.version()
                    + " is not understood; this timer takes " + TimerState.SCHEMA + " version " + VERSION);
        }
        if (state.frequency() != frequency()) {
            throw new IllegalArgumentException("the system counter counts at " + state.frequency() + " Hz, this one at "
                    + frequency() + ": software has read CNTFRQ_EL0; see " + TimerConfiguration.PID + " frequency");
        }
        TreeMap<TimerId, Timer> taken = new TreeMap<>();
        for (TimerStatus t : state.timers()) {
            requireOwner(t.id());
            if ((t.control() & ~(Timer.ENABLE | Timer.IMASK)) != 0) {
                throw new IllegalArgumentException(
                        t.id() + ": CTL " + t.control() + " has other bits than ENABLE and IMASK");
            }
            if (taken.containsKey(t.id())) {
                throw new IllegalArgumentException(t.id() + " is there twice");
            }
            put(taken, t.id(), new Timer(t.control(), t.compare()));
        }
        timers = taken;
    }
}
