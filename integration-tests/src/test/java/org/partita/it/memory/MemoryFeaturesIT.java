package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What FFA_FEATURES says of memory management (FF-A 6.1.4, 8.2). */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class MemoryFeaturesIT {
    private static final int FEATURES = 0x84000064;
    private static final String PID = "org.partita.interfaces.memorymanagement";
    private static final int OWNER = 0x8001;
    private static final int BORROWER = 0x8002;
    private static final long HEAP_OF_OWNER = 0x06020000L;
    private static final long HEAP_OF_VM = 0x81020000L;

    @Inject
    BundleContext framework;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "FFA_MEM_DONATE",
        "FFA_MEM_LEND",
        "FFA_MEM_SHARE",
        "FFA_MEM_RETRIEVE_REQ",
        "FFA_MEM_RELINQUISH",
        "FFA_MEM_RECLAIM"
    })
    @Shows({"FFA-6.1.4-3", "FFA-6.1.4-5", "FFA-6.1.4-6"})
    void whoSendsCanHaveItRetrievedRelinquishedAndReclaimed(FunctionId function) throws Exception {
        Platform platform = new Running(framework).platform();
        for (int endpoint : new int[] {1, OWNER}) {
            try (Abi abi = new Abi(platform, endpoint)) {
                abi.raw(FEATURES, Integer.toUnsignedLong(function.id32()));
                assertThat(abi.succeeded())
                        .as("%s for endpoint 0x%x: %s", function, endpoint, abi.rule())
                        .isTrue();
            }
        }
    }

    private Platform starting(String... transactions) throws Exception {
        return new Running(framework)
                .with(PID, Map.of("transactions", transactions))
                .restarted(Map.of());
    }

    /** What a platform whose memory management starts only some transactions, or none, has when it is configured anew. */
    private void startsAll() throws Exception {
        starting("FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE");
    }

    private static boolean offered(Abi abi, FunctionId function) {
        abi.raw(FEATURES, Integer.toUnsignedLong(function.id32()));
        if (!abi.succeeded()) {
            abi.failed(Status.NOT_SUPPORTED);
        }
        return abi.succeeded();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, OWNER})
    @Shows({"FFA-6.1.4-2", "FFA-6.1.4-3", "FFA-6.1.4-5", "FFA-6.1.4-6", "FFA-6-2"})
    void whoStartsOnlySharesHasAllThatGoesOnWithThem(int endpoint) throws Exception {
        Platform platform = starting("FFA_MEM_SHARE");
        long heap = endpoint == 1 ? HEAP_OF_VM : HEAP_OF_OWNER;
        try (MemoryAbi owner = new MemoryAbi(platform, endpoint, 0);
                MemoryAbi borrower = new MemoryAbi(platform, BORROWER, 3)) {
            assertThat(Stream.of(FunctionId.values())
                            .filter(f ->
                                    f.name().matches("FFA_MEM_(DONATE|LEND|SHARE|RETRIEVE_REQ|RELINQUISH|RECLAIM)"))
                            .filter(f -> offered(owner.abi(), f)))
                    .containsExactlyInAnyOrder(
                            FunctionId.FFA_MEM_SHARE,
                            FunctionId.FFA_MEM_RETRIEVE_REQ,
                            FunctionId.FFA_MEM_RELINQUISH,
                            FunctionId.FFA_MEM_RECLAIM);
            owner.send(FunctionId.FFA_MEM_LEND, SendFlags.NONE, List.of(pages(heap, 1)), List.of(writer(BORROWER)))
                    .refused(Status.NOT_SUPPORTED, "FFA-6-2");
            owner.send(FunctionId.FFA_MEM_DONATE, SendFlags.NONE, List.of(pages(heap, 1)), List.of(receiver(BORROWER)))
                    .refused(Status.NOT_SUPPORTED, "FFA-6-2");
            long handle = owner.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(heap, 1)), writer(BORROWER));
            borrower.mapped(endpoint, handle);
            borrower.relinquish(handle).success();
            owner.reclaim(handle).success();
        } finally {
            startsAll();
        }
    }

    /** Nor does it serve what would go on with them. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "FFA_MEM_RETRIEVE_REQ"})
    @Shows({"FFA-6.1.4-2", "FFA-6-2"})
    void memoryManagementThatStartsNoTransactionsIsRejected(String transactions) throws Exception {
        Platform platform = transactions.isEmpty() ? starting() : starting(transactions);
        try (Abi abi = new Abi(platform, 1)) {
            assertThat(platform.wiring())
                    .filteredOn(r -> r.role().equals(Roles.INTERFACE_MEMORY_MANAGEMENT))
                    .noneMatch(r -> r.state().equals("serving"));
            assertThat(offered(abi, FunctionId.FFA_MEM_RETRIEVE_REQ)).isFalse();
            abi.raw(FunctionId.FFA_MEM_RETRIEVE_REQ.id32(), 48, 48).refused(Status.NOT_SUPPORTED, "FFA-6-2");
        } finally {
            startsAll();
        }
    }

    /** FFA_MEM_RETRIEVE_RESP goes down only: endpoints see it as a completion. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows("FFA-6.1.4-4")
    void whatIsSentIsRetrievedByFfaMemRetrieveResp(FunctionId function) throws Exception {
        Platform platform = new Running(framework).restarted(Map.of());
        try (MemoryAbi owner = new MemoryAbi(platform, OWNER, 0);
                MemoryAbi borrower = new MemoryAbi(platform, BORROWER, 3)) {
            EndpointAccess to = function == FunctionId.FFA_MEM_DONATE ? receiver(BORROWER) : writer(BORROWER);
            long handle = owner.handle(function, List.of(pages(HEAP_OF_OWNER, 1)), to);
            borrower.retrieve(OWNER, handle);
            assertThat(borrower.abi().registers().x0).isEqualTo(0x84000075L);
            assertThat(borrower.retrieved().handle()).isEqualTo(handle);
        }
    }

    /** n says that 2^(n+1) - 1 retrievals may be outstanding (Table 8.10). */
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 2})
    @Shows({"FFA-8.2-19", "FFA-11.4.2-6", "FFA-11.4.2-7"})
    void aRegionIsRetrievedAsOftenAsW3Says(int n) throws Exception {
        Platform platform =
                new Running(framework).with(PID, Map.of("retrievals", n)).restarted(Map.of());
        int most = (1 << (n + 1)) - 1;
        try (MemoryAbi owner = new MemoryAbi(platform, OWNER, 0);
                MemoryAbi borrower = new MemoryAbi(platform, BORROWER, 3)) {
            borrower.abi().raw(FEATURES, Integer.toUnsignedLong(FunctionId.FFA_MEM_RETRIEVE_REQ.id32()));
            assertThat(borrower.abi().succeeded()).isTrue();
            assertThat(borrower.abi().registers().x3).isEqualTo(n);
            long handle = owner.handle(FunctionId.FFA_MEM_LEND, List.of(pages(HEAP_OF_OWNER, 1)), writer(BORROWER));
            for (int i = 0; i < most; i++) {
                borrower.mapped(OWNER, handle);
            }
            borrower.retrieve(OWNER, handle).refused(Status.DENIED, "FFA-11.4.2-7");
            for (int i = 0; i < most; i++) {
                borrower.relinquish(handle).success();
            }
            owner.reclaim(handle).success();
        }
    }
}
