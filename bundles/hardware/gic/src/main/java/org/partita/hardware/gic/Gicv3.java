package org.partita.hardware.gic;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.CpuInterfaceStatus;
import org.partita.api.gic.Gic;
import org.partita.api.gic.GicFrame;
import org.partita.api.gic.GicState;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.api.gic.InterruptStatus;
import org.partita.api.provider.Attachment;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/**
 * A GICv3 with two Security states (GICD_CTLR.DS is 0) and affinity routing. No program of an image sets it up at boot, so it
 * comes as firmware leaves it: all groups enabled in the Distributor and at each PE, PEs awake, ICC_PMR_EL1 written with 0xFF,
 * of which the upper 5 bits are implemented. Images may change that by registers.
 *
 * <p>Not modelled: LPIs and ITSs, legacy operation, GICD_STATUSR, CBPR, virtual interrupts, extended ranges.
 */
@Component(service = Gic.class, immediate = true, configurationPid = GicConfiguration.PID)
@Designate(ocd = GicConfiguration.class)
@FillsRole(role = Roles.HARDWARE_GIC)
public final class Gicv3 implements Gic {
    private static final Logger LOG = System.getLogger(Gicv3.class.getName());
    private static final int MOST_SPIS = 988;

    private volatile int configured;
    private Model model;
    private Frames frames;
    private SystemRegisters registers;

    @Activate
    public Gicv3(GicConfiguration configuration) {
        configured = spis(configuration);
        model = new Model(0, configured);
        frames = new Frames(model);
        registers = new SystemRegisters(model);
    }

    /** Takes another size from the next platform on: hardware does not change. */
    @Modified
    void modified(GicConfiguration configuration) {
        try {
            int wanted = spis(configuration);
            if (wanted != configured) {
                LOG.log(Level.INFO, "{0} spis: {1} from the next platform on", GicConfiguration.PID, wanted);
            }
            configured = wanted;
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "the GIC stays as it is: {0}", e.getMessage());
        }
    }

    private static int spis(GicConfiguration configuration) {
        int spis = configuration.spis();
        boolean whole = spis >= Interrupts.WORD && spis < MOST_SPIS && spis % Interrupts.WORD == 0;
        if (!whole && spis != MOST_SPIS) {
            throw new IllegalArgumentException(GicConfiguration.PID + " spis: found " + spis
                    + "; it has to be a multiple of 32 from 32 to 960, or 988");
        }
        return spis;
    }

    @Override
    public void attach(Attachment attachment) {
        // what an earlier platform set up is gone with it; what a predecessor had comes with its state
        use(new Model(attachment.peCount(), configured));
    }

    private void use(Model next) {
        model = next;
        frames = new Frames(next);
        registers = new SystemRegisters(next);
    }

    @Override
    public boolean implemented(int intid) {
        return model.interrupts.implemented(intid);
    }

    @Override
    public void configure(InterruptLine line) {
        model.interrupts.configure(line);
    }

    // ---- wires

    @Override
    public void pulse(int intid, int pe) {
        Interrupts.set(model.interrupts.latched, model.interrupts.slot(intid, pe), true);
    }

    @Override
    public void level(int intid, int pe, boolean asserted) {
        model.interrupts.level(model.interrupts.slot(intid, pe), asserted);
    }

    // ---- what a PE is told

    @Override
    public int signalled(int pe) {
        model.pe(pe);
        return model.signalled(pe);
    }

    @Override
    public InterruptGroup group(int intid, int pe) {
        return model.interrupts.group(model.interrupts.slot(intid, pe));
    }

    @Override
    public int priority(int intid, int pe) {
        return model.interrupts.priority(model.interrupts.slot(intid, pe));
    }

    // ---- registers

    @Override
    public long read(GicFrame frame, int pe, int offset, int bytes, boolean secure) {
        return frames.read(frame, pe, offset, bytes, secure);
    }

    @Override
    public void write(GicFrame frame, int pe, int offset, int bytes, boolean secure, long value) {
        frames.write(frame, pe, offset, bytes, secure, value);
    }

    @Override
    public long read(int pe, CpuInterfaceRegister register, ExceptionLevel by) {
        return registers.read(pe, register, by);
    }

    @Override
    public void write(int pe, CpuInterfaceRegister register, ExceptionLevel by, long value) {
        registers.write(pe, register, by, value);
    }

    // ---- for people

    @Override
    public List<InterruptStatus> interrupts() {
        Interrupts all = model.interrupts;
        List<InterruptStatus> found = new ArrayList<>();
        HandOver.inUse(
                all,
                slot -> found.add(new InterruptStatus(
                        all.line(slot),
                        all.isPending(slot),
                        Interrupts.is(all.active, slot),
                        Interrupts.is(all.asserted, slot))));
        return List.copyOf(found);
    }

    @Override
    public List<CpuInterfaceStatus> interfaces() {
        List<CpuInterfaceStatus> found = new ArrayList<>();
        for (int pe = 0; pe < model.interfaces.length; pe++) {
            CpuInterface cpu = model.interfaces[pe];
            int enabled = 0;
            for (InterruptGroup group : InterruptGroup.values()) {
                enabled |= cpu.enabled(group) && model.enabled(group) ? 1 << group.ordinal() : 0;
            }
            found.add(
                    new CpuInterfaceStatus(pe, cpu.priorityMask, cpu.runningPriority(), enabled, model.signalled(pe)));
        }
        return List.copyOf(found);
    }

    // ---- state

    @Override
    public GicState exportState() {
        return HandOver.export(model);
    }

    @Override
    public Class<GicState> stateType() {
        return GicState.class;
    }

    @Override
    public void importState(GicState state) {
        use(HandOver.take(state, model.interfaces.length, model.spis));
    }
}
