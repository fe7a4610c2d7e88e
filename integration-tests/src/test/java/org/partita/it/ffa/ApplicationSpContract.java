package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.Status;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;

/** SPs in S-EL0 below an SPMC without Secure virtualization (FF-A 2.2.2): the same for S-EL1 and EL3 SPMC. */
abstract class ApplicationSpContract {
    static final int ECHO = 0x8002;
    static final int DIGEST = 0x8001;
    static final int FIRST = 0x80A1;
    static final int SECOND = 0x80A2;

    @Inject
    BundleContext framework;

    Platform platform;
    TestPartitions partitions;
    final List<String> results = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        platform.trace().clear();
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    /** The NS-Endpoint that sends. */
    abstract int sender();

    private void send(DirectRequest request, int to) {
        DirectResult result = new Ffa(request.context()).sendDirect(to, request.x(3) + 1, 0, 0, 0, 0);
        results.add(result.name());
        if (result == DirectResult.RESPONSE) {
            request.respond(3, request.context().registers().x3);
        }
    }

    List<String> path() {
        platform.trace().stop();
        return platform.trace().show(100).stream()
                .map(c -> c.from() + " " + c.conduit() + " " + c.to())
                .toList();
    }

    @Test
    @Shows({"FFA-2.4-5", "FFA-8.1.2-7", "FFA-6.1.1-3", "FFA-8.7-1"})
    void anSpCallsThroughSvc() {
        assertThat(platform.conduitOf(ECHO)).isEqualTo(Conduit.SVC);
        platform.trace().start("");
        try (Abi sp = new Abi(platform, ECHO)) {
            sp.raw(0x84000069).success(ECHO);
            sp.raw(0x84000063, 0x10000);
            assertThat(sp.words()).containsExactly(0x10000L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        }
        assertThat(path()).containsExactly("echo SVC SPMC", "SPMC ERET echo", "echo SVC SPMC", "SPMC ERET echo");
        assertThat(platform.trace().show(10)).allMatch(c -> c.instance() == FfaInstance.SECURE_VIRTUAL);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Conduit.class, names = "SVC", mode = EnumSource.Mode.EXCLUDE)
    @Shows({"FFA-2.4-5", "FFA-6.1.1-15"})
    void anSpHasNoOtherConduit(Conduit by) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi sp = new Abi(platform, ECHO)) {
                // what no provider looks at leads nowhere on this platform
                String rule = by.upward() && isServed("conduit/" + by) ? "FFA-2.4-5" : "FFA-6.1.1-15";
                sp.raw(by, 0x84000069).refused(Status.NOT_SUPPORTED, rule);
            }
        });
    }

    private boolean isServed(String role) {
        return platform.wiring().stream()
                .anyMatch(r -> r.role().equals(role) && r.state().equals("serving"));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"true, 32", "true, 64", "false, 32", "false, 64"})
    @Shows({"FFA-4.4-15", "FFA-4.4-16", "FFA-10.2-12", "FFA-10.3-10", "FFA-4.1.2-4"})
    void requestsToAnSpAreAnswered(boolean fromNormalWorld, int bits) {
        int source = fromNormalWorld ? sender() : ECHO;
        partitions.callback(Dts.application("first", FIRST), request -> request.respond(3, ~request.x(7)));
        try (Abi abi = new Abi(platform, source)) {
            long value = 0xAB_12345678L;
            if (bits == 64) {
                abi.direct64(FIRST, 0, 0, 0, 0, value);
                assertThat(abi.words())
                        .containsExactly(0xC4000070L, Abi.ids(FIRST, source), 0L, ~value, 0L, 0L, 0L, 0L);
            } else {
                abi.direct(FIRST, 0, 0, 0, 0, value);
                assertThat(abi.words())
                        .containsExactly(0x84000070L, Abi.ids(FIRST, source), 0L, 0xEDCBA987L, 0L, 0L, 0L, 0L);
            }
        }
    }

    @Test
    @Shows({"FFA-4.5.2-2", "FFA-4.4-16", "FFA-10.2.1.4-2"})
    void anSpAsksAnotherBeforeItAnswers() throws Exception {
        partitions.callback(Dts.application("first", FIRST), request -> send(request, SECOND));
        partitions.callback(Dts.application("second", SECOND), request -> request.respond(3, request.x(3) + 1));
        Leftovers.none(framework, () -> {
            try (Abi abi = new Abi(platform, sender())) {
                abi.direct(FIRST, 1);
                assertThat(abi.registers().x3).isEqualTo(3);
            }
        });
        assertThat(results).containsExactly("RESPONSE");
    }

    @Test
    @Shows({"FFA-10.2-16", "FFA-2.12-11"})
    void aCycleIsBusy() throws Exception {
        partitions.callback(Dts.application("first", FIRST), request -> send(request, SECOND));
        partitions.callback(Dts.application("second", SECOND), request -> send(request, FIRST));
        Leftovers.none(framework, () -> {
            try (Abi abi = new Abi(platform, sender())) {
                abi.direct(FIRST, 1);
                assertThat(abi.registers().function()).isEqualTo(0x84000070);
            }
        });
        assertThat(results).containsExactly("BUSY", "RESPONSE");
    }

    @ParameterizedTest(name = "w1[15:0] = {0}, w2 = {1}: {2}")
    @CsvSource({
        "0x7777, 0, INVALID_PARAMETERS, FFA-10.2.1.2.1-2",
        "0x8000, 0, INVALID_PARAMETERS, FFA-10.2.1.2.1-2",
        "0x8002, 1, INVALID_PARAMETERS, FFA-10.2.1.2.1-3",
        "0x80A1, 0, DENIED, FFA-10.2.1.2.1-4",
        "0x8001, 0, BUSY, FFA-10.2.1.2.1-5",
    })
    @Shows({
        "FFA-10.2.1.2.1-2",
        "FFA-10.2.1.2.1-3",
        "FFA-10.2.1.2.1-4",
        "FFA-10.2.1.2.1-5",
        "FFA-10.2.1.3.3-1",
        "FFA-4.1-7"
    })
    void theSpmChecksRequestsOfTheNormalWorld(String to, long w2, Status status, String rule) throws Exception {
        partitions.callback(Dts.application("first", FIRST).cells("messaging-method", Dts.SENDS), request -> {});
        try (Abi busy = new Abi(platform, DIGEST)) {
            busy.raw(0x84000069).success(DIGEST);
            Leftovers.none(framework, () -> {
                try (Abi abi = new Abi(platform, sender())) {
                    abi.raw(0x8400006F, Abi.ids(sender(), Integer.decode(to)), w2)
                            .refused(status, rule);
                }
            });
        }
    }

    @Test
    @Shows({"FFA-10.2.1.2.1-1", "FFA-10.2.1.3.1-1"})
    void anSpThatOnlyReceivesMayNotSend() throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi digest = new Abi(platform, DIGEST)) {
                digest.direct(0x7777).refused(Status.NOT_SUPPORTED, "FFA-10.2.1.2.1-1");
            }
        });
    }

    @Test
    @Shows({"FFA-10.2-17", "FFA-3.5.3-4"})
    void anSpThatCrashesAnswersAborted() {
        partitions.callback(Dts.application("first", FIRST), request -> {
            throw new IllegalStateException("meant by the test");
        });
        try (Abi abi = new Abi(platform, sender())) {
            abi.direct(FIRST);
            abi.refused(Status.ABORTED, "FFA-10.2-17");
            abi.direct(FIRST).refused(Status.ABORTED, "FFA-10.2-17");
            abi.direct(ECHO, 9);
            assertThat(abi.registers().x3).isEqualTo(9);
        }
    }

    @Test
    @Shows({"FFA-8.4-2", "FFA-4.2.2-10", "FFA-8.5-2", "FFA-8.6-4", "FFA-8.6-5"})
    void anSpMapsItsBuffersAndSeesSpsOnly() {
        partitions.callback(Dts.application("first", FIRST).memory("ram", 0x06800000L, 8, 3), request -> {});
        platform.trace().start("");
        try (Abi sp = new Abi(platform, FIRST)) {
            sp.raw(0x84000066, 0x06800000L, 0x06801000L, 1).success();
            sp.raw(0x84000068).success(3);
            assertThat(platform.readRx(FIRST, 24)[1] & 0xFF).isEqualTo(0x80);
            sp.raw(0x84000065).success();
            sp.raw(0x84000067, (long) FIRST << 16).success();
        }
        assertThat(platform.trace().show(100)).extracting(Crossing::from).containsOnly("first", "SPMC");
    }

    @Test
    @Shows({"FFA-2.2-2", "FFA-2.1-5", "FFA-10.2-17"})
    void anSpCantReadMemoryOfAnother() {
        partitions.callback(
                Dts.application("first", FIRST).memory("ram", 0x06800000L, 1, 3),
                request -> request.context().memory().read64(request.x(3)));
        try (Abi abi = new Abi(platform, sender())) {
            abi.direct(FIRST, 0x06800000L);
            assertThat(abi.registers().function()).isEqualTo(0x84000070);
            abi.direct(FIRST, 0x06000000L);
            abi.refused(Status.ABORTED, "FFA-10.2-17");
        }
    }
}
