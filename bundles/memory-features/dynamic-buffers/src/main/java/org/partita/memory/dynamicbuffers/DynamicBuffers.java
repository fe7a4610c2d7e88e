package org.partita.memory.dynamicbuffers;

import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.Roles;
import org.partita.lib.relayer.BufferPages;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.Unfinished;

/**
 * Transaction descriptors in buffers that endpoints allocate for them (FF-A 12.2.1): maps the buffer for the operation
 * that the call begins; it is unmapped when the operation ends.
 */
@Component(immediate = true, service = InterfaceProvider.class, configurationPid = DynamicBuffers.PID)
@Designate(ocd = DynamicBuffers.Configuration.class)
@FillsRole(role = Roles.MEMORY_FEATURE_DYNAMIC_BUFFERS)
@NeedsRole(role = Roles.INTERFACE_MEMORY_MANAGEMENT)
public final class DynamicBuffers implements InterfaceProvider {
    /** Names the configuration. */
    static final String PID = "org.partita.memory.dynamicbuffers";

    static final Rule COUNT = invalid(
            "FFA-12.2.1.3-6",
            "w4",
            "must be the count of 4K pages of the buffer at the address in w3/x3, and not zero");
    static final Rule ADDRESS = invalid(
            "FFA-12.2.1.3-11", "w3/x3", "must be the address of the buffer whose size w4 gives: not zero, below 2^52");
    static final Rule GRANULE = invalid(
            "FFA-12.2.1.3-4",
            "w3/x3, w4",
            "address and size must be multiples of the granule that FFA_FEATURES tells for FFA_RXTX_MAP");
    static final Rule MEMORY = invalid(
            "FFA-12.2.1.3-2",
            "w3/x3",
            "the buffer must be Normal memory of the caller's Security state that the caller can read and write, and"
                    + " nobody else can: it is no RX or TX buffer, see mem:map");
    static final Rule ROOM = new Rule(
            "FFA-12.2.1.3-12",
            Status.NO_MEMORY,
            "FF-A 12.2.1.3",
            "w4",
            "the manager maps no buffer as large as that: see the configuration of " + PID);
    private static final Set<FunctionId> WITH_DESCRIPTOR = Set.of(
            FunctionId.FFA_MEM_DONATE,
            FunctionId.FFA_MEM_LEND,
            FunctionId.FFA_MEM_SHARE,
            FunctionId.FFA_MEM_RETRIEVE_REQ);
    /** Armv8-A has addresses of at most 52 bits. */
    private static final int ADDRESS_BITS = 52;

    private static final int MOST_PAGES = 1 << 16;

    /** What may be configured. */
    @ObjectClassDefinition(name = "Dynamically allocated buffers")
    @interface Configuration {
        @AttributeDefinition(description = "most 4K pages that a manager maps for one descriptor, 1 to 65536")
        int pages() default 512;
    }

    private volatile int pages;

    @Activate
    public DynamicBuffers(Configuration configuration) {
        pages = pages(configuration);
    }

    @Modified
    void modified(Configuration configuration) {
        pages = pages(configuration);
    }

    private static int pages(Configuration configuration) {
        int n = configuration.pages();
        if (n < 1 || n > MOST_PAGES) {
            throw new IllegalArgumentException(
                    PID + ": pages is " + n + "; it has to be 1 to " + MOST_PAGES + ", the largest buffer to map");
        }
        return n;
    }

    /** None of its own: it is found by the properties of those that take a descriptor (FF-A Table 8.10). */
    @Override
    public Set<FunctionId> functions() {
        return Set.of();
    }

    @Override
    public long featureProperties(FunctionId function) {
        return WITH_DESCRIPTOR.contains(function) ? 1 : 0;
    }

    @Override
    public Outcome handle(Call call) {
        long address = call.is64() ? call.registers.x3 : Integer.toUnsignedLong(call.registers.w(3));
        long count = Integer.toUnsignedLong(call.registers.w(4));
        if (count == 0) {
            return call.refuse(COUNT, count);
        }
        long size = count * PhysicalMemory.PAGE_SIZE;
        if (address == 0 || address >>> ADDRESS_BITS != 0 || (address + size - 1) >>> ADDRESS_BITS != 0) {
            return call.refuse(ADDRESS, address);
        }
        int id = Caller.id(call);
        long granule = 1L << call.state().granuleShift(id);
        if (((address | size) & (granule - 1)) != 0) {
            return call.refuse(GRANULE, address | size);
        }
        if (count > pages) {
            return call.refuse(ROOM, count);
        }
        return map(call, id, address, (int) count);
    }

    private static Outcome map(Call call, int id, long address, int count) {
        TranslationRegime regime = call.state().regime(id);
        boolean secure =
                call.context().endpoint() != null && call.context().endpoint().secure();
        List<ConstituentRange> physical =
                regime == null ? List.of() : BufferPages.accessible(regime, address, count, secure, true);
        if (physical.isEmpty()
                || BufferPages.overlap(Caller.pair(call), physical)
                || !call.state().ledger().exclusive(id, physical)
                || call.state().operations().mapped(physical)) {
            return call.refuse(MEMORY, address);
        }
        MemoryOperation begun = Unfinished.of(call);
        if (begun == null) {
            return call.refuse(Unfinished.NO_ROOM, id);
        }
        begun.map(physical, secure);
        if (!call.state().ledger().exclusive(id, physical)) {
            // another context of the caller has given it away meanwhile
            call.state().operations().abort(begun);
            return call.refuse(MEMORY, address);
        }
        return call.handBack(begun.function());
    }

    private static Rule invalid(String id, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, "FF-A 12.2.1.3", field, text);
    }
}
