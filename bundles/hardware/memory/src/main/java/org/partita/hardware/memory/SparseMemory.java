package org.partita.hardware.memory;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryFault.Cause;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.MemoryState;
import org.partita.api.memory.PageStore;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.provider.Attachment;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/**
 * Physical memory as the configuration describes it. A range belongs to one of the two physical address spaces, and an
 * access to the other space does not reach it: whoever accesses (the Secure world has both spaces) chooses the space
 * by the NS bit of its translation (FF-A 2.6). A page has storage from its first access on; pages of devices are
 * storage too until a model of the device takes them over.
 */
@Component(
        service = PhysicalMemory.class,
        immediate = true,
        configurationPid = MemoryConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MemoryConfiguration.class)
@FillsRole(role = Roles.HARDWARE_MEMORY)
public final class SparseMemory implements PhysicalMemory {
    private static final int VERSION = 1;
    private static final Logger LOG = System.getLogger(SparseMemory.class.getName());

    private final AtomicReference<AddressMap> map = new AtomicReference<>(AddressMap.EMPTY);
    private volatile List<MemoryRange> configured = List.of();
    private volatile @Nullable PageStore store;

    @Activate
    void activate(MemoryConfiguration configuration) {
        configured = RangeReader.read(configuration.ranges());
        map.set(AddressMap.EMPTY.with(configured));
    }

    /**
     * Takes another list of ranges. While pages are in use it may only add: what is refused is logged, and the ranges
     * stay as they are.
     */
    @Modified
    void modified(MemoryConfiguration configuration) {
        try {
            configured = RangeReader.read(configuration.ranges());
            map.updateAndGet(now -> changed(now, configured));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "the ranges of physical memory stay as they are: {0}", e.getMessage());
        }
    }

    private static AddressMap changed(AddressMap now, List<MemoryRange> wanted) {
        MemoryRange lost = now.lostIn(wanted);
        if (lost != null && !now.pagesInUse().isEmpty()) {
            throw new IllegalArgumentException(MemoryConfiguration.PID + " ranges: " + AddressMap.text(lost)
                    + " would go or change while pages are in use; ranges may only be added then:"
                    + " put it back, or restart the platform with the new list");
        }
        return now.with(wanted);
    }

    @Override
    public void attach(Attachment attachment) {
        // pages of an earlier platform are gone with it; those of a predecessor come with its state
        map.set(AddressMap.EMPTY.with(configured));
        store = attachment.pages();
    }

    @Override
    public void detach() {
        store = null;
    }

    private AddressMap current() {
        return Objects.requireNonNull(map.get());
    }

    @Override
    public List<MemoryRange> ranges() {
        return current().ranges();
    }

    @Override
    public MemorySegment page(long address, boolean secureAccess) {
        Span span = current().find(address);
        if (span == null || span.secure != secureAccess) {
            throw fault(span, address, secureAccess);
        }
        MemorySegment page = span.touched(address);
        return page == null ? span.touch(address, pages()) : page;
    }

    @Override
    public boolean used(long address, boolean secureAccess) {
        Span span = current().find(address);
        return span != null && span.secure == secureAccess && pages().has(span.key(address));
    }

    private PageStore pages() {
        PageStore pages = store;
        if (pages == null) {
            throw new IllegalStateException(Roles.HARDWARE_MEMORY + " is not attached: it does not serve now");
        }
        return pages;
    }

    private static MemoryFault fault(@Nullable Span span, long address, boolean secureAccess) {
        String access = (secureAccess ? "Secure" : "Non-secure") + " access to 0x" + Long.toHexString(address) + ": ";
        if (span == null) {
            return new MemoryFault(Cause.BUS, address, access + "nothing answers at this physical address");
        }
        return new MemoryFault(
                Cause.SECURITY,
                address,
                access + AddressMap.text(span.range()) + " belongs to the other physical address space (FF-A 2.6)");
    }

    @Override
    public MemoryState exportState() {
        AddressMap now = current();
        return new MemoryState(MemoryState.SCHEMA, VERSION, now.ranges(), now.pagesInUse());
    }

    @Override
    public Class<MemoryState> stateType() {
        return MemoryState.class;
    }

    /**
     * Takes over the ranges that serve and the pages in use; contents stay in core's store. Ranges that only the own
     * configuration has are added; a configuration that would change served ranges is refused as in {@link #modified}.
     */
    @Override
    public void importState(MemoryState state) {
        if (!MemoryState.SCHEMA.equals(state.schema()) || state.version() != VERSION) {
            throw new IllegalArgumentException("state of schema " + state.schema() + " version " + state.version()
                    + " is not understood; this memory takes " + MemoryState.SCHEMA + " version " + VERSION);
        }
        AddressMap taken = AddressMap.EMPTY.with(state.ranges()).inheriting(state.pages());
        map.set(taken);
        try {
            map.updateAndGet(now -> changed(now, configured));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "the ranges that served before go on to serve: {0}", e.getMessage());
        }
    }
}
