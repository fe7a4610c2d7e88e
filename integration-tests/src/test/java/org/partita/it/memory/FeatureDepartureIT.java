package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.descriptor;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.scattered;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * The bundle of an optional feature of memory management is uninstalled while its functions are half done, and comes back:
 * FFA_FEATURES and the functions change together (FF-A 8.2, 12.2). The first call is held during the grace.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class FeatureDepartureIT {
    private static final int SP = 0x8002;
    private static final int VM = 1;
    private static final int FEATURES = FunctionId.FFA_FEATURES.id32();

    private static Platform platform;
    private List<Holding> start;
    private String uninstalled;

    @Inject
    BundleContext framework;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        platform = new Running(framework).restarted(Map.of("vacancy.grace", 100L));
    }

    @BeforeEach
    void remember() {
        start = platform.holdings();
    }

    @AfterEach
    void everybodyHasWhatItHad() throws BundleException {
        comesBack();
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.operations()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(start);
    }

    private RoleStatus role(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    private void leaves(String role) throws BundleException {
        Bundle bundle = framework.getBundle(role(role).bundleId());
        uninstalled = bundle.getLocation();
        bundle.uninstall();
    }

    private void comesBack() throws BundleException {
        if (uninstalled != null) {
            framework.installBundle(uninstalled).start();
            uninstalled = null;
        }
    }

    private static long heap(int owner) {
        return owner == VM ? 0x81020000L : 0x06020000L;
    }

    private static void announced(Abi abi, FunctionId function) {
        abi.raw(FEATURES, Integer.toUnsignedLong(function.id32())).success();
    }

    private static void notAnnounced(Abi abi, FunctionId function) {
        abi.raw(FEATURES, Integer.toUnsignedLong(function.id32())).refused(Status.NOT_SUPPORTED, "FFA-8.2-4");
    }

    private static Abi call(MemoryAbi abi, FunctionId function, long handle, long w3) {
        return abi.abi().raw(function.id32(), handle & 0xFFFFFFFFL, handle >>> 32, w3);
    }

    @ParameterizedTest(name = "sent by {0}")
    @ValueSource(ints = {VM, 0x8001})
    @Shows({"FFA-12.2.2.3-1", "FFA-12.2.2.3-3", "FFA-12.2.2.5-10", "FFA-8.2-4", "FFA-6-2", "FFA-11.3-3"})
    void fragments(int sender) throws BundleException {
        byte[] bytes = descriptor(sender, SendFlags.NONE, scattered(heap(sender), 20), List.of(writer(SP)));
        try (MemoryAbi abi = new MemoryAbi(platform, sender, 0)) {
            announced(abi.abi(), FunctionId.FFA_MEM_FRAG_TX);
            announced(abi.abi(), FunctionId.FFA_MEM_FRAG_RX);
            abi.begin(FunctionId.FFA_MEM_SHARE, bytes, 96);
            long handle = abi.unfinished(FunctionId.FFA_MEM_FRAG_RX);

            leaves(Roles.MEMORY_FEATURE_FRAGMENTS);
            notAnnounced(abi.abi(), FunctionId.FFA_MEM_FRAG_TX);
            assertThat(role(Roles.MEMORY_FEATURE_FRAGMENTS).state()).isEqualTo("withdrawn");
            call(abi, FunctionId.FFA_MEM_FRAG_TX, handle, 96).refused(Status.NOT_SUPPORTED, "FFA-6-2");
            notAnnounced(abi.abi(), FunctionId.FFA_MEM_FRAG_RX);
            call(abi, FunctionId.FFA_MEM_FRAG_RX, handle, 96).refused(Status.NOT_SUPPORTED, "FFA-6-2");
            abi.begin(FunctionId.FFA_MEM_SHARE, bytes, 96).refused(Status.INVALID_PARAMETERS, "FFA-11.3-3");
            // a descriptor in one piece is taken
            long whole = abi.handle(FunctionId.FFA_MEM_LEND, List.of(pages(heap(sender) + 0x30000, 1)), writer(SP));
            abi.reclaim(whole).success();

            comesBack();
            announced(abi.abi(), FunctionId.FFA_MEM_FRAG_TX);
            announced(abi.abi(), FunctionId.FFA_MEM_FRAG_RX);
            abi.fill(bytes, 96, bytes.length);
            call(abi, FunctionId.FFA_MEM_FRAG_TX, handle, bytes.length - 96);
            assertThat(abi.handle()).isEqualTo(handle);
            assertThat(platform.grants())
                    .singleElement()
                    .satisfies(g -> assertThat(g.ranges()).hasSize(20));
            abi.reclaim(handle).success();
        }
    }

    @ParameterizedTest(name = "sent by {0}")
    @ValueSource(ints = {VM, 0x8001})
    @Shows({"FFA-12.2.3.3-1", "FFA-12.2.3.5-7", "FFA-8.2-4", "FFA-6-2", "FFA-5.12.4-5"})
    void slices(int sender) throws BundleException {
        SendFlags sliced = new SendFlags(true, true);
        byte[] bytes = descriptor(sender, sliced, List.of(pages(heap(sender), 40)), List.of(writer(SP)));
        byte[] other = descriptor(sender, sliced, List.of(pages(heap(sender) + 0x30000, 1)), List.of(writer(SP)));
        try (MemoryAbi abi = new MemoryAbi(platform, sender, 0)) {
            announced(abi.abi(), FunctionId.FFA_MEM_OP_RESUME);
            abi.begin(FunctionId.FFA_MEM_LEND, bytes, bytes.length);
            long handle = abi.unfinished(FunctionId.FFA_MEM_OP_PAUSE);

            leaves(Roles.MEMORY_FEATURE_TIME_SLICING);
            notAnnounced(abi.abi(), FunctionId.FFA_MEM_OP_RESUME);
            assertThat(role(Roles.MEMORY_FEATURE_TIME_SLICING).state()).isEqualTo("withdrawn");
            call(abi, FunctionId.FFA_MEM_OP_RESUME, handle, 0).refused(Status.NOT_SUPPORTED, "FFA-6-2");
            abi.begin(FunctionId.FFA_MEM_LEND, other, other.length).refused(Status.INVALID_PARAMETERS, "FFA-5.12.4-5");

            comesBack();
            announced(abi.abi(), FunctionId.FFA_MEM_OP_RESUME);
            do {
                call(abi, FunctionId.FFA_MEM_OP_RESUME, handle, 0);
            } while (abi.abi().registers().function() == FunctionId.FFA_MEM_OP_PAUSE.id32());
            assertThat(abi.handle()).isEqualTo(handle);
            abi.reclaim(handle).success();
        }
    }

    /** w2 of FFA_FEATURES, w3 is as it is. */
    private static void takesBuffers(MemoryAbi abi, FunctionId function, boolean taken) {
        abi.abi().raw(FEATURES, Integer.toUnsignedLong(function.id32()));
        assertThat(abi.abi().succeeded()).isTrue();
        assertThat(abi.abi().registers().x2).isEqualTo(taken ? 1 : 0);
        if (function != FunctionId.FFA_MEM_RETRIEVE_REQ) {
            assertThat(abi.abi().registers().x3).isZero();
        }
    }

    @ParameterizedTest(name = "{0} by endpoint {1}")
    @CsvSource({
        "FFA_MEM_DONATE, 1, FFA-11.1-4",
        "FFA_MEM_LEND, 1, FFA-11.2-4",
        "FFA_MEM_SHARE, 1, FFA-11.3-4",
        "FFA_MEM_RETRIEVE_REQ, 1, FFA-11.4-4",
        "FFA_MEM_DONATE, 0x8001, FFA-11.1-4",
        "FFA_MEM_LEND, 0x8001, FFA-11.2-4",
        "FFA_MEM_SHARE, 0x8001, FFA-11.3-4",
        "FFA_MEM_RETRIEVE_REQ, 0x8001, FFA-11.4-4"
    })
    @Shows({"FFA-8.2-15", "FFA-8.2-16", "FFA-8.2-17", "FFA-8.2-18", "FFA-12.2.1.3-1"})
    @Shows({"FFA-11.1-4", "FFA-11.2-4", "FFA-11.3-4", "FFA-11.4-4"})
    void dynamicBuffers(FunctionId function, String endpoint, String rule) throws BundleException {
        int id = Integer.decode(endpoint);
        long buffer = heap(id) + 62 * 0x1000L;
        try (MemoryAbi abi = new MemoryAbi(platform, id, 0).through(buffer, 1)) {
            takesBuffers(abi, function, true);

            leaves(Roles.MEMORY_FEATURE_DYNAMIC_BUFFERS);
            abi.begin(function, new byte[96], 96).refused(Status.INVALID_PARAMETERS, rule);
            assertThat(role(Roles.MEMORY_FEATURE_DYNAMIC_BUFFERS).state()).isEqualTo("withdrawn");
            takesBuffers(abi, function, false);

            comesBack();
            takesBuffers(abi, function, true);
            long handle = abi.handle(FunctionId.FFA_MEM_SHARE, List.of(pages(heap(id), 1)), writer(SP));
            abi.reclaim(handle).success();
        }
    }
}
