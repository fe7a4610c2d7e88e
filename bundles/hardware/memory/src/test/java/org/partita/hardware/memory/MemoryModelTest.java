package org.partita.hardware.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryFault.Cause;
import org.partita.testkit.Shows;

/** Random maps and accesses against a plain model: a map from page number to security state, one from address to byte. */
class MemoryModelTest {
    private static final int ACCESSES = 5_000;
    private static final int PAGES = 3_000;

    private final FakeStore store = new FakeStore();
    private final Map<Long, Boolean> secure = new HashMap<>();
    private final Map<Long, Byte> bytes = new HashMap<>();
    private String[] configuration = {};
    private long start;

    @Shows({"FFA-2.6-2", "FFA-2.6-3", "FFA-2.6-4"})
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyAccessBehavesAsInTheModelAcrossSwaps(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        configuration = ranges(random);
        SparseMemory memory = store.memory(configuration);
        for (int i = 0; i < ACCESSES; i++) {
            if (random.nextInt(500) == 0) {
                memory = swapped(memory);
            }
            access(memory, random);
        }
    }

    private String[] ranges(SplittableRandom random) {
        Map<Long, String> found = new TreeMap<>();
        long page = random.nextLong(1L << 20);
        long first = page;
        while (page < first + PAGES - 700) {
            page += random.nextLong(4) * random.nextLong(100);
            int size = 1 + random.nextInt(600);
            boolean inSecure = random.nextBoolean();
            found.put(page, "r%d 0x%x %dK %s".formatted(page, page << 12, size * 4, inSecure ? "secure" : "nonsecure"));
            for (int i = 0; i < size; i++) {
                secure.put(page + i, inSecure);
            }
            page += size;
        }
        start = first;
        return found.values().toArray(new String[0]);
    }

    private SparseMemory swapped(SparseMemory old) {
        SparseMemory next = store.memory(configuration);
        next.importState(old.exportState());
        old.detach();
        assertThat(next.ranges()).isEqualTo(old.ranges());
        assertThat(next.exportState().pages()).hasSameSizeAs(store.pages.keySet());
        return next;
    }

    private void access(SparseMemory memory, SplittableRandom random) {
        long page = start + random.nextInt(PAGES);
        long address = page << 12 | random.nextInt(4096);
        boolean secureAccess = random.nextBoolean();
        Boolean expected = secure.get(page);
        if (expected == null || expected != secureAccess) {
            assertThatThrownBy(() -> memory.page(address, secureAccess))
                    .isInstanceOfSatisfying(
                            MemoryFault.class,
                            e -> assertThat(e.kind()).isEqualTo(expected == null ? Cause.BUS : Cause.SECURITY));
            return;
        }
        var segment = memory.page(address, secureAccess);
        long offset = address & 4095;
        assertThat(segment.get(ValueLayout.JAVA_BYTE, offset)).isEqualTo(bytes.getOrDefault(address, (byte) 0));
        byte value = (byte) random.nextInt();
        segment.set(ValueLayout.JAVA_BYTE, offset, value);
        bytes.put(address, value);
    }
}
