package org.partita.hardware.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryFault.Cause;
import org.partita.api.memory.MemoryRange;
import org.partita.testkit.Shows;

class SparseMemoryTest {
    private static final long SECURE = 0x6000000;
    private static final long NORMAL = 0x80000000L;

    @RegisterExtension
    final Logged logged = new Logged();

    private final FakeStore store = new FakeStore();
    private final SparseMemory memory = store.memory("dram 0x80000000 1G nonsecure", "sram 0x6000000 16M secure");

    @Shows("FFA-2.6-2")
    @Test
    void theNormalWorldDoesNotReachSecureMemory() {
        faults(Cause.SECURITY, SECURE + 0x123, false)
                .withMessageContaining("Non-secure access to 0x6000123")
                .withMessageContaining("sram")
                .withMessageContaining("FF-A 2.6");
        assertThat(store.pages).isEmpty();
    }

    @Shows({"FFA-2.6-3", "FFA-2.6-4"})
    @Test
    void theSecureWorldReachesBothSpacesAndTheNsBitSelects() {
        assertThat(memory.page(SECURE, true).byteSize()).isEqualTo(4096);
        assertThat(memory.page(NORMAL, false).byteSize()).isEqualTo(4096);
        faults(Cause.SECURITY, NORMAL, true);
    }

    @Test
    void nothingAnswersOutsideTheRanges() {
        faults(Cause.BUS, SECURE - 1, true);
        faults(Cause.BUS, SECURE + 0x1000000, true);
        faults(Cause.BUS, 0, false);
        faults(Cause.BUS, -1, false);
    }

    private org.assertj.core.api.ThrowableAssertAlternative<MemoryFault> faults(
            Cause cause, long address, boolean secure) {
        return assertThatExceptionOfType(MemoryFault.class)
                .isThrownBy(() -> memory.page(address, secure))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(cause);
                    assertThat(e.address()).isEqualTo(address);
                });
    }

    @Test
    void rangesStandInOrderOfAddress() {
        assertThat(memory.ranges())
                .containsExactly(
                        new MemoryRange(0x6000000, 0x1000000, true, false, "sram"),
                        new MemoryRange(0x80000000L, 0x40000000, false, false, "dram"));
    }

    @Test
    void whatIsWrittenToAPageIsReadFromIt() {
        memory.page(NORMAL + 0x1FFF, false).set(ValueLayout.JAVA_BYTE, 5, (byte) 42);

        assertThat(memory.page(NORMAL + 0x1000, false).get(ValueLayout.JAVA_BYTE, 5))
                .isEqualTo((byte) 42);
        assertThat(store.pages).hasSize(1);
    }

    @Test
    void aPageThatBecomesSecureDoesNotShowItsNonSecureContents() {
        memory.page(NORMAL, false).set(ValueLayout.JAVA_BYTE, 0, (byte) 42);

        SparseMemory other = store.memory("dram 0x80000000 1G secure");

        assertThat(other.page(NORMAL, true).get(ValueLayout.JAVA_BYTE, 0)).isZero();
    }

    @Test
    void aFirstTouchByManyThreadsGivesAllOfThemTheSamePage() throws Exception {
        int threads = 8;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int page = 0; page < 200; page++) {
                long address = NORMAL + page * 0x200000L;
                CyclicBarrier start = new CyclicBarrier(threads);
                Callable<MemorySegment> touch = () -> {
                    start.await();
                    return memory.page(address, false);
                };
                Set<MemorySegment> seen = Collections.newSetFromMap(new IdentityHashMap<>());
                for (var future : pool.invokeAll(Collections.nCopies(threads, touch))) {
                    seen.add(future.get());
                }
                assertThat(seen).containsExactly(memory.page(address, false));
            }
        }
    }

    @Test
    void withoutPagesInUseAnotherListOfRangesIsTaken() {
        memory.modified(FakeStore.configuration("flash 0 64M secure"));

        assertThat(memory.ranges()).extracting(MemoryRange::name).containsExactly("flash");
    }

    @Test
    void whilePagesAreInUseRangesAreOnlyAdded() {
        MemorySegment page = memory.page(SECURE, true);
        List<MemoryRange> before = memory.ranges();

        memory.modified(FakeStore.configuration("sram 0x6000000 32M secure", "dram 0x80000000 1G nonsecure"));
        assertThat(memory.ranges()).isEqualTo(before);
        assertThat(logged.take())
                .singleElement()
                .asString()
                .contains("<sram 0x6000000+0x1000000 secure>", "may only be added", "put it back");

        memory.modified(FakeStore.configuration(
                "uart 0x9000000 4K nonsecure device", "sram 0x6000000 16M secure", "dram 0x80000000 1G nonsecure"));
        assertThat(memory.ranges()).extracting(MemoryRange::name).containsExactly("sram", "uart", "dram");
        assertThat(memory.page(SECURE, true)).isSameAs(page);
    }

    @Test
    void aListThatCantBeReadChangesNothing() {
        List<MemoryRange> before = memory.ranges();

        memory.modified(FakeStore.configuration("sram"));

        assertThat(memory.ranges()).isEqualTo(before);
        assertThat(logged.take()).singleElement().asString().contains("ranges[0] \"sram\"");
    }
}
