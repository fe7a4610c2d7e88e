package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Handles that the Hypervisor and the SPMC allocate while VMs and SPs on all PEs share memory (FF-A 5.10.2). */
@PlatformTest(MemoryPlatform.class)
@Timeout(120)
class ConcurrentHandlesIT {
    /** Each has a PE. */
    private static final List<Integer> SENDERS = List.of(0x21, 0x22, 0x8021, 0x8022);

    /** Of each. */
    private static final int SHARES = 250;

    private static final long PAGE = 0x1000;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private List<Holding> before;

    @BeforeEach
    void load() throws Exception {
        platform = new Running(framework).platform();
        before = platform.holdings();
        partitions = new TestPartitions(framework, platform);
        for (int id : SENDERS) {
            long heap = heap(id);
            boolean vm = id < 0x8000;
            int normal = vm ? 8 : 0;
            Dts manifest = (vm ? Dts.vm("sharing-" + id, id) : Dts.sp("sharing-" + id, id))
                    .memory("rx", heap - 2 * PAGE, 1, 1 | normal)
                    .memory("tx", heap - PAGE, 1, 3 | normal)
                    .memory("heap", heap, SHARES, 3 | normal)
                    .buffers();
            partitions.callback(manifest, request -> {});
        }
    }

    @AfterEach
    void everythingIsAsBefore() {
        partitions.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    /** Physical, too. */
    private static long heap(int id) {
        return (id < 0x8000 ? 0x9000_2000L : 0x0640_2000L) + (SENDERS.indexOf(id) % 2) * 0x20_0000L;
    }

    /** Of VMs every other share is between VMs: its Handle is the Hypervisor's. */
    private static int receiver(int sender, int share) {
        int other = SENDERS.get(SENDERS.indexOf(sender) ^ 1);
        return sender < 0x8000 && share % 2 == 0 ? 0x8021 : other;
    }

    /** What each sender does at the same time as the others. */
    private <T> Map<Integer, T> atOnce(Function<MemoryAbi, Function<Integer, T>> doing) throws Exception {
        CyclicBarrier together = new CyclicBarrier(SENDERS.size());
        Map<Integer, T> results = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS.size())) {
            Map<Integer, Future<T>> futures = new HashMap<>();
            for (int id : SENDERS) {
                Callable<T> task = () -> {
                    try (MemoryAbi abi = new MemoryAbi(platform, id, 0)) {
                        together.await();
                        return doing.apply(abi).apply(id);
                    }
                };
                futures.put(id, threads.submit(task));
            }
            for (int id : SENDERS) {
                results.put(id, futures.get(id).get());
            }
        }
        return results;
    }

    private static List<Long> shared(MemoryAbi abi, int sender) {
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < SHARES; i++) {
            List<ConstituentRange> page = List.of(pages(heap(sender) + i * PAGE, 1));
            List<EndpointAccess> to = List.of(writer(receiver(sender, i)));
            do {
                abi.send(FunctionId.FFA_MEM_SHARE, SendFlags.NONE, page, to);
                // the Hypervisor's TX buffer, through which it sends on, is used for the other VM
            } while (abi.abi().error() == Status.BUSY);
            handles.add(abi.handle());
        }
        return handles;
    }

    private static boolean reclaimed(MemoryAbi abi, List<Long> handles) {
        handles.forEach(h -> reclaim(abi, h));
        return true;
    }

    private static void reclaim(MemoryAbi abi, long handle) {
        do {
            abi.reclaim(handle);
        } while (abi.abi().error() == Status.BUSY);
        abi.abi().success();
    }

    @Test
    @Shows("FFA-5.10.2-1")
    void aThousandSharesAtOnceHaveAThousandHandlesEachOfOneRegion() throws Exception {
        Map<Integer, List<Long>> handles = atOnce(abi -> id -> shared(abi, id));

        assertThat(handles.values().stream().flatMap(List::stream))
                .hasSize(1000)
                .doesNotHaveDuplicates();
        Map<Long, Grant> grants = new HashMap<>();
        platform.grants().forEach(g -> grants.put(g.handle(), g));
        assertThat(grants).hasSize(1000);
        handles.forEach((sender, all) -> {
            for (int i = 0; i < SHARES; i++) {
                Grant grant = grants.get(all.get(i));
                assertThat(grant).isNotNull();
                assertThat(grant.sender()).isEqualTo(sender);
                assertThat(grant.ranges()).containsExactly(new ConstituentRange(heap(sender) + i * PAGE, 1));
                boolean amongVms = sender < 0x8000 && receiver(sender, i) < 0x8000;
                assertThat(grant.handle() >>> 63).as("by the Hypervisor").isEqualTo(amongVms ? 1 : 0);
            }
        });
        atOnce(abi -> id -> reclaimed(abi, handles.get(id)));
    }
}
