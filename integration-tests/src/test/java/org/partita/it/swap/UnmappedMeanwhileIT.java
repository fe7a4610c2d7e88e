package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.RetrieveFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * FFA_RXTX_UNMAP on another PE while a call is using the pair (FF-A 8.5): just when the manager reads the call's descriptor.
 * What the manager then wants to write has no place any more.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class UnmappedMeanwhileIT {
    private static final int VM = 1;
    private static final int UNMAP = FunctionId.FFA_RXTX_UNMAP.id32();
    private static final int RETRIEVE = FunctionId.FFA_MEM_RETRIEVE_REQ.id32();
    private static final long HEAP = 0x81020000L;

    @Inject
    BundleContext framework;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    private static Dts severalContexts(int id) {
        boolean secure = id >= 0x8000;
        Dts dts = secure ? Dts.sp("unmapper", id) : Dts.vm("unmapper", id);
        return dts.cells("execution-ctx-count", 4).memory("ram", ram(id), 8, secure ? 3 : 11);
    }

    private static long ram(int id) {
        return id >= 0x8000 ? 0x06800000L : 0x90000000L;
    }

    private static Abi map(Abi abi, int id) {
        return abi.raw(FunctionId.FFA_RXTX_MAP.id32(), ram(id), ram(id) + 0x1000, 1);
    }

    @ParameterizedTest(name = "by endpoint {0}")
    @ValueSource(ints = {0x22, 0x8022})
    void aRetrievalIsAbortedAndCanBeMadeAgain(int id) throws Exception {
        try (Workshop shop = new Workshop(framework, Map.of())) {
            Platform platform = shop.platform();
            shop.update(Roles.HARDWARE_MEMORY, shop.build(Roles.HARDWARE_MEMORY).watched("WatchedMemory"));
            try (TestPartitions partitions = new TestPartitions(framework, platform)) {
                partitions.callback(severalContexts(id), request -> {});
                try (MemoryAbi vm = new MemoryAbi(platform, VM, 0);
                        MemoryAbi borrower = new MemoryAbi(platform, id, 1);
                        Abi other = new Abi(platform, id, 2)) {
                    map(borrower.abi(), id).success();
                    long handle =
                            vm.handle(FunctionId.FFA_MEM_LEND, List.of(MemoryAbi.pages(HEAP, 2)), MemoryAbi.writer(id));
                    byte[] request = MemoryTransaction.request(
                                    VM,
                                    MemoryAttributes.NOT_SPECIFIED,
                                    RetrieveFlags.of(null),
                                    handle,
                                    0,
                                    List.of(MemoryAbi.receiver(id)))
                            .encoded();
                    borrower.fill(request, 0, request.length);
                    AtomicBoolean first = new AtomicBoolean(true);
                    shop.watch(step -> {
                        if (step.equals("page") && first.getAndSet(false)) {
                            onAnotherThread(() -> other.raw(UNMAP).success());
                        }
                    });
                    borrower.abi()
                            .raw(RETRIEVE, request.length, request.length)
                            .refused(Status.ABORTED, "PARTITA-memory-fault");
                    assertThat(first).isFalse();
                    shop.watchNothing();

                    map(borrower.abi(), id).success();
                    borrower.mapped(VM, handle);
                    borrower.relinquish(handle).success();
                    vm.reclaim(handle).success();
                }
            }
        }
    }

    private static void onAnotherThread(Runnable body) {
        Thread thread = Thread.ofPlatform().start(body);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
