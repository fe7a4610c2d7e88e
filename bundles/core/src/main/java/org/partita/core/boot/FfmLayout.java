package org.partita.core.boot;

import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.partita.api.admin.PartitaException;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.memory.TranslationRegime;
import org.partita.core.execution.SpmMemory;
import org.partita.core.state.Memory;
import org.partita.core.state.Regime;

/**
 * Where the memory of an FF-M platform is. Addresses are physical. Each partition has its stack and heap in one area of whole pages, those of
 * the PSA RoT first, so that those of the Application RoT adjoin.
 */
public final class FfmLayout implements SpmMemory {
    /** Bytes of memory that each Non-secure client has for its vectors. */
    private static final long CLIENT_AREA = 64 << 10;

    private static final long PAGE = PhysicalMemory.PAGE_SIZE;

    /** An area of memory: first byte, bytes. */
    record Area(long base, long size) {}

    private final Memory memory;
    private final List<MemoryRange> ranges;
    private final FfmPlatform platform;
    private final Map<Integer, Area> areas = new HashMap<>();
    private final Regime all;
    private final Regime nonSecure;
    private final Area clients;

    /**
     * @param clients number of Non-secure clients
     * @throws PartitaException if there is no room
     */
    public FfmLayout(Memory memory, FfmPlatform platform, int clients) {
        this.memory = memory;
        this.platform = platform;
        this.ranges = memory.ranges();
        this.all = regime("SPM", ranges.stream().map(FfmLayout::whole).toList());
        this.nonSecure = regime("Non-secure client", nonSecureRanges());
        place();
        this.clients = clients == 0
                ? new Area(0, 0)
                : new Area(
                        range(false, clients * CLIENT_AREA, "the vectors of " + clients + " Non-secure clients"),
                        CLIENT_AREA);
    }

    private Regime regime(String name, List<Mapping> mappings) {
        Regime r = new Regime(name, memory);
        r.set(mappings);
        return r;
    }

    private static Mapping whole(MemoryRange r) {
        int pages = (int) (r.size() / PAGE);
        return new Mapping(r.base(), r.base(), pages, true, true, !r.device(), r.secure(), r.device(), r.name());
    }

    private List<Mapping> nonSecureRanges() {
        return ranges.stream().filter(r -> !r.secure()).map(FfmLayout::whole).toList();
    }

    private void place() {
        List<FfmPartition> order = platform.partitions().stream()
                .filter(p -> !p.nsAgent())
                .sorted(Comparator.comparing(FfmPartition::type))
                .toList();
        long total = order.stream().mapToLong(FfmLayout::bytes).sum();
        long at = range(true, total, "stacks and heaps of the partitions");
        for (FfmPartition p : order) {
            areas.put(p.id(), new Area(at, bytes(p)));
            at += bytes(p);
        }
    }

    private static long bytes(FfmPartition p) {
        return Math.max(PAGE, (p.stackSize() + p.heapSize() + PAGE - 1) & -PAGE);
    }

    /** The beginning of the first range that is large enough. */
    private long range(boolean secure, long size, String what) {
        return ranges.stream()
                .filter(r -> r.secure() == secure && !r.device() && r.size() >= size)
                .findFirst()
                .map(MemoryRange::base)
                .orElseThrow(() -> new PartitaException("no room for " + what + ": " + size + " bytes of "
                        + (secure ? "Secure" : "Non-secure")
                        + " memory in one range; see the ranges of org.partita.hardware.memory"));
    }

    /** Where the stack and heap of a partition are; empty for an agent, which has none. */
    public OptionalLong base(FfmPartition p) {
        Area a = areas.get(p.id());
        return a == null ? OptionalLong.empty() : OptionalLong.of(a.base);
    }

    /** The stack and heap of a partition. */
    Area area(FfmPartition p) {
        Area a = areas.get(p.id());
        if (a == null) {
            throw new IllegalStateException(p.name() + " has no memory");
        }
        return a;
    }

    /**
     * Where a Non-secure client has its vectors.
     *
     * @param id its client id, negative
     */
    public long client(int id) {
        return clients.base + (-id - 1) * CLIENT_AREA;
    }

    /** Bytes that a Non-secure client has for its vectors. */
    public long clientSize() {
        return clients.size;
    }

    /** What a partition's accesses can reach: all memory there is. At isolation levels 2 and 3 the MPU decides first. */
    public TranslationRegime regime(FfmPartition p) {
        return regime(p.name(), ranges.stream().map(FfmLayout::whole).toList());
    }

    /** The ranges of physical memory. */
    List<MemoryRange> ranges() {
        return ranges;
    }

    @Override
    public TranslationRegime all() {
        return all;
    }

    @Override
    public TranslationRegime nonSecure() {
        return nonSecure;
    }

    @Override
    public MemorySegment page(long physical, boolean secure) {
        return memory.page(physical, secure);
    }
}
