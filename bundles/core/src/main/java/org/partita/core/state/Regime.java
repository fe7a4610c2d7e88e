package org.partita.core.state;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.memory.TranslationRegime;
import org.partita.lib.ledger.Stage;

/** An endpoint's translation regime: mappings sorted by address, replaced as a whole. */
public final class Regime implements TranslationRegime, Stage {
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String owner;
    private final Memory memory;
    private final AtomicReference<Tables> tables =
            new AtomicReference<>(new Tables(List.of(), ExecuteNever.NOTHING, List.of()));

    /**
     * What translations are made from.
     *
     * @param declared mappings as they were set, in order of address
     * @param never what is not executable now, whatever was declared
     * @param effective the declared mappings, cut where a part is not executable
     */
    private record Tables(List<Mapping> declared, ExecuteNever never, List<Mapping> effective) {
        Tables(List<Mapping> declared, ExecuteNever never) {
            this(declared, never, never.applied(declared));
        }
    }

    /**
     * @param owner the endpoint, for messages
     * @param memory physical memory
     */
    public Regime(String owner, Memory memory) {
        this.owner = owner;
        this.memory = memory;
    }

    /** RX/TX pairs that lie in the endpoint's memory, one for each manager. */
    BufferPair[] pairs() {
        return BufferPair.forEach(memory, this);
    }

    /** Replaces all mappings. */
    public void set(List<Mapping> all) {
        List<Mapping> sorted = List.copyOf(Merged.sorted(all));
        tables.updateAndGet(t -> new Tables(sorted, t.never));
    }

    @Override
    public List<Mapping> exchange(List<ConstituentRange> sorted, UnaryOperator<List<Mapping>> instead) {
        AtomicReference<List<Mapping>> taken = new AtomicReference<>(List.of());
        tables.updateAndGet(t -> {
            List<Mapping> inside = new ArrayList<>();
            List<Mapping> left = without(t.declared, sorted, inside);
            List<Mapping> was = List.copyOf(inside);
            List<Mapping> more = Merged.sorted(instead.apply(was));
            taken.set(was);
            if (more.isEmpty()) {
                return was.isEmpty() ? t : new Tables(List.copyOf(left), t.never);
            }
            return new Tables(Merged.of(left, more), t.never);
        });
        return Objects.requireNonNull(taken.get());
    }

    /** Mappings without those to physical ranges, which are added to a list. */
    private static List<Mapping> without(List<Mapping> all, List<ConstituentRange> sorted, List<Mapping> taken) {
        Mapping[] mappings = all.toArray(new Mapping[0]);
        int first = Cut.first(mappings, sorted);
        if (first == mappings.length) {
            return all;
        }
        List<Mapping> left = new ArrayList<>(mappings.length + sorted.size());
        Cut cut = new Cut(sorted, left::add, taken::add);
        left.addAll(all.subList(0, first));
        for (int i = first; i < mappings.length; i++) {
            cut.add(mappings[i]);
        }
        return left;
    }

    @Override
    public void map(List<Mapping> more) {
        List<Mapping> sorted = Merged.sorted(more);
        tables.updateAndGet(t -> new Tables(Merged.of(t.declared, sorted), t.never));
    }

    /** Takes the permission to execute from pages, however they are mapped, until {@link #executeAgain}. */
    void executeNever(List<ConstituentRange> physical) {
        tables.updateAndGet(t -> new Tables(t.declared, t.never.with(physical)));
    }

    /** Pages that were taken the permission to execute from have what was declared again. */
    void executeAgain(List<ConstituentRange> physical) {
        tables.updateAndGet(t -> new Tables(t.declared, t.never.without(physical)));
    }

    private List<Mapping> effective() {
        return Objects.requireNonNull(tables.get()).effective;
    }

    @Override
    public List<Mapping> mappings() {
        return effective();
    }

    @Override
    public @Nullable Mapping find(long address, long length) {
        Mapping m = at(address);
        return m != null && length >= 0 && length <= m.end() - address ? m : null;
    }

    private @Nullable Mapping at(long address) {
        List<Mapping> all = effective();
        int low = 0;
        int high = all.size() - 1;
        while (low <= high) {
            int mid = (low + high) >>> 1;
            Mapping m = all.get(mid);
            if (Long.compareUnsigned(address, m.address()) < 0) {
                high = mid - 1;
            } else if (Long.compareUnsigned(address, m.end()) >= 0) {
                low = mid + 1;
            } else {
                return m;
            }
        }
        return null;
    }

    @Override
    public List<ConstituentRange> physical(long address, int pages) {
        List<ConstituentRange> ranges = new ArrayList<>();
        long at = address;
        long left = (long) pages * PhysicalMemory.PAGE_SIZE;
        while (left > 0) {
            Mapping m = at(at);
            if (m == null) {
                return List.of();
            }
            long part = Math.min(left, m.end() - at);
            ranges.add(new ConstituentRange(m.physical() + at - m.address(), (int) (part / PhysicalMemory.PAGE_SIZE)));
            at += part;
            left -= part;
        }
        return List.copyOf(ranges);
    }

    @Override
    public void read(long address, MemorySegment to) {
        copy(address, to, false);
    }

    @Override
    public void write(long address, MemorySegment from) {
        copy(address, from, true);
    }

    private void copy(long address, MemorySegment outside, boolean write) {
        long done = 0;
        while (done < outside.byteSize()) {
            Mapping m = permitted(address + done, write);
            long part = Math.min(outside.byteSize() - done, m.end() - (address + done));
            long physical = m.physical() + (address + done - m.address());
            MemorySegment piece = part == outside.byteSize() ? outside : outside.asSlice(done, part);
            if (write) {
                memory.write(physical, m.secure(), piece);
            } else {
                memory.read(physical, m.secure(), piece);
            }
            done += part;
        }
    }

    @Override
    public long read64(long address) {
        Mapping m = permitted(address, false);
        long physical = m.physical() + (address - m.address());
        long inPage = physical & (PhysicalMemory.PAGE_SIZE - 1);
        if (inPage > PhysicalMemory.PAGE_SIZE - Long.BYTES) {
            MemorySegment word = MemorySegment.ofArray(new byte[Long.BYTES]);
            copy(address, word, false);
            return word.get(U64, 0);
        }
        return memory.page(physical, m.secure()).get(U64, inPage);
    }

    @Override
    public void write64(long address, long value) {
        Mapping m = permitted(address, true);
        long physical = m.physical() + (address - m.address());
        long inPage = physical & (PhysicalMemory.PAGE_SIZE - 1);
        if (inPage > PhysicalMemory.PAGE_SIZE - Long.BYTES) {
            MemorySegment word = MemorySegment.ofArray(new byte[Long.BYTES]);
            word.set(U64, 0, value);
            copy(address, word, true);
            return;
        }
        memory.page(physical, m.secure()).set(U64, inPage, value);
    }

    private Mapping permitted(long address, boolean write) {
        Mapping m = at(address);
        if (m == null) {
            throw new MemoryFault(
                    MemoryFault.Cause.TRANSLATION,
                    address,
                    owner + (write ? " writes 0x" : " reads 0x") + Long.toHexString(address)
                            + ": no mapping there: see mem:map for what it has now, spm:partition for what its manifest declares");
        }
        if (write ? !m.write() : !m.read()) {
            throw new MemoryFault(
                    MemoryFault.Cause.PERMISSION,
                    address,
                    owner + (write ? " writes 0x" : " reads 0x") + Long.toHexString(address) + ": region " + m.name()
                            + " does not permit it (FF-A Table 3.2)");
        }
        return m;
    }
}
