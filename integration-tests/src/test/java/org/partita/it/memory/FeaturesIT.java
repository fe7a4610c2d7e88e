package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.partita.it.memory.MemoryAbi.descriptor;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.reader;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.scattered;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.OperationStatus;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryOperation;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Fragments, time slices and dynamically allocated buffers on a running platform (FF-A 12.2). */
@PlatformTest(MemoryPlatform.class)
class FeaturesIT {
    private static final int VM1 = 1;
    private static final int VM2 = 2;
    private static final int SP1 = 0x8001;
    private static final int SP2 = 0x8002;
    private static final long HEAP1 = 0x81020000L;
    private static final long HEAP_SP1 = 0x06020000L;
    private static final long HEAP_SP2 = 0x06120000L;
    private static final int FEATURES = FunctionId.FFA_FEATURES.id32();
    private static final int FRAG_RX = FunctionId.FFA_MEM_FRAG_RX.id32();
    private static final int FRAG_TX = FunctionId.FFA_MEM_FRAG_TX.id32();
    private static final int OP_PAUSE = FunctionId.FFA_MEM_OP_PAUSE.id32();
    private static final int OP_RESUME = FunctionId.FFA_MEM_OP_RESUME.id32();

    private static Platform platform;
    private List<Holding> start;

    @Inject
    BundleContext framework;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        platform = new Running(framework).platform();
    }

    @BeforeEach
    void remember() {
        start = platform.holdings();
    }

    @AfterEach
    void everybodyHasWhatItHad() {
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(start);
        assertThat(platform.operations()).allMatch(o -> o.stage() == MemoryOperation.Stage.SENT);
    }

    private static List<Long> completion(MemoryAbi abi) {
        return abi.abi().words().subList(0, 5);
    }

    private static List<Long> words(int w0, long handle, long w3) {
        return List.of(Integer.toUnsignedLong(w0), handle & 0xFFFFFFFFL, handle >>> 32, w3, 0L);
    }

    @Test
    @Shows({"FFA-12.2.2.3-10", "FFA-12.2.2.3-11", "FFA-12.2.2.3-12", "FFA-12.2.2.3-19", "FFA-12.2.2.4-6"})
    void aVmSendsAnSpItsDescriptorInFragmentsAndSeesOneHandle() {
        byte[] bytes = descriptor(VM1, SendFlags.NONE, scattered(HEAP1, 20), List.of(writer(SP1)));
        long handle;
        try (MemoryAbi vm = new MemoryAbi(platform, VM1, 0)) {
            vm.fill(bytes, 0, 96);
            vm.abi().raw(FunctionId.FFA_MEM_SHARE.id32(), bytes.length, 96);
            handle = vm.abi().registers().x1 | vm.abi().registers().x2 << 32;
            assertThat(completion(vm)).isEqualTo(words(FRAG_RX, handle, 96));
            // the SPM allocates it (FF-A 5.10.2)
            assertThat(handle).isPositive();
            assertThat(platform.operations())
                    .filteredOn(o -> o.caller() == VM1)
                    .extracting(OperationStatus::done, OperationStatus::total)
                    .containsExactly(tuple(96L, (long) bytes.length));
            // others go on meanwhile
            try (MemoryAbi other = new MemoryAbi(platform, VM2, 0)) {
                long theirs = other.handle(FunctionId.FFA_MEM_LEND, List.of(pages(0x82020000L, 1)), writer(SP1));
                other.reclaim(theirs).success();
            }
            int at = 96;
            for (int length : new int[] {1, 131, bytes.length - 228}) {
                vm.fill(bytes, at, at + length);
                vm.abi().raw(FRAG_TX, handle & 0xFFFFFFFFL, handle >>> 32, length);
                at += length;
                if (at < bytes.length) {
                    assertThat(completion(vm)).isEqualTo(words(FRAG_RX, handle, at));
                }
            }
            assertThat(vm.handle()).isEqualTo(handle);
            vm.write(HEAP1 + 19 * 0x2000L, 0xCAFEL);
        }
        try (MemoryAbi sp = new MemoryAbi(platform, SP1, 0)) {
            sp.retrieve(VM1, handle);
            List<ConstituentRange> there = sp.retrieved().region().ranges();
            assertThat(there).hasSize(20);
            assertThat(sp.read(there.get(19).address())).isEqualTo(0xCAFEL);
            sp.relinquish(handle).success();
        }
        try (MemoryAbi vm = new MemoryAbi(platform, VM1, 0)) {
            vm.reclaim(handle).success();
        }
    }

    @Test
    @Shows({"FFA-12.2.3.3-9", "FFA-12.2.3.3-10", "FFA-12.2.3.3-12", "FFA-12.2.3.3-13", "FFA-12.2.3.5-2"})
    void anOperationPausedOnOnePeIsResumedOnAnother() {
        byte[] bytes = descriptor(SP2, new SendFlags(true, true), List.of(pages(HEAP_SP2, 40)), List.of(writer(SP1)));
        long handle;
        try (MemoryAbi sp = new MemoryAbi(platform, SP2, 2)) {
            sp.fill(bytes, 0, bytes.length);
            sp.abi().raw(FunctionId.FFA_MEM_LEND.id32(), bytes.length, bytes.length);
            handle = sp.abi().registers().x1 | sp.abi().registers().x2 << 32;
            assertThat(completion(sp)).isEqualTo(words(OP_PAUSE, handle, 0));
        }
        try (MemoryAbi other = new MemoryAbi(platform, SP1, 0)) {
            // only its own endpoint resumes it (FF-A 12.2.3.5)
            other.abi()
                    .raw(OP_RESUME, handle & 0xFFFFFFFFL, handle >>> 32)
                    .refused(Status.INVALID_PARAMETERS, "FFA-12.2.3.5-2");
        }
        try (MemoryAbi sp = new MemoryAbi(platform, SP2, 3)) {
            int slices = 1;
            do {
                sp.abi().raw(OP_RESUME, handle & 0xFFFFFFFFL, handle >>> 32);
                slices++;
            } while (sp.abi().registers().function() == OP_PAUSE);
            assertThat(sp.handle()).isEqualTo(handle);
            assertThat(slices).isGreaterThan(2);
            sp.reclaim(handle, 3).success();
        }
    }

    /** VMs and SPs have no way to abort what they send: FFA_ERROR reports on nothing, and the descriptor is completed. */
    @ParameterizedTest(name = "0x{0}")
    @CsvSource({"1, 0x81020000", "0x8001, 0x06020000"})
    @Shows({"FFA-12.2.2.3-26", "FFA-7.2-1"})
    void aSenderDoesNotAbortBetweenFragmentsByFfaError(String sender, String heap) {
        int id = Integer.decode(sender);
        byte[] bytes = descriptor(id, SendFlags.NONE, scattered(Long.decode(heap), 10), List.of(writer(SP2)));
        try (MemoryAbi abi = new MemoryAbi(platform, id, 0)) {
            abi.begin(FunctionId.FFA_MEM_SHARE, bytes, 96);
            long handle = abi.unfinished(FunctionId.FFA_MEM_FRAG_RX);
            abi.abi()
                    .raw(FunctionId.FFA_ERROR.id32(), 0, Integer.toUnsignedLong(Status.ABORTED.code()))
                    .refused(Status.DENIED, "FFA-7.2-1");
            abi.fill(bytes, 96, bytes.length);
            abi.abi().raw(FRAG_TX, handle & 0xFFFFFFFFL, handle >>> 32, bytes.length - 96);
            assertThat(abi.handle()).isEqualTo(handle);
            abi.reclaim(handle).success();
        }
    }

    @ParameterizedTest
    @CsvSource({"FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows({"FFA-11.1.1-2", "FFA-11.2.1-2", "FFA-11.3.1-2"})
    void aDescriptorInFragmentsInABufferOfTheSendersOwnIsDoneInSlices(FunctionId function) {
        List<ConstituentRange> region = scattered(HEAP_SP1, 25);
        // an Owner that shares changes its own access only if it asks for that
        List<EndpointAccess> to = switch (function) {
            case FFA_MEM_DONATE -> List.of(receiver(SP2));
            case FFA_MEM_LEND -> List.of(writer(SP2));
            default -> List.of(reader(SP1), reader(SP2));
        };
        try (MemoryAbi sp = new MemoryAbi(platform, SP1, 0)
                .through(HEAP_SP1 + 62 * 0x1000L, 1)
                .inFragments(100)) {
            sp.send(function, new SendFlags(false, true), region, to);
            long handle = sp.handle();
            assertThat(sp.fragments()).isEqualTo(5);
            assertThat(sp.slices()).isPositive();
            assertThat(platform.grants()).singleElement().satisfies(g -> {
                assertThat(g.handle()).isEqualTo(handle);
                assertThat(g.ranges()).isEqualTo(region);
            });
            sp.reclaim(handle).success();
        }
    }

    @Test
    @Shows({"FFA-12.2.1.3-1", "FFA-12.2.1.3-5", "FFA-12.2.1.2-1", "FFA-12.2.1.2-2"})
    void descriptorsGoThroughABufferOfTheEndpointsOwn() {
        long buffer = HEAP_SP1 + 62 * 0x1000L;
        long handle;
        try (MemoryAbi sp = new MemoryAbi(platform, SP1, 0).through(buffer, 2)) {
            sp.abi().raw(FEATURES, FunctionId.FFA_MEM_SHARE.id32()).success(1);
            handle = sp.handle(FunctionId.FFA_MEM_SHARE, scattered(HEAP_SP1, 30), writer(SP2));
        }
        long other = HEAP_SP2 + 60 * 0x1000L;
        try (MemoryAbi sp = new MemoryAbi(platform, SP2, 3).through(other, 1)) {
            sp.retrieve(SP1, handle);
            assertThat(sp.retrieved().region().ranges()).hasSize(30);
            sp.relinquish(handle).success();
        }
        try (MemoryAbi sp = new MemoryAbi(platform, SP1, 0)) {
            sp.reclaim(handle).success();
        }
    }

    @Test
    void halfADescriptorAndAPausedOperationSurviveAnUpdateOfTheirBundles() throws Exception {
        byte[] bytes = descriptor(SP1, SendFlags.NONE, scattered(HEAP_SP1, 10), List.of(writer(SP2)));
        byte[] sliced = descriptor(VM1, new SendFlags(true, true), List.of(pages(HEAP1, 40)), List.of(writer(VM2)));
        long handle;
        long paused;
        try (MemoryAbi sp = new MemoryAbi(platform, SP1, 0);
                MemoryAbi vm = new MemoryAbi(platform, VM1, 0)) {
            sp.fill(bytes, 0, 64);
            sp.abi().raw(FunctionId.FFA_MEM_SHARE.id32(), bytes.length, 64);
            handle = sp.abi().registers().x1;
            vm.fill(sliced, 0, sliced.length);
            vm.abi().raw(FunctionId.FFA_MEM_LEND.id32(), sliced.length, sliced.length);
            assertThat(vm.abi().registers().function()).isEqualTo(OP_PAUSE);
            paused = vm.abi().registers().x1 | vm.abi().registers().x2 << 32;

            restart("memory-feature/fragments");
            restart("memory-feature/time-slicing");

            sp.fill(bytes, 64, bytes.length);
            sp.abi().raw(FRAG_TX, handle, 0, bytes.length - 64);
            assertThat(sp.handle()).isEqualTo(handle);
            sp.reclaim(handle).success();
            do {
                vm.abi().raw(OP_RESUME, paused & 0xFFFFFFFFL, paused >>> 32);
            } while (vm.abi().registers().function() == OP_PAUSE);
            assertThat(vm.handle()).isEqualTo(paused);
            vm.reclaim(paused).success();
        }
    }

    private void restart(String role) throws Exception {
        Bundle bundle = framework.getBundle(platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow()
                .bundleId());
        bundle.stop();
        bundle.start();
    }
}
