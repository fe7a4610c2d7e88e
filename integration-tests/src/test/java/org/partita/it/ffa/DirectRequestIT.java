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
import org.partita.api.ffa.Status;
import org.partita.api.partition.DirectRequest;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Leftovers;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The checks of FFA_MSG_SEND_DIRECT_REQ (FF-A 10.2.1.2.1) in their order, and what a request carries. */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class DirectRequestIT {
    private static final int REQUEST = 0x8400006F;
    private static final int REQUEST_64 = 0xC400006F;
    private static final int ECHO = 0x8002;
    private static final int DIGEST = 0x8001;
    private static final int SENDING_VM = 0x31;
    private static final int RECEIVING_VM = 0x32;
    private static final int RECEIVING_SP = 0x8031;
    private static final int SENDING_SP = 0x8032;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<Long> received = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        partitions.callback(Dts.vm("sender", SENDING_VM).cells("messaging-method", Dts.SENDS), this::keep);
        partitions.callback(Dts.vm("receiver", RECEIVING_VM).cells("messaging-method", Dts.RECEIVES), this::keep);
        partitions.callback(
                Dts.sp("secure-receiver", RECEIVING_SP).cells("messaging-method", Dts.RECEIVES), this::keep);
        partitions.callback(Dts.sp("secure-sender", SENDING_SP).cells("messaging-method", Dts.SENDS), this::keep);
    }

    private void keep(DirectRequest request) {
        for (int n = 3; n <= 7; n++) {
            received.add(request.x(n));
            request.respond(n, ~request.x(n));
        }
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"0x31, 0x32", "0x31, 0x8031", "0x8032, 0x8031"})
    @Shows({"FFA-10.2-6", "FFA-10.2-12", "FFA-10.2-9", "FFA-10.3-7", "FFA-10.3-10", "FFA-4.2.1-7", "FFA-4.2.1-9"})
    void allBitsOf64BitPayloadsArrive(String from, String to) {
        int source = Integer.decode(from);
        int target = Integer.decode(to);
        long[] values = {-1, 0x8000000000000000L, 0x0123456789abcdefL, 0, 1L << 32};
        try (Abi sender = new Abi(platform, source)) {
            sender.direct64(target, values);
            assertThat(sender.words())
                    .containsExactly(
                            0xC4000070L, Abi.ids(target, source), 0L, 0L, ~values[1], ~values[2], -1L, ~values[4]);
        }
        assertThat(received).containsExactly(values[0], values[1], values[2], values[3], values[4]);
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"0x31, 0x32", "0x31, 0x8031", "0x8032, 0x8031"})
    @Shows({"FFA-10.2-6", "FFA-10.2-9", "FFA-10.2-10", "FFA-10.3-7", "FFA-10.3-8", "FFA-6-5"})
    void only32BitsOf32BitPayloadsArrive(String from, String to) {
        int source = Integer.decode(from);
        int target = Integer.decode(to);
        try (Abi sender = new Abi(platform, source)) {
            sender.direct(target, 0xFFFFFFFF_00000003L, 4, 5, 6, 0x1_00000007L);
            assertThat(sender.words())
                    .containsExactly(
                            0x84000070L,
                            Abi.ids(target, source),
                            0L,
                            0xFFFFFFFCL,
                            0xFFFFFFFBL,
                            0xFFFFFFFAL,
                            0xFFFFFFF9L,
                            0xFFFFFFF8L);
        }
        assertThat(received).containsExactly(3L, 4L, 5L, 6L, 7L);
    }

    @ParameterizedTest(name = "{0}: to {1}, w2 = {2}")
    @CsvSource({"0x32, 0x8002, 0", "0x32, 0x7777, 1", "0x8031, 0x8002, 0", "0x8031, 0x32, 0", "0x8001, 0x7777, 1"})
    @Shows({"FFA-10.2.1.2.1-1", "FFA-10.2-15", "FFA-10.2.1.3.2-1", "FFA-3.2-22"})
    void check1WhoMayNotSendIsNotSupportedWhateverElseIsWrong(String from, String to, long w2) throws Exception {
        int source = Integer.decode(from);
        refused(source, Abi.ids(source, Integer.decode(to)), w2, Status.NOT_SUPPORTED, "FFA-10.2.1.2.1-1");
    }

    @ParameterizedTest(name = "{0}: w1 = {1}, w2 = {2}")
    @CsvSource({
        "0x31, 0x00027777, 0", // forged source
        "0x31, 0x00028002, 1", // forged source, known destination
        "0x31, 0x80028001, 0", // source of the other world
        "0x31, 0x00317777, 0", // unknown destination
        "0x31, 0x00310000, 0", // the Hypervisor is no endpoint
        "0x31, 0x00318000, 0", // nor is the SPMC
        "0x8032, 0x00018031, 0",
        "0x8032, 0x80327777, 0",
        "0x8032, 0x80328000, 1",
        "0x8032, 0x80320000, 0",
    })
    @Shows({"FFA-10.2.1.2.1-2", "FFA-10.2-13", "FFA-4.2.1-8", "FFA-4.1-2", "FFA-10.2.1.2.2-1", "FFA-7.2-4"})
    void check2UnknownIdsAreInvalidAlsoIfW2IsNotZero(String from, String w1, long w2) throws Exception {
        refused(Integer.decode(from), Long.decode(w1), w2, Status.INVALID_PARAMETERS, "FFA-10.2.1.2.1-2");
    }

    @ParameterizedTest(name = "{0} to itself")
    @ValueSource(strings = {"0x31", "0x8032", "0x8002"})
    @Shows("FFA-10.2.1.2.1-2")
    void check2NobodySendsToItself(String from) throws Exception {
        int id = Integer.decode(from);
        refused(id, Abi.ids(id, id), 0, Status.INVALID_PARAMETERS, "FFA-10.2.1.2.1-2");
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"0x31, 0x32", "0x31, 0x31", "0x31, 0x8002", "0x31, 0x8032", "0x8032, 0x8031", "0x8032, 0x32"})
    @Shows({"FFA-10.2.1.2.1-3", "FFA-10.2-11", "FFA-10.2-13", "FFA-10.2.1.2.1-2"})
    void check3ReservedRegisterHasToBeZeroBeforeTheReceiverIsAsked(String from, String to) throws Exception {
        int source = Integer.decode(from);
        int target = Integer.decode(to);
        String rule = source == target ? "FFA-10.2.1.2.1-2" : "FFA-10.2.1.2.1-3";
        refused(source, Abi.ids(source, target), 1, Status.INVALID_PARAMETERS, rule);
        try (Abi sender = new Abi(platform, source)) {
            sender.raw(REQUEST_64, Abi.ids(source, target), 1L << 32).refused(Status.INVALID_PARAMETERS, rule);
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"0x31, 1", "0x31, 0x8032", "0x8002, 0x8032"})
    @Shows({"FFA-10.2.1.2.1-4", "FFA-10.2-14", "FFA-10.2.1.3.1-1", "FFA-10.2.1.3.3-1"})
    void check4ReceiverHasToSupportReceipt(String from, String to) throws Exception {
        int source = Integer.decode(from);
        refused(source, Abi.ids(source, Integer.decode(to)), 0, Status.DENIED, "FFA-10.2.1.2.1-4");
    }

    @Test
    @Shows({"FFA-4.3.1-3", "FFA-10.2-14", "FFA-10.2.1.2.1-4"})
    void check4AVmForIndirectMessagesOnlyDenies() throws Exception {
        partitions.callback(Dts.vm("indirect", 0x33).cells("messaging-method", Dts.INDIRECT), this::keep);
        refused(SENDING_VM, Abi.ids(SENDING_VM, 0x33), 0, Status.DENIED, "FFA-10.2.1.2.1-4");
    }

    private void refused(int from, long w1, long w2, Status status, String rule) throws Exception {
        Leftovers.none(framework, () -> {
            try (Abi sender = new Abi(platform, from)) {
                sender.raw(REQUEST, w1, w2, 3).refused(status, rule);
            }
        });
        assertThat(received).as("what a receiver got").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0x32", "0x8031", "0x8001"})
    @Shows({"FFA-10.2.1.2.1-5", "FFA-10.2-16", "FFA-2.9-6", "FFA-2.12-11", "FFA-7.2-6"})
    void check5AUpReceiverThatRunsOnAnotherPeIsBusy(String to) throws Exception {
        int target = Integer.decode(to);
        try (Abi busy = new Abi(platform, target)) {
            busy.raw(0x84000069).success(target);
            refused(SENDING_VM, Abi.ids(SENDING_VM, target), 0, Status.BUSY, "FFA-10.2.1.2.1-5");
        }
        try (Abi sender = new Abi(platform, SENDING_VM)) {
            sender.direct(target, 1);
            assertThat(sender.registers().x0).isEqualTo(0x84000070L);
        }
    }

    @Test
    @Shows({"FFA-4.4.1-6", "FFA-4.1.2-2", "FFA-2.9-5", "FFA-10.2-1"})
    void anMpReceiverProcessesTheRequestInTheContextOfTheSendersPe() {
        List<Integer> contexts = new ArrayList<>();
        int mp = partitions.callback(Dts.sp("wide", 0x8034).cells("execution-ctx-count", 4), request -> {
            contexts.add(request.context().vcpu());
            contexts.add(request.context().pe());
        });
        try (Abi first = new Abi(platform, 1);
                Abi second = new Abi(platform, 2);
                Abi third = new Abi(platform, SENDING_VM)) {
            third.direct(mp);
            second.direct(mp);
            first.direct(mp);
        }
        assertThat(contexts).containsExactly(2, 2, 1, 1, 0, 0);
    }

    @Test
    @Shows({"FFA-2.9-9", "FFA-4.4.1-5", "FFA-2.9-7"})
    void aUpReceiverMigratesToThePeOfTheSender() {
        List<Integer> pes = new ArrayList<>();
        int up = partitions.callback(
                Dts.sp("nomad", 0x8034), request -> pes.add(request.context().pe()));
        try (Abi first = new Abi(platform, 1);
                Abi second = new Abi(platform, 2);
                Abi third = new Abi(platform, SENDING_VM)) {
            first.direct(up);
            third.direct(up);
            second.direct(up);
        }
        assertThat(pes).containsExactly(0, 2, 1);
    }

    @Test
    @Shows({"FFA-10.3-1", "FFA-4.1.2-5", "FFA-4.4.1-3", "FFA-4.4.1-2"})
    void theReceiverIsIdleAfterItsResponse() {
        try (Abi sender = new Abi(platform, SENDING_VM)) {
            sender.direct(DIGEST, 7);
            assertThat(sender.registers().x0).isEqualTo(0x84000070L);
            assertThat(platform.partition(DIGEST).contexts().get(0).state()).isEqualTo("idle");
            sender.direct(ECHO, 7);
            sender.direct(ECHO, 8);
            assertThat(sender.registers().x3).isEqualTo(8);
        }
    }
}
