package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.partition.DirectResult;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Receivers that crash or answer wrongly (FF-A 10.2, 10.3, 4.5.2): the requester gets an answer in every case. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class ReceiverFailuresIT {
    private static final int SP = 0x8051;
    private static final int VM = 0x51;
    private static final int RESPONSE = 0x84000070;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<String> answers = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        platform.trace().stop();
        partitions.close();
    }

    private static Dts manifest(int id) {
        return id < 0x8000 ? Dts.vm("failing", id) : Dts.sp("failing", id);
    }

    private void crash(int id) {
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(id, 3);
            vm.refused(Status.ABORTED, "FFA-10.2-17");
        }
    }

    private void assertAborted(int id) {
        assertThat(platform.partition(id).contexts()).allMatch(c -> c.state().equals("aborted"));
        assertThat(platform.resources().busyContexts()).isZero();
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(id).refused(Status.ABORTED, "FFA-10.2-17");
            vm.direct(0x8002, 5);
            assertThat(vm.registers().x3).isEqualTo(5);
        }
    }

    @ParameterizedTest(name = "partition {0}")
    @ValueSource(ints = {SP, VM})
    @Shows({"FFA-10.2-17", "FFA-7.2-10"})
    void requesterOfACallbackPartitionThatThrowsGetsAborted(int id) {
        partitions.callback(manifest(id), request -> {
            throw new IllegalStateException("meant by the test");
        });
        crash(id);
        assertAborted(id);
    }

    @ParameterizedTest(name = "partition {0}")
    @ValueSource(ints = {SP, VM})
    @Shows("FFA-10.2-17")
    void requesterOfAThreadedPartitionThatThrowsGetsAborted(int id) {
        partitions.threaded(manifest(id), context -> {
            new Ffa(context).msgWait();
            throw new IllegalStateException("meant by the test");
        });
        crash(id);
        assertAborted(id);
    }

    @ParameterizedTest(name = "partition {0}")
    @ValueSource(ints = {SP, VM})
    @Shows("FFA-10.2-17")
    void requesterOfAThreadedPartitionThatReturnsGetsAborted(int id) {
        partitions.threaded(manifest(id), context -> new Ffa(context).msgWait());
        crash(id);
        assertAborted(id);
    }

    @Test
    @Shows("FFA-10.2-17")
    void aMemoryFaultOfTheReceiverAbortsIt() {
        partitions.callback(manifest(SP), request -> request.context().memory().read64(0x06000000L));
        crash(SP);
        assertAborted(SP);
    }

    @Test
    @Shows("FFA-10.2-17")
    void anAbortInsideANestedRequestReachesOnlyItsRequester() {
        partitions.callback(manifest(SP), request -> {
            throw new IllegalStateException("meant by the test");
        });
        int middle = partitions.callback(
                Dts.sp("middle", 0x8052),
                request -> request.respond(
                        3,
                        new Ffa(request.context()).sendDirect(SP, 0, 0, 0, 0, 0).ordinal()));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(middle);
            assertThat(vm.registers().x0).isEqualTo(0x84000070L);
            assertThat(vm.registers().x3).isEqualTo(DirectResult.ABORTED.ordinal());
        }
    }

    /** Answers each request first with these registers, notes what came back, then as it should. */
    private void answersFirst(int w0, long w1, long w2) {
        partitions.threaded(manifest(SP), context -> {
            Ffa ffa = new Ffa(context);
            ffa.msgWait();
            for (; ; ) {
                context.registers().set(w0, w1, w2, 0, 0, 0, 0, 0);
                context.call();
                answers.add(completion(context));
                context.registers().set(RESPONSE, Abi.ids(SP, 1), 0, 77, 0, 0, 0, 0);
                context.call();
            }
        });
    }

    private static String completion(PartitionContext context) {
        Registers r = context.registers();
        return "%x %s".formatted(r.function(), Status.of(r.w(2)));
    }

    @ParameterizedTest(name = "{0} w1={1} w2={2}: {3} by {4}")
    @CsvSource({
        "0x84000070, 0x80020001, 0, INVALID_PARAMETERS, FFA-10.3.1.2.1-2", // in the name of another SP
        "0x84000070, 0x00010001, 0, INVALID_PARAMETERS, FFA-10.3.1.2.1-2", // in the name of the requester
        "0x84000070, 0x80517777, 0, INVALID_PARAMETERS, FFA-10.3.1.2.1-2", // to nobody
        "0x84000070, 0x80518051, 0, INVALID_PARAMETERS, FFA-10.3.1.2.1-2", // to itself
        "0x84000070, 0x80510001, 1, INVALID_PARAMETERS, FFA-10.3.1.2.1-3", // reserved register
        "0x84000070, 0x80510002, 0, DENIED, FFA-10.3.1.2.1-4", // to a VM that did not ask
        "0x84000070, 0x80518002, 0, DENIED, FFA-10.3.1.2.1-4", // to an SP that did not ask
        "0x8400006B, 0, 0, DENIED, FFA-4.5.2-4", // waits instead
        "0x8400006B, 0x80510000, 0, INVALID_PARAMETERS, FFA-9.1-19",
        "0x8400006C, 0, 0, NOT_SUPPORTED, FFA-9.2-8", // SPs have no FFA_YIELD
        "0x8400006D, 0x00010000, 0, NOT_SUPPORTED, FFA-9.3-7",
        "0x8400006E, 0x80510001, 0, NOT_SUPPORTED, FFA-10.1-7",
        "0x84000060, 0, 0xFFFFFFFD, DENIED, FFA-7.2-1",
        "0x84000061, 0, 0, DENIED, FFA-7.3-1",
    })
    @Shows({
        "FFA-10.3-9",
        "FFA-10.3-11",
        "FFA-10.3-12",
        "FFA-10.3.1.2.1-2",
        "FFA-10.3.1.2.1-3",
        "FFA-10.3.1.2.1-4",
        "FFA-4.4.1-9",
        "FFA-4.5.2-1",
        "FFA-4.5.2-4",
        "FFA-9.1-19",
        "FFA-9.1-25",
        "FFA-9.2-8",
        "FFA-7.2-1",
        "FFA-7.3-1",
        "FFA-10.1-7",
        "FFA-9.3-7"
    })
    void aWrongAnswerIsRefusedAndTheRequesterStillGetsTheRightOne(
            String w0, String w1, String w2, Status status, String rule) {
        answersFirst(Long.decode(w0).intValue(), Long.decode(w1), Long.decode(w2));
        platform.trace().clear();
        platform.trace().start("");
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(SP);
            assertThat(vm.words()).containsExactly(0x84000070L, 0x80510001L, 0L, 77L, 0L, 0L, 0L, 0L);
            vm.direct(SP);
            assertThat(vm.registers().x3).isEqualTo(77);
        }
        platform.trace().stop();
        assertThat(answers).containsExactly("84000060 " + status, "84000060 " + status);
        Refusal.of(status, refusedBy()).is(status, rule);
        assertThat(platform.partition(SP).contexts().get(0).state()).isEqualTo("idle");
    }

    /** The first rule that the trace has. */
    private String refusedBy() {
        return platform.trace().show(1000).stream()
                .map(c -> c.rule())
                .filter(r -> !r.isEmpty())
                .findFirst()
                .orElse("");
    }

    @Test
    @Shows({"FFA-10.3-12", "FFA-10.3.1.2.1-4"})
    void whoHasNoRequestToAnswerIsDenied() {
        try (Abi echo = new Abi(platform, 0x8002);
                Abi vm = new Abi(platform, 1)) {
            echo.raw(RESPONSE, Abi.ids(0x8002, 0x8001)).refused(Status.DENIED, "FFA-10.3.1.2.1-4");
            vm.raw(RESPONSE, Abi.ids(1, 2)).refused(Status.DENIED, "FFA-10.3.1.2.1-4");
        }
    }

    @Test
    @Shows({"FFA-10.3.1.2.2-1", "FFA-10.3.1.2.1-2", "FFA-10.3.1.2.1-3", "FFA-10.3.1.2.1-4"})
    void theSpmChecksWhoWaitsForAResponseOfAVmAndTheHypervisorTheRest() {
        platform.trace().clear();
        platform.trace().start("SPMD");
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(RESPONSE, Abi.ids(1, 0x7777)).refused(Status.INVALID_PARAMETERS, "FFA-10.3.1.2.1-2");
            vm.raw(RESPONSE, Abi.ids(1, 0x8002), 1).refused(Status.INVALID_PARAMETERS, "FFA-10.3.1.2.1-3");
            assertThat(platform.trace().show(10)).as("crossings to the SPM").isEmpty();
            vm.raw(RESPONSE, Abi.ids(1, 0x8002)).refused(Status.DENIED, "FFA-10.3.1.2.1-4");
            assertThat(platform.trace().show(10)).extracting(c -> c.from()).contains("Hypervisor", "SPMC");
        }
    }

    @Test
    @Shows({"FFA-10.3.1.2.1-1", "FFA-10.3-13"})
    void aVmForIndirectMessagesOnlyMayNotRespond() {
        int id = partitions.callback(Dts.vm("indirect", VM).cells("messaging-method", Dts.INDIRECT), r -> {});
        try (Abi vm = new Abi(platform, id)) {
            vm.raw(RESPONSE, Abi.ids(id, 0x7777), 1).refused(Status.NOT_SUPPORTED, "FFA-10.3.1.2.1-1");
        }
    }

    @Test
    @Shows({"FFA-9.1-25", "FFA-4.5.2-4", "FFA-10.2.1.2.1-6"})
    void aCallbackPartitionCantWaitOrAnswerInTheMiddleOfARequest() {
        partitions.callback(manifest(SP), request -> {
            PartitionContext context = request.context();
            context.registers().set(0x8400006B, 0);
            context.call();
            answers.add(completion(context));
            context.registers().set(RESPONSE, Abi.ids(SP, 1), 0, 1, 0, 0, 0, 0);
            context.call();
            answers.add(completion(context));
            request.respond(3, 9);
        });
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(SP);
            assertThat(vm.registers().x3).isEqualTo(9);
        }
        assertThat(answers).containsExactly("84000060 DENIED", "84000060 DENIED");
    }
}
