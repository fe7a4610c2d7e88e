package org.partita.hardware.smmu;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.call.ManagerKind;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.provider.Attachment;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;
import org.partita.api.smmu.EventQueueState;
import org.partita.api.smmu.Smmu;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.SmmuState;
import org.partita.api.smmu.StageTwoTables;
import org.partita.api.smmu.StreamId;
import org.partita.api.smmu.StreamTableEntry;
import org.partita.api.smmu.StreamTransaction;
import org.partita.api.smmu.Translation;

/**
 * SMMUs with linear stream tables, whose entries bypass stage 1 and translate by stage 2, and an event queue for each
 * Security state. Not modelled: stage 1, substreams, ATS and PRI, caches of translations, the command queue, interrupts.
 */
@Component(service = Smmu.class, immediate = true, configurationPid = SmmuConfiguration.PID)
@Designate(ocd = SmmuConfiguration.class)
@FillsRole(role = Roles.HARDWARE_SMMU)
public final class SmmuV3 implements Smmu {
    private static final int VERSION = 1;
    private static final Logger LOG = System.getLogger(SmmuV3.class.getName());

    private final AtomicReference<Registers> registers;
    private volatile Geometry configured;

    @Activate
    public SmmuV3(SmmuConfiguration configuration) {
        configured = Geometry.of(configuration);
        registers = new AtomicReference<>(Registers.reset(configured));
    }

    /** Takes other instances and sizes while no stream is in use; else from the next platform on: hardware does not change. */
    @Modified
    void modified(SmmuConfiguration configuration) {
        Geometry wanted;
        try {
            wanted = Geometry.of(configuration);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "the SMMUs stay as they are: {0}", e.getMessage());
            return;
        }
        configured = wanted;
        registers.updateAndGet(
                r -> r.streams().isEmpty() && !r.geometry().equals(wanted) ? Registers.reset(wanted) : r);
        if (!geometry().equals(wanted)) {
            LOG.log(
                    Level.WARNING,
                    "{0}: instances and sizes stay as they are while streams are in use",
                    SmmuConfiguration.PID);
        }
    }

    @Override
    public void attach(Attachment attachment) {
        // the streams of an earlier platform are gone with it; those of a predecessor come with its state
        registers.set(Registers.reset(configured));
    }

    private Registers now() {
        return Objects.requireNonNull(registers.get());
    }

    private Geometry geometry() {
        return now().geometry();
    }

    @Override
    public List<Integer> instances() {
        return geometry().instances();
    }

    // ---- stream tables

    @Override
    public void write(ManagerKind by, StreamTableEntry entry) {
        requireAccess(by, entry.stream());
        if (!geometry().has(entry.stream())) {
            throw new IllegalArgumentException(entry.stream() + ": its stream table has 2^"
                    + geometry().streamBits() + " entries: see " + SmmuConfiguration.PID + " stream.bits");
        }
        registers.updateAndGet(r -> r.with(entry));
    }

    @Override
    public void invalidate(ManagerKind by, StreamId stream) {
        requireAccess(by, stream);
        registers.updateAndGet(r -> r.without(stream));
    }

    /** The Normal world can't reach the Secure programming interface (FF-A 5.2). */
    private void requireAccess(ManagerKind by, StreamId stream) {
        geometry().requireInstance(stream.smmu());
        if (stream.secure() && by == ManagerKind.HYPERVISOR) {
            throw new IllegalArgumentException(by.title() + " can't write the stream table entry of " + stream
                    + ": the Secure programming interface is in the Secure physical address space");
        }
    }

    @Override
    public List<StreamTableEntry> streams() {
        return List.copyOf(now().streams().values());
    }

    // ---- translation

    @Override
    public Translation translate(StreamTransaction t, StageTwoTables tables) {
        geometry().requireInstance(t.stream().smmu());
        if (!geometry().has(t.stream())) {
            return fault(t, SmmuEvent.Type.C_BAD_STREAMID, -1);
        }
        StreamTableEntry entry = now().streams().get(t.stream());
        if (entry == null) {
            return fault(t, SmmuEvent.Type.C_BAD_STE, -1);
        }
        TranslationRegime stage2 = tables.of(entry.endpoint());
        if (stage2 == null) {
            return fault(t, SmmuEvent.Type.F_STREAM_DISABLED, entry.endpoint());
        }
        @Nullable Mapping m = stage2.find(t.address(), 1);
        if (m == null) {
            return fault(t, SmmuEvent.Type.F_TRANSLATION, entry.endpoint());
        }
        if (t.write() ? !m.write() : !m.read()) {
            return fault(t, SmmuEvent.Type.F_PERMISSION, entry.endpoint());
        }
        long offset = t.address() - m.address();
        // stage 2 of a Non-secure stream can't lead to the Secure physical address space
        return new Translation.Output(
                m.physical() + offset, m.size() - offset, t.stream().secure() && m.secure());
    }

    private Translation fault(StreamTransaction t, SmmuEvent.Type type, int endpoint) {
        StreamId stream = t.stream();
        SmmuEvent event = new SmmuEvent(-1, type, stream, t.write(), t.address(), endpoint);
        Registers before = Objects.requireNonNull(registers.getAndUpdate(r -> r.with(EventQueue.with(
                r.queue(stream.smmu(), stream.secure()), event, r.geometry().events()))));
        EventQueueState queue = before.queue(stream.smmu(), stream.secure());
        boolean recorded = queue.events().size() < before.geometry().events();
        return new Translation.Fault(recorded ? EventQueue.numbered(event, queue.produced()) : event);
    }

    // ---- event queues

    @Override
    public List<EventQueueState> queues() {
        return now().queues();
    }

    @Override
    public void consume(int smmu, boolean secure, long upTo) {
        registers.updateAndGet(r -> r.with(EventQueue.consumed(r.queue(smmu, secure), upTo)));
    }

    // ---- state

    @Override
    public SmmuState exportState() {
        Registers r = now();
        return new SmmuState(SmmuState.SCHEMA, VERSION, List.copyOf(r.streams().values()), r.queues());
    }

    @Override
    public Class<SmmuState> stateType() {
        return SmmuState.class;
    }

    /** Takes over tables and queues; refuses if a stream in use would have no entry any more. */
    @Override
    public void importState(SmmuState state) {
        if (!SmmuState.SCHEMA.equals(state.schema()) || state.version() != VERSION) {
            throw new IllegalArgumentException("state of schema " + state.schema() + " version " + state.version()
                    + " is not understood; this SMMU takes " + SmmuState.SCHEMA + " version " + VERSION);
        }
        Geometry geometry = configured;
        Registers taken = Registers.reset(geometry);
        for (StreamTableEntry e : state.streams()) {
            geometry.requireInstance(e.stream().smmu());
            if (!geometry.has(e.stream())) {
                throw new IllegalArgumentException(e.stream() + " is in use, but this SMMU has 2^"
                        + geometry.streamBits() + " streams: see " + SmmuConfiguration.PID + " stream.bits");
            }
            taken = taken.with(e);
        }
        for (EventQueueState q : state.queues()) {
            if (geometry.instances().contains(q.smmu())) {
                taken = taken.with(q);
            }
        }
        registers.set(taken);
    }
}
