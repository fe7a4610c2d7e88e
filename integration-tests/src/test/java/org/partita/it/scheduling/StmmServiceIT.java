package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.scheduling.MmCommunicationDriver.BUFFER;
import static org.partita.it.scheduling.MmCommunicationDriver.COMMUNICATE;
import static org.partita.it.scheduling.MmCommunicationDriver.RELEASE;
import static org.partita.it.scheduling.VariableMessage.LENGTH;
import static org.partita.it.scheduling.VariableMessage.PARAMETERS;
import static org.partita.it.scheduling.VariableMessage.STATUS;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.it.memory.MemoryAbi;
import org.partita.it.platform.Running;
import org.partita.it.platform.StmmPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** UEFI variables by MM_COMMUNICATE in a buffer that the Normal world shares with an STMM SP (FF-A 12.1.1.1). */
@PlatformTest(StmmPlatform.class)
class StmmServiceIT {
    private static final int UEFI = 1;
    private static final int OTHER = 2;
    private static final int STMM = 0x8001;
    private static final int PREEMPTIBLE = 0x8002;
    private static final long NOT_SUPPORTED = -1;
    private static final long INVALID_PARAMETERS = -2;
    private static final long DENIED = -3;
    private static final int PAGE = 4096;
    private static final long FIRST = 0x81020000L;
    private static final long HEAP = 0x81024000L;
    private static final UUID VENDOR = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");
    private static final UUID OTHER_VENDOR = UUID.fromString("d719b2cb-3d3a-4596-a3bc-dad00e67656f");
    private static final UUID NOBODY = new UUID(0, 0);
    /** Non-volatile, boot service and run-time access. */
    private static final int ACCESS = 7;

    private static final int APPEND = 0x40;

    @Inject
    BundleContext framework;

    private Platform platform;
    private MmCommunicationDriver driver;
    private int sp = STMM;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        driver = new MmCommunicationDriver(platform, UEFI, 0);
        clear(PREEMPTIBLE);
        clear(STMM);
    }

    /** Deletes all variables of an SP. */
    private void clear(int stmm) {
        sp = stmm;
        long handle = driver.share(sp, FIRST, 1);
        for (VariableMessage v = first(); v.status() == 0; v = first()) {
            assertThat(set(v.guid(PARAMETERS), v.name(), 0)).isZero();
        }
        driver.reclaim(sp, handle);
    }

    private VariableMessage first() {
        return ask(VariableMessage.next(NOBODY, "", 64));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private VariableMessage ask(VariableMessage message) {
        return driver.communicate(sp, FIRST, 0, message);
    }

    private long set(UUID vendor, String name, int attributes, byte... data) {
        return ask(VariableMessage.set(vendor, name, attributes, data)).status();
    }

    private VariableMessage get(UUID vendor, String name) {
        return ask(VariableMessage.get(vendor, name, 2048));
    }

    /** MaximumVariableStorageSize, RemainingVariableStorageSize, MaximumVariableSize. */
    private long[] query() {
        VariableMessage answer = ask(VariableMessage.query(ACCESS));
        assertThat(answer.status()).isZero();
        return new long[] {
            answer.u64(PARAMETERS), answer.u64(PARAMETERS + 8), answer.u64(PARAMETERS + 16),
        };
    }

    // ---- functions

    @Shows({"FFA-12.1.1.1-2", "FFA-12.1-1"})
    @ParameterizedTest
    @ValueSource(ints = {STMM, PREEMPTIBLE})
    void variablesAreSetReadListedAndDeleted(int by) {
        sp = by;
        driver.share(sp, FIRST, 2);
        long free = query()[1];
        assertThat(set(VENDOR, "Boot0000", ACCESS, (byte) 1, (byte) 2)).isZero();
        assertThat(set(OTHER_VENDOR, "Boot0000", 6, (byte) 3)).isZero();
        assertThat(get(VENDOR, "Boot0000").data()).containsExactly(1, 2);
        assertThat(get(VENDOR, "Boot0000").attributes()).isEqualTo(ACCESS);
        assertThat(get(OTHER_VENDOR, "Boot0000").data()).containsExactly(3);
        assertThat(get(OTHER_VENDOR, "Boot0000").attributes()).isEqualTo(6);
        assertThat(query()[1]).isLessThan(free);

        VariableMessage first = first();
        assertThat(first.name()).isEqualTo("Boot0000");
        assertThat(first.guid(PARAMETERS)).isEqualTo(VENDOR);
        VariableMessage second = ask(VariableMessage.next(VENDOR, "Boot0000", 64));
        assertThat(second.name()).isEqualTo("Boot0000");
        assertThat(second.guid(PARAMETERS)).isEqualTo(OTHER_VENDOR);
        assertThat(ask(VariableMessage.next(OTHER_VENDOR, "Boot0000", 64)).status())
                .isEqualTo(VariableMessage.NOT_FOUND);

        assertThat(set(VENDOR, "Boot0000", ACCESS | APPEND, (byte) 9)).isZero();
        assertThat(get(VENDOR, "Boot0000").data()).containsExactly(1, 2, 9);
        assertThat(set(VENDOR, "Boot0000", ACCESS, (byte) 4)).isZero();
        assertThat(get(VENDOR, "Boot0000").data()).containsExactly(4);

        assertThat(set(VENDOR, "Boot0000", ACCESS)).as("no data deletes").isZero();
        assertThat(set(OTHER_VENDOR, "Boot0000", 0)).as("no access deletes").isZero();
        assertThat(get(VENDOR, "Boot0000").status()).isEqualTo(VariableMessage.NOT_FOUND);
        assertThat(set(VENDOR, "Boot0000", 0)).isEqualTo(VariableMessage.NOT_FOUND);
        assertThat(query()[1]).isEqualTo(free);
    }

    @Test
    void theSpsKeepVariablesOfTheirOwn() {
        driver.share(STMM, FIRST, 1);
        assertThat(set(VENDOR, "Mine", ACCESS, (byte) 1)).isZero();
        driver.share(PREEMPTIBLE, HEAP, 1);
        assertThat(driver.communicate(PREEMPTIBLE, HEAP, 0, VariableMessage.get(VENDOR, "Mine", 8))
                        .status())
                .isEqualTo(VariableMessage.NOT_FOUND);
        assertThat(set(VENDOR, "Mine", 0)).isZero();
    }

    @Test
    void whatIsTooLongForTheRoomSaysHowMuchItNeeds() {
        driver.share(sp, FIRST, 2);
        assertThat(set(VENDOR, "Long", ACCESS, new byte[100])).isZero();
        VariableMessage data = ask(VariableMessage.get(VENDOR, "Long", 99));
        assertThat(data.status()).isEqualTo(VariableMessage.BUFFER_TOO_SMALL);
        assertThat(data.u64(PARAMETERS + 16)).isEqualTo(100);
        VariableMessage name = ask(VariableMessage.next(NOBODY, "", 8));
        assertThat(name.status()).isEqualTo(VariableMessage.BUFFER_TOO_SMALL);
        assertThat(name.u64(PARAMETERS + 16))
                .as("four characters and a terminator")
                .isEqualTo(10);
        assertThat(ask(VariableMessage.next(NOBODY, "", 10)).name()).isEqualTo("Long");
        assertThat(set(VENDOR, "Long", 0)).isZero();
    }

    @Test
    void theStoreTakesNoMoreThanItSays() {
        driver.share(sp, FIRST, 2);
        long[] sizes = query();
        byte[] most = new byte[(int) sizes[2] - 2];
        int n = 0;
        long status = 0;
        while (status == 0 && n < 100) {
            status = set(VENDOR, String.valueOf((char) ('A' + n)), ACCESS, most);
            n += status == 0 ? 1 : 0;
        }
        assertThat(status).isEqualTo(VariableMessage.OUT_OF_RESOURCES);
        assertThat(n).isEqualTo((int) (sizes[1] / (sizes[2] + 28)));
        assertThat(query()[1]).isEqualTo(sizes[1] - n * (sizes[2] + 28));
        assertThat(set(VENDOR, "A", ACCESS, Arrays.copyOf(most, most.length + 1)))
                .isEqualTo(VariableMessage.INVALID_PARAMETER);
        assertThat(get(VENDOR, "A").data()).isEqualTo(most);
        for (int i = 0; i < n; i++) {
            assertThat(set(VENDOR, String.valueOf((char) ('A' + i)), 0)).isZero();
        }
        assertThat(query()).isEqualTo(sizes);
    }

    // ---- messages that are not as they should be

    private static VariableMessage aSet() {
        return VariableMessage.set(VENDOR, "Boot0000", ACCESS, (byte) 9, (byte) 9);
    }

    static Stream<Arguments> badMessages() {
        long bad = VariableMessage.INVALID_PARAMETER;
        return Stream.of(
                Arguments.of("length 0", aSet().u64(LENGTH, 0), INVALID_PARAMETERS, VariableMessage.BAD_BUFFER_SIZE),
                Arguments.of(
                        "length without a status",
                        aSet().u64(LENGTH, 15),
                        INVALID_PARAMETERS,
                        VariableMessage.BAD_BUFFER_SIZE),
                Arguments.of(
                        "length beyond the message",
                        aSet().u64(LENGTH, aSet().size() - 23),
                        INVALID_PARAMETERS,
                        VariableMessage.BAD_BUFFER_SIZE),
                Arguments.of(
                        "length with all bits",
                        aSet().u64(LENGTH, -1),
                        INVALID_PARAMETERS,
                        VariableMessage.BAD_BUFFER_SIZE),
                Arguments.of("function 0", aSet().u64(24, 0), 0L, VariableMessage.UNSUPPORTED),
                Arguments.of("function 5", aSet().u64(24, 5), 0L, VariableMessage.UNSUPPORTED),
                Arguments.of(
                        "function with an upper half", aSet().u64(24, 0x1_0000_0003L), 0L, VariableMessage.UNSUPPORTED),
                Arguments.of("no parameters", aSet().u64(LENGTH, 16), 0L, bad),
                Arguments.of("parameters cut off", aSet().u64(LENGTH, 16 + 35), 0L, bad),
                Arguments.of("name cut off", aSet().u64(LENGTH, 16 + 36 + 17), 0L, bad),
                Arguments.of("data cut off", aSet().u64(LENGTH, 16 + 36 + 18 + 1), 0L, bad),
                Arguments.of("data size beyond the message", aSet().u64(PARAMETERS + 16, 3), 0L, bad),
                Arguments.of("data size with all bits", aSet().u64(PARAMETERS + 16, -1), 0L, bad),
                Arguments.of("name size 0", aSet().u64(PARAMETERS + 24, 0), 0L, bad),
                Arguments.of("odd name size", aSet().u64(PARAMETERS + 24, 17), 0L, bad),
                Arguments.of("name size with all bits", aSet().u64(PARAMETERS + 24, -2), 0L, bad),
                Arguments.of("name without terminator", aSet().u64(PARAMETERS + 24, 16), 0L, bad),
                Arguments.of("empty name", aSet().text(PARAMETERS + 36, "\0"), 0L, bad),
                Arguments.of("attribute that is not known", aSet().u32(PARAMETERS + 32, 0x87), 0L, bad),
                Arguments.of("run-time access alone", aSet().u32(PARAMETERS + 32, 5), 0L, bad),
                Arguments.of("other attributes than it has", aSet().u32(PARAMETERS + 32, 6), 0L, bad),
                Arguments.of(
                        "hardware error record", aSet().u32(PARAMETERS + 32, 0xF), 0L, VariableMessage.UNSUPPORTED),
                Arguments.of("authenticated write", aSet().u32(PARAMETERS + 32, 0x27), 0L, VariableMessage.UNSUPPORTED),
                Arguments.of("name that there is not", VariableMessage.next(VENDOR, "Boot0001", 64), 0L, bad),
                Arguments.of(
                        "name in no room", VariableMessage.next(VENDOR, "", 64).u64(PARAMETERS + 16, 65), 0L, bad),
                Arguments.of("query for no attributes", VariableMessage.query(0), 0L, bad),
                Arguments.of("query cut off", VariableMessage.query(7).u64(LENGTH, 16 + 27), 0L, bad));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badMessages")
    void aMessageThatIsNotUnderstoodChangesNothing(String what, VariableMessage message, long x3, long status) {
        driver.share(sp, FIRST, 2);
        assertThat(set(VENDOR, "Boot0000", ACCESS, (byte) 1)).isZero();
        long free = query()[1];
        driver.write(FIRST, message);
        assertThat(driver.request(sp, COMMUNICATE, 0, message.size())).isEqualTo(x3);
        VariableMessage expected = new VariableMessage(message.bytes().clone()).u64(STATUS, status);
        assertThat(driver.read(FIRST, message.size()).bytes()).isEqualTo(expected.bytes());
        assertThat(get(VENDOR, "Boot0000").data()).containsExactly(1);
        assertThat(query()[1]).isEqualTo(free);
        assertThat(set(VENDOR, "Boot0000", 0)).isZero();
    }

    static Stream<Arguments> badRequests() {
        VariableMessage foreign = aSet().guid(0, VENDOR);
        return Stream.of(
                Arguments.of("another GUID", foreign, COMMUNICATE, 0, foreign.size(), NOT_SUPPORTED),
                Arguments.of("no headers", aSet(), COMMUNICATE, 0, 39, INVALID_PARAMETERS),
                Arguments.of("nothing", aSet(), COMMUNICATE, 0, 0, INVALID_PARAMETERS),
                Arguments.of("behind the buffer", aSet(), COMMUNICATE, PAGE + 1L, 0, INVALID_PARAMETERS),
                Arguments.of("over its end", aSet(), COMMUNICATE, 1, PAGE, INVALID_PARAMETERS),
                Arguments.of("before it", aSet(), COMMUNICATE, -8L, 64, INVALID_PARAMETERS),
                Arguments.of("all bits long", aSet(), COMMUNICATE, 0, -1L, INVALID_PARAMETERS),
                Arguments.of("32 bits longer", aSet(), COMMUNICATE, 0, 0x1_0000_0040L, INVALID_PARAMETERS),
                Arguments.of("no operation", aSet(), 0, 0, 0, NOT_SUPPORTED),
                Arguments.of("another operation", aSet(), 4, 0, 0, NOT_SUPPORTED),
                Arguments.of("a buffer more", aSet(), BUFFER, 0, 0, DENIED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void aRequestThatIsNotUnderstoodChangesNothing(
            String what, VariableMessage message, long operation, long x4, long x5, long x3) {
        driver.share(sp, FIRST, 1);
        driver.write(FIRST, message);
        assertThat(driver.request(sp, operation, x4, x5)).isEqualTo(x3);
        assertThat(driver.read(FIRST, message.size()).bytes()).isEqualTo(message.bytes());
        assertThat(ask(VariableMessage.get(VENDOR, "Boot0000", 8)).status()).isEqualTo(VariableMessage.NOT_FOUND);
    }

    @Test
    void messagesMayStandAnywhereInTheBuffer() {
        driver.share(sp, FIRST, 2);
        VariableMessage message = VariableMessage.query(ACCESS);
        for (int offset : new int[] {1, PAGE - 8, 2 * PAGE - message.size()}) {
            assertThat(driver.communicate(sp, FIRST, offset, message).status()).isZero();
        }
    }

    // ---- the buffer

    static Stream<Arguments> badBuffers() {
        return Stream.of(
                Arguments.of("read-only", FunctionId.FFA_MEM_SHARE, List.of(page(0)), MemoryAbi.reader(STMM)),
                Arguments.of("lent", FunctionId.FFA_MEM_LEND, List.of(page(0)), MemoryAbi.writer(STMM)),
                Arguments.of(
                        "in two places", FunctionId.FFA_MEM_SHARE, List.of(page(0), page(2)), MemoryAbi.writer(STMM)),
                Arguments.of(
                        "too large",
                        FunctionId.FFA_MEM_SHARE,
                        List.of(new ConstituentRange(HEAP, 17)),
                        MemoryAbi.writer(STMM)),
                Arguments.of("another's", FunctionId.FFA_MEM_SHARE, List.of(page(0)), MemoryAbi.writer(PREEMPTIBLE)));
    }

    private static ConstituentRange page(int n) {
        return new ConstituentRange(HEAP + n * (long) PAGE, 1);
    }

    /** What the SP does not take it does not keep: the Owner has it back at once. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("badBuffers")
    void aBufferThatIsNotAsItShouldBeIsNotTaken(
            String what, FunctionId function, List<ConstituentRange> pages, EndpointAccess borrower) {
        long handle = driver.memory().handle(function, pages, borrower);
        assertThat(driver.request(sp, BUFFER, handle, 0)).isEqualTo(INVALID_PARAMETERS);
        driver.memory().reclaim(handle).success();
        assertThat(driver.request(sp, BUFFER, handle, 0)).isEqualTo(INVALID_PARAMETERS);
        assertThat(driver.request(sp, COMMUNICATE, 0, 64)).isEqualTo(DENIED);
    }

    @Test
    void theBufferIsItsOwnersUntilItIsReleased() {
        long handle = driver.share(sp, FIRST, 1);
        try (MmCommunicationDriver other = new MmCommunicationDriver(platform, OTHER, 0)) {
            assertThat(other.request(sp, COMMUNICATE, 0, 64)).isEqualTo(DENIED);
            assertThat(other.request(sp, RELEASE, 0, 0)).isEqualTo(DENIED);
            assertThat(other.request(sp, BUFFER, handle, 0)).isEqualTo(DENIED);
        }
        driver.memory().reclaim(handle).failed(Status.DENIED);
        driver.reclaim(sp, handle);
        assertThat(driver.request(sp, COMMUNICATE, 0, 64)).isEqualTo(DENIED);
        assertThat(driver.request(sp, RELEASE, 0, 0)).isEqualTo(DENIED);
        driver.share(sp, HEAP, 16);
    }
}
