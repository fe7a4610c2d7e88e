package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.Holding;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The steps of a transaction: Framework messages to Relayers, Partition messages between endpoints (FF-A 5.5.2). */
@PlatformTest(MemoryPlatform.class)
class TransactionMessagesIT {
    private static final int LENDER = 0x31;
    private static final int ONE = 0x8031;
    private static final int TWO = 0x32;
    private static final int CAREFUL = 0x8033;
    private static final long OF_LENDER = 0x90000000L;
    private static final long OF_ONE = 0x06800000L;
    private static final long OF_CAREFUL = 0x06900000L;
    private static final long OF_MAPPER = 0x90200000L;
    private static final long OF_TWO = 0x90100000L;
    private static final long PAGE = OF_LENDER + 0x2000;
    private static final long TAG = 0xFEDC_BA98_7654_3210L;

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
        partitions.callback(equipped(Dts.vm("lender", LENDER), OF_LENDER, 8), request -> {});
        partitions.callback(equipped(Dts.sp("one", ONE), OF_ONE, 0), messaged(OF_ONE, DataAccess.READ_WRITE));
        partitions.callback(equipped(Dts.vm("two", TWO), OF_TWO, 8), messaged(OF_TWO, DataAccess.READ_WRITE));
    }

    private static Dts equipped(Dts manifest, long base, int nonSecure) {
        return manifest.memory("rx", base, 1, 1 | nonSecure)
                .memory("tx", base + 0x1000, 1, 3 | nonSecure)
                .memory("heap", base + 0x2000, 2, 3 | nonSecure)
                .buffers();
    }

    private static MessagedReceiver messaged(long base, DataAccess most) {
        return new MessagedReceiver(base, base + 0x1000, most);
    }

    @AfterEach
    void everythingIsAsBefore() {
        platform.trace().stop();
        partitions.close();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    /** The Lender's Framework message; the Handle. */
    private static long begun(MemoryAbi lender, FunctionId function, int... receivers) {
        List<EndpointAccess> entries = Arrays.stream(receivers)
                .mapToObj(id -> function == FunctionId.FFA_MEM_DONATE ? receiver(id) : writer(id))
                .map(e -> e.withRegion(CompositeRegion.of(pages(PAGE, 1))))
                .toList();
        lender.send(
                function, MemoryTransaction.send(LENDER, MemoryAttributes.NOT_SPECIFIED, SendFlags.NONE, TAG, entries));
        return lender.handle();
    }

    /** The Lender's Partition message; x3 of the answer. */
    private static long message(MemoryAbi lender, int to, long what, long handle, DataAccess allowed) {
        lender.abi().direct64(to, what, handle, TAG, allowed.encode());
        assertThat(lender.abi().registers().x0).isEqualTo(0xC4000070L);
        return lender.abi().registers().x3;
    }

    /** What endpoints called, in order; FFA_RX_RELEASE apart. */
    private List<String> calls() {
        platform.trace().stop();
        List<String> calls = new ArrayList<>();
        platform.trace().show(1000).stream()
                .filter(c -> List.of("lender", "one", "two", "careful")
                        .contains(c.from().replaceAll("\\..*", "")))
                .filter(c -> !c.function().equals("FFA_RX_RELEASE"))
                .forEach(c -> calls.add(c.from().replaceAll("\\..*", "") + " " + c.function()));
        return calls;
    }

    @ParameterizedTest
    @CsvSource({"FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows({"FFA-5.5.2-1", "FFA-5.5.2-2", "FFA-5.5.2-3", "FFA-5.7.2-2", "FFA-5.8.2-2", "FFA-5.12.1-5", "FFA-5.12.2-2"})
    @Shows({"FFA-11.2.1.1-5", "FFA-11.3.1.1-5", "FFA-5.9.2-2", "FFA-5.9.2-4", "FFA-2.1-10"})
    void borrowersRetrieveAndRelinquishByWhatTheLendersMessagesSay(FunctionId function) {
        platform.trace().clear();
        platform.trace().start("");
        try (MemoryAbi lender = new MemoryAbi(platform, LENDER, 0)) {
            lender.write(PAGE, 42);
            long handle = begun(lender, function, ONE, TWO);
            for (int to : new int[] {ONE, TWO}) {
                assertThat(message(lender, to, MessagedReceiver.RETRIEVE, handle, DataAccess.READ_WRITE))
                        .isEqualTo(42);
            }
            for (int to : new int[] {ONE, TWO}) {
                assertThat(message(lender, to, MessagedReceiver.RELINQUISH, handle, DataAccess.READ_WRITE))
                        .isEqualTo(handle);
            }
            lender.reclaim(handle).success();
        }
        assertThat(calls())
                .containsExactly(
                        "lender " + function,
                        "lender FFA_MSG_SEND_DIRECT_REQ",
                        "one FFA_MEM_RETRIEVE_REQ",
                        "one FFA_MSG_SEND_DIRECT_RESP",
                        "lender FFA_MSG_SEND_DIRECT_REQ",
                        "two FFA_MEM_RETRIEVE_REQ",
                        "two FFA_MSG_SEND_DIRECT_RESP",
                        "lender FFA_MSG_SEND_DIRECT_REQ",
                        "one FFA_MEM_RELINQUISH",
                        "one FFA_MSG_SEND_DIRECT_RESP",
                        "lender FFA_MSG_SEND_DIRECT_REQ",
                        "two FFA_MEM_RELINQUISH",
                        "two FFA_MSG_SEND_DIRECT_RESP",
                        "lender FFA_MEM_RECLAIM");
    }

    @ParameterizedTest
    @CsvSource("FFA_MEM_DONATE")
    @Shows({"FFA-5.5.2-1", "FFA-5.5.2-2", "FFA-5.5.2-3", "FFA-5.6.2-2", "FFA-5.12.1-5", "FFA-11.1.1.1-5"})
    void aReceiverRetrievesADonationByWhatTheOwnersMessageSays(FunctionId function) {
        platform.trace().clear();
        platform.trace().start("");
        try (MemoryAbi owner = new MemoryAbi(platform, LENDER, 0)) {
            owner.write(PAGE, 43);
            long handle = begun(owner, function, TWO);
            assertThat(message(owner, TWO, MessagedReceiver.RETRIEVE, handle, DataAccess.NOT_SPECIFIED))
                    .isEqualTo(43);
        }
        assertThat(calls())
                .containsExactly(
                        "lender FFA_MEM_DONATE",
                        "lender FFA_MSG_SEND_DIRECT_REQ",
                        "two FFA_MEM_RETRIEVE_REQ",
                        "two FFA_MSG_SEND_DIRECT_RESP");
    }

    @ParameterizedTest
    @CsvSource({"FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows({"FFA-11.4.1.1-2", "FFA-11.1.1.1-6", "FFA-11.2.1.1-6", "FFA-11.3.1.1-6"})
    void whatAReceiverRejectsByMessageTheOwnerReclaims(FunctionId function) {
        partitions.callback(
                equipped(Dts.sp("careful", CAREFUL), OF_CAREFUL, 0), messaged(OF_CAREFUL, DataAccess.READ_ONLY));
        platform.trace().clear();
        platform.trace().start("");
        try (MemoryAbi owner = new MemoryAbi(platform, LENDER, 0)) {
            long handle = begun(owner, function, CAREFUL);
            assertThat(message(owner, CAREFUL, MessagedReceiver.RETRIEVE, handle, DataAccess.READ_WRITE))
                    .isEqualTo(MessagedReceiver.REJECTED);
            owner.reclaim(handle).success();
            owner.write(PAGE, 44);
        }
        assertThat(calls())
                .containsExactly(
                        "lender " + function,
                        "lender FFA_MSG_SEND_DIRECT_REQ",
                        "careful FFA_MSG_SEND_DIRECT_RESP",
                        "lender FFA_MEM_RECLAIM");
    }

    @Test
    @Shows("FFA-4.1.2-8")
    void frameworkMessagesRunToCompletionOnThePeOfTheCaller() {
        int mapper = partitions.callback(Dts.vm("mapper", 0x34).memory("ram", OF_MAPPER, 3, 11), request -> {});
        try (Abi other = new Abi(platform, ONE);
                MemoryAbi caller = new MemoryAbi(platform, mapper, 0)) {
            List<Integer> ofOther =
                    pes(() -> other.raw(FunctionId.FFA_ID_GET.id32()).success(ONE));
            List<Integer> pes = pes(() -> {
                caller.abi().raw(FunctionId.FFA_VERSION.id32(), 0x10000);
                caller.abi()
                        .raw(FunctionId.FFA_RXTX_MAP.id32(), OF_MAPPER + 0x1000, OF_MAPPER, 1)
                        .success();
                caller.reclaim(caller.handle(
                                FunctionId.FFA_MEM_LEND, List.of(pages(OF_MAPPER + 0x2000, 1)), writer(ONE)))
                        .success();
                caller.abi().raw(FunctionId.FFA_RXTX_UNMAP.id32(), 0).success();
            });
            assertThat(pes)
                    .hasSizeGreaterThan(8)
                    .containsOnly(pes.getFirst())
                    .as("while another endpoint has a PE")
                    .doesNotContain(ofOther.getFirst());
        }
    }

    /** Where the crossings of these calls happen. */
    private List<Integer> pes(Runnable calls) {
        platform.trace().clear();
        platform.trace().start("");
        calls.run();
        platform.trace().stop();
        return platform.trace().show(1000).stream().map(c -> c.pe()).toList();
    }
}
