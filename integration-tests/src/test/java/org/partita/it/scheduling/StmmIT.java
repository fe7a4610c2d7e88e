package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.it.scheduling.MmCommunicationDriver.COMMUNICATE;
import static org.partita.it.scheduling.VariableMessage.PARAMETERS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.Status;
import org.partita.api.gic.InterruptStatus;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.memory.MemoryFault;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;
import org.partita.it.platform.Running;
import org.partita.it.platform.StmmPlatform;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The run-time models of STMM SPs and what they may do (FF-A 12.1.1.1); {@link StmmServiceIT} has their service. */
@PlatformTest(StmmPlatform.class)
class StmmIT {
    private static final int UEFI = 1;
    private static final int OWNER = 2;
    private static final int STMM = 0x8001;
    private static final int PREEMPTIBLE = 0x8002;
    private static final int NON_SECURE = 40;
    private static final int SECURE = 48;
    private static final int ID_GET = 0x84000069;
    private static final long BUFFER = 0x81020000L;
    private static final UUID VENDOR = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");
    private static final UUID ERRORS = UUID.fromString("414e6bdd-e47b-47cc-b244-bb61020cf516");
    private static final int ACCESS = 7;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        platform.trace().clear();
    }

    @AfterEach
    void stop() {
        platform.trace().stop();
        partitions.close();
    }

    private MmCommunicationDriver driver(int vcpu) {
        return new MmCommunicationDriver(platform, UEFI, vcpu);
    }

    private InterruptStatus status(int intid) {
        return platform.interrupts().interrupts().stream()
                .filter(i -> i.line().intid() == intid)
                .findFirst()
                .orElseThrow();
    }

    /** The interrupt has been handled by its owner. */
    private void awaitHandled(int intid) {
        Vm.await(
                "interrupt " + intid + " is handled",
                () -> !status(intid).pending() && !status(intid).active());
    }

    private List<String> functions(String component) {
        return platform.trace().show(1000).stream()
                .filter(c -> c.from().equals(component) || c.to().equals(component))
                .map(c -> c.from() + " " + c.function())
                .toList();
    }

    // ---- run-time models

    @Shows({"FFA-12.1.1.1-14", "FFA-12.1.1.1-11", "FFA-3.2-27"})
    @Test
    void aServiceThatRunsToCompletionIsNotPreemptedByANonSecureInterrupt() {
        try (MmCommunicationDriver driver = driver(0)) {
            driver.share(STMM, BUFFER, 1);
            VariableMessage message = VariableMessage.query(ACCESS);
            driver.write(BUFFER, message);
            platform.trace().start("stmm");
            platform.interrupts().pulse(NON_SECURE, 0);
            driver.begin(STMM, COMMUNICATE, 0, message.size());
            assertThat(driver.response(STMM)).isZero();
            platform.trace().stop();
            assertThat(functions("stmm"))
                    .containsExactly("SPMC FFA_MSG_SEND_DIRECT_REQ", "stmm FFA_MSG_SEND_DIRECT_RESP");
        }
        awaitHandled(NON_SECURE);
    }

    @Shows({"FFA-12.1.1.1-1", "FFA-12.1.1.1-6", "FFA-2.9-7"})
    @Test
    void aPreemptibleServiceIsResumedOnAnotherPe() {
        try (MmCommunicationDriver first = driver(0);
                MmCommunicationDriver second = driver(1)) {
            first.share(PREEMPTIBLE, BUFFER, 1);
            VariableMessage message = VariableMessage.query(ACCESS);
            first.write(BUFFER, message);
            platform.interrupts().pulse(NON_SECURE, 0);
            first.begin(PREEMPTIBLE, COMMUNICATE, 0, message.size());
            assertThat(first.interrupted()).isTrue();
            assertThat(platform.partition(PREEMPTIBLE).contexts().getFirst().pe())
                    .isZero();
            second.resume(PREEMPTIBLE);
            assertThat(second.response(PREEMPTIBLE)).isZero();
            assertThat(platform.partition(PREEMPTIBLE).contexts().getFirst().pe())
                    .isEqualTo(1);
            assertThat(first.read(BUFFER, message.size()).u64(PARAMETERS + 16)).isPositive();
        }
        awaitHandled(NON_SECURE);
    }

    @Shows("FFA-12.1.1.1-1")
    @ParameterizedTest
    @ValueSource(ints = {STMM, PREEMPTIBLE})
    void anSpHasOneContextThatRunsOnAnyPe(int sp) {
        try (MmCommunicationDriver first = driver(0);
                MmCommunicationDriver last = driver(3)) {
            assertThat(first.discover().stream().filter(p -> p.id() == sp).map(PartitionInfo::executionContexts))
                    .containsExactly(1);
            first.share(sp, BUFFER, 1);
            assertThat(platform.partition(sp).contexts().getFirst().pe()).isZero();
            last.communicate(sp, BUFFER, 0, VariableMessage.query(ACCESS));
            assertThat(platform.partition(sp).contexts().getFirst().pe()).isEqualTo(3);
        }
    }

    @Shows({"FFA-12.1.1.1-5", "FFA-10.2.1.2.1-5"})
    @Test
    void anSpProcessesOneRequestAtATime() {
        try (MmCommunicationDriver first = driver(0);
                MmCommunicationDriver second = driver(1)) {
            first.share(PREEMPTIBLE, BUFFER, 1);
            VariableMessage message = VariableMessage.query(ACCESS);
            first.write(BUFFER, message);
            platform.interrupts().pulse(NON_SECURE, 0);
            first.begin(PREEMPTIBLE, COMMUNICATE, 0, message.size());
            assertThat(first.interrupted()).isTrue();
            platform.trace().start("stmm-preemptible");
            second.begin(PREEMPTIBLE, COMMUNICATE, 0, message.size());
            second.abi().refused(Status.BUSY, "FFA-10.2.1.2.1-5");
            platform.trace().stop();
            assertThat(functions("stmm-preemptible")).isEmpty();
            first.resume(PREEMPTIBLE);
            assertThat(first.response(PREEMPTIBLE)).isZero();
        }
        awaitHandled(NON_SECURE);
    }

    // ---- services that are invoked by interrupts

    private static int errors(MmCommunicationDriver driver, int intid) {
        VariableMessage record = driver.communicate(STMM, BUFFER, 0, VariableMessage.get(ERRORS, "HwErrRec0001", 8));
        assertThat(record.status()).isZero();
        assertThat(record.attributes()).as("a hardware error record").isEqualTo(15);
        ByteBuffer data = ByteBuffer.wrap(record.data()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(data.getInt(0)).isEqualTo(intid);
        return data.getInt(4);
    }

    @Shows("FFA-12.1.1.1-3")
    @Test
    void eachInterruptInvokesTheServiceOnce() {
        try (MmCommunicationDriver driver = driver(0)) {
            driver.share(STMM, BUFFER, 1);
            driver.communicate(STMM, BUFFER, 0, VariableMessage.set(ERRORS, "HwErrRec0001", 0));
            for (int n = 1; n <= 3; n++) {
                platform.interrupts().pulse(SECURE, 0);
                driver.abi().raw(ID_GET).success(UEFI);
                assertThat(errors(driver, SECURE)).isEqualTo(n);
            }
        }
    }

    @Shows({"FFA-12.1.1.1-5", "FFA-12.1.1.1-15"})
    @Test
    void anInterruptOfItsOwnThatComesDuringARequestIsServedAfterIt() {
        try (MmCommunicationDriver driver = driver(0)) {
            driver.share(STMM, BUFFER, 1);
            driver.communicate(STMM, BUFFER, 0, VariableMessage.set(ERRORS, "HwErrRec0001", 0));
            VariableMessage get = VariableMessage.get(ERRORS, "HwErrRec0001", 8);
            driver.write(BUFFER, get);
            platform.trace().start("stmm");
            platform.interrupts().pulse(SECURE, 0);
            driver.begin(STMM, COMMUNICATE, 0, get.size());
            assertThat(driver.response(STMM)).isZero();
            platform.trace().stop();
            assertThat(driver.read(BUFFER, get.size()).status())
                    .as("there was no record yet")
                    .isEqualTo(VariableMessage.NOT_FOUND);
            assertThat(functions("stmm"))
                    .containsExactly(
                            "SPMC FFA_MSG_SEND_DIRECT_REQ",
                            "stmm FFA_MSG_SEND_DIRECT_RESP",
                            "SPMC FFA_INTERRUPT",
                            "stmm FFA_MSG_WAIT");
            assertThat(errors(driver, SECURE)).isEqualTo(1);
        }
    }

    /** A driver, when another SP is there with a device whose interrupt has this priority. */
    private MmCommunicationDriver beside(Interruptible other, int priority) {
        partitions.threaded(
                Dts.application("other", 0x8051)
                        .device("sensor", 0x1c004000L, 1, 3, "interrupts = <61 0x9%02x>;".formatted(priority)),
                other);
        return driver(0);
    }

    /** Another SP's Secure interrupt comes when the STMM SP, whose own has priority 0x40, begins with a request. */
    @Shows({"FFA-12.1.1.1-15", "FFA-12.1.1.1-16"})
    @ParameterizedTest(name = "priority {0}: {2}")
    @CsvSource({
        "0x20, 0x8001, preempts and the service goes on",
        "0x40, 0x8001, waits",
        "0x60, 0x8001, waits",
        "0x60, 0x8002, preempts and the service goes on",
    })
    void aSecureInterruptPreemptsAServiceThatRunsToCompletionIfItIsMoreUrgent(int priority, int sp, String what) {
        Interruptible other = new Interruptible(x3 -> x3);
        try (MmCommunicationDriver driver = beside(other, priority)) {
            driver.share(sp, BUFFER, 1);
            VariableMessage message = VariableMessage.query(ACCESS);
            driver.write(BUFFER, message);
            platform.trace().start("");
            platform.interrupts().pulse(61, 0);
            driver.begin(sp, COMMUNICATE, 0, message.size());
            assertThat(driver.response(sp)).isZero();
            platform.trace().stop();
            assertThat(driver.read(BUFFER, message.size()).u64(PARAMETERS)).isPositive();
            assertThat(other.handled()).isEqualTo(1);
            String stmm = sp == STMM ? "stmm" : "stmm-preemptible";
            List<String> handled = List.of("SPMC ERET other FFA_INTERRUPT", "other SVC SPMC FFA_MSG_WAIT");
            List<String> answered = List.of(stmm + " SVC SPMC FFA_MSG_SEND_DIRECT_RESP");
            boolean waits = what.equals("waits");
            assertThat(platform.trace().show(100))
                    .extracting(c -> c.from() + " " + c.conduit() + " " + c.to() + " " + c.function())
                    .containsSubsequence(waits ? answered : handled)
                    .containsSubsequence(waits ? handled : answered)
                    .containsSubsequence(
                            (waits ? answered : handled).getLast(), (waits ? handled : answered).getFirst());
        }
    }

    @Shows({"FFA-12.1.1.1-3", "FFA-12.1.1.1-10"})
    @Test
    void anInterruptOnAPeThatNobodyRunsOnInvokesTheService() {
        try (MmCommunicationDriver driver = driver(0)) {
            driver.share(STMM, BUFFER, 1);
            driver.communicate(STMM, BUFFER, 0, VariableMessage.set(ERRORS, "HwErrRec0001", 0));
        }
        Vm.awaitState(platform, UEFI, 0, "idle");
        platform.interrupts().pulse(SECURE, 0);
        awaitHandled(SECURE);
        Vm.awaitState(platform, STMM, 0, "idle");
        try (MmCommunicationDriver driver = driver(0)) {
            driver.share(STMM, BUFFER, 1);
            assertThat(errors(driver, SECURE)).isEqualTo(1);
        }
    }

    /** Both come at once; the less urgent one is taken as soon as the service has ended. */
    @Shows({"FFA-12.1.1.1-15", "FFA-12.1.1.1-10"})
    @Test
    void aLessUrgentInterruptWaitsForAServiceThatAnInterruptHasInvoked() {
        Interruptible other = new Interruptible(x3 -> x3);
        try (MmCommunicationDriver driver = beside(other, 0x60)) {
            driver.share(STMM, BUFFER, 1);
            driver.communicate(STMM, BUFFER, 0, VariableMessage.set(ERRORS, "HwErrRec0001", 0));
            platform.trace().start("");
            platform.interrupts().pulse(61, 0);
            platform.interrupts().pulse(SECURE, 0);
            driver.abi().raw(ID_GET).success(UEFI);
            platform.trace().stop();
            assertThat(platform.trace().show(100).stream()
                            .filter(c -> c.from().equals("stmm") || c.from().equals("other"))
                            .map(c -> c.from() + " " + c.function()))
                    .containsExactly("stmm FFA_MSG_WAIT", "other FFA_MSG_WAIT");
            assertThat(errors(driver, SECURE)).isEqualTo(1);
            assertThat(other.handled()).isEqualTo(1);
        }
    }

    // ---- what manifests say

    /** Has the preemptible SP booted anew from its manifest, changed, and at the end as it was. */
    private void changed(String what, String by, Runnable test) throws Exception {
        Path file = new Running(framework).folder().resolve("manifests").resolve("stmm-preemptible.dts");
        String manifest = Files.readString(file);
        assertThat(manifest).contains(what);
        load(file, manifest.replace(what, by));
        try {
            test.run();
        } finally {
            load(file, manifest);
        }
    }

    private void load(Path file, String manifest) {
        platform.unload(PREEMPTIBLE);
        platform.load(
                new ManifestSource(file.getFileName().toString(), manifest.getBytes(StandardCharsets.UTF_8)), null);
    }

    private boolean interruptedInARequest() {
        try (MmCommunicationDriver driver = driver(0)) {
            driver.share(PREEMPTIBLE, BUFFER, 1);
            VariableMessage message = VariableMessage.query(ACCESS);
            driver.write(BUFFER, message);
            platform.interrupts().pulse(NON_SECURE, 0);
            driver.begin(PREEMPTIBLE, COMMUNICATE, 0, message.size());
            boolean interrupted = driver.interrupted();
            if (interrupted) {
                driver.resume(PREEMPTIBLE);
            }
            assertThat(driver.response(PREEMPTIBLE)).isZero();
            return interrupted;
        }
    }

    @Shows({"FFA-12.1.1.1-13", "FFA-12.1.1.1-11", "FFA-3.2-27", "FFA-3.2-28"})
    @Test
    void theManifestSaysWhetherServicesRunToCompletion() throws Exception {
        String preemptible = "run-time-model = <1>;";
        assertThat(interruptedInARequest()).isTrue();
        changed(
                preemptible,
                "run-time-model = <0>;",
                () -> assertThat(interruptedInARequest()).isFalse());
        changed(preemptible, "", () -> assertThat(interruptedInARequest()).isTrue());
        awaitHandled(NON_SECURE);
    }

    /** It has no interrupt, and if its manifest gives it one there is no service that this invokes. */
    @Shows("FFA-12.1.1.1-12")
    @Test
    void aPreemptibleSpHasNoServiceThatAnInterruptInvokes() throws Exception {
        assertThat(platform.interrupts().owner(SECURE)).hasValue(STMM);
        assertThat(platform.interrupts().interrupts())
                .noneMatch(i -> platform.interrupts().owner(i.line().intid()).equals(OptionalInt.of(PREEMPTIBLE)));
        String device = """
                device-regions {
                    compatible = "arm,ffa-manifest-device-regions";
                    sensor {
                        description = "sensor"; base-address = <0 0x1c004000>; pages-count = <1>; attributes = <3>;
                        interrupts = <61 0x940>;
                    };
                };
                """;
        changed("\trx_tx-info", device + "\trx_tx-info", () -> {
            try (MmCommunicationDriver driver = driver(0)) {
                driver.share(PREEMPTIBLE, BUFFER, 1);
                platform.trace().start("stmm-preemptible");
                platform.interrupts().pulse(61, 0);
                driver.abi().raw(ID_GET).success(UEFI);
                platform.trace().stop();
                assertThat(functions("stmm-preemptible"))
                        .containsExactly("SPMC FFA_INTERRUPT", "stmm-preemptible FFA_MSG_WAIT");
                assertThat(driver.communicate(PREEMPTIBLE, BUFFER, 0, VariableMessage.next(new UUID(0, 0), "", 64))
                                .status())
                        .as("it has written no variable")
                        .isEqualTo(VariableMessage.NOT_FOUND);
            }
        });
    }

    // ---- what an STMM SP can't do

    @Shows({"FFA-12.1.1.1-7", "FFA-12.1.1.1-8", "FFA-12.1.1.1-9", "FFA-10.4-6", "FFA-9.2-8", "FFA-10.1-7"})
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "FFA_MSG_POLL, 0x8400006A, 0,          FFA-10.4-6",
        "FFA_YIELD,    0x8400006C, 0,          FFA-9.2-8",
        "FFA_MSG_SEND, 0x8400006E, 0x80010001, FFA-10.1-7",
    })
    void indirectMessagesAndYieldAreNotThere(String name, long function, long w1, String rule) {
        try (Abi stmm = Vm.take(platform, STMM)) {
            platform.trace().start("");
            stmm.raw((int) function, w1).refused(Status.NOT_SUPPORTED, rule);
            platform.trace().stop();
            assertThat(platform.trace().show(10))
                    .as("nothing but the call")
                    .allMatch(c -> c.from().equals("stmm") || c.to().equals("stmm"));
        }
    }

    @Shows({"FFA-12.1.1.1-4", "FFA-10.2.1.2.1-1"})
    @ParameterizedTest
    @CsvSource({"0x8001, 0x8002", "0x8002, 0x8001"})
    void anSpDoesNotUseTheServicesOfAnother(int sp, int other) {
        try (Abi stmm = Vm.take(platform, sp)) {
            stmm.direct(other, COMMUNICATE).refused(Status.NOT_SUPPORTED, "FFA-10.2.1.2.1-1");
        }
    }

    @Shows({"FFA-12.1.1-1", "FFA-12.1-1"})
    @ParameterizedTest
    @ValueSource(longs = {0x6112000L, 0x1c001000L, BUFFER, 0xff000000L})
    void anSpSeesNothingButWhatItsManifestHas(long other) {
        try (Abi stmm = Vm.take(platform, STMM)) {
            stmm.client().memory().read64(0x6012000L);
            stmm.client().memory().read64(0x1c000000L);
            assertThatThrownBy(() -> stmm.client().memory().read64(other)).isInstanceOf(MemoryFault.class);
        }
    }

    @Shows("FFA-12.1.1-1")
    @Test
    void anSpGetsNoInterruptOfAnybodyElse() {
        assertThat(platform.interrupts().owner(NON_SECURE)).hasValue(OWNER);
        try (MmCommunicationDriver driver = driver(0)) {
            platform.trace().start("stmm");
            platform.interrupts().pulse(NON_SECURE, 0);
            driver.abi().raw(ID_GET).success(UEFI);
            platform.trace().stop();
            assertThat(functions("stmm")).isEmpty();
        }
        awaitHandled(NON_SECURE);
    }
}
