package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.testkit.Shows;

/**
 * Vectors of psa_call. The platform has Secure memory from 0x30000000 on and Non-secure memory from 0x20000000 on, 1 MB each, and
 * nothing elsewhere.
 */
abstract class VectorsContract extends SharedPlatformContract {
    private static final int SID = 0x1001;
    private static final int HANDLE = 0x40000100;
    private static final int ONE_IN = 1 << 24;
    private static final int ONE_OUT = 1 << 16;
    private static final long SECURE = 0x30000000L;
    private static final long END = 0x20100000L;
    private static final byte FILL = 0x5A;

    private final Scripted server = new Scripted();
    private final List<byte[]> read = new CopyOnWriteArrayList<>();
    private PsaSession client;
    private IoVectors memory;
    private long inputs;
    private long outputs;
    private long data;

    @Override
    void add(TestFfm to) {
        serve(to, ManifestText.of("SERVER").stateless("SERVICE", SID, 1), server);
        to.sfn(caller("SERVICE"), caller);
    }

    @BeforeEach
    void prepare() {
        client = client(-1);
        memory = new IoVectors(client.memory());
        inputs = client.scratch() + 0x800;
        outputs = inputs + 0x40;
        data = client.scratch() + 0x1000;
        byte[] fill = new byte[0x400];
        Arrays.fill(fill, FILL);
        memory.put(data, fill);
        server.forget();
        read.clear();
        server.on(SID, (psa, m) -> {
            for (int i = 0; i < 4; i++) {
                byte[] bytes = new byte[(int) m.inSize(i)];
                psa.read(m.handle(), i, bytes);
                read.add(bytes);
            }
            return 0;
        });
    }

    @AfterEach
    void reset() {
        server.on(SID, null);
    }

    private void assertRefused(int control, long in, long out, String rule) {
        assertThat(client.call(HANDLE, control, in, out)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(client.rule()).isNotNull().satisfies(r -> assertThat(r.id()).isEqualTo(rule));
        assertThat(server.received()).isEmpty();
        assertThat(connections()).isZero();
    }

    private static byte[] bytes(int... values) {
        byte[] all = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = (byte) values[i];
        }
        return all;
    }

    // ---- where the arrays are

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            longs = {0, 4, SECURE, SECURE + 0xFFFF8, 0x10000000L, END, END - 4, 0x1FFFFFFCL, 0xFFFFFFF8L, 0xFFFFFFFCL})
    @Shows({"FFM-API-24", "FFM-API-2"})
    void anArrayThatTheClientMayNotReadIsRefused(long array) {
        assertRefused(ONE_IN, array, 0, "FFM-API-24");
        assertRefused(ONE_OUT, 0, array, "FFM-API-24");
    }

    /** The first descriptors are in the client's memory, the last one is not. */
    @ParameterizedTest(name = "{0} descriptors")
    @ValueSource(ints = {2, 3, 4})
    @Shows("FFM-API-24")
    void anArrayThatEndsBeyondTheMemoryIsRefused(int count) {
        long array = END - 8L * (count - 1);
        for (int i = 0; i < count - 1; i++) {
            memory.array(array + 8L * i, data + 16L * i, 16);
        }
        assertRefused(count << 24, array, 0, "FFM-API-24");
        assertRefused(count << 16, 0, array, "FFM-API-24");
    }

    @Test
    @Shows("FFM-API-24")
    void anArrayAtTheVeryEndOfTheMemoryIsAccepted() {
        memory.put(data, bytes(1, 2, 3));
        assertThat(client.call(HANDLE, ONE_IN, memory.array(END - 8, data, 3), 0))
                .isZero();
        assertThat(read.getFirst()).containsExactly(1, 2, 3);
        assertThat(client.call(HANDLE, ONE_OUT, 0, memory.array(END - 8, data, 3)))
                .isZero();
        assertThat(memory.length(END - 8, 0)).isZero();
    }

    @Test
    @Shows("FFM-API-28")
    void withoutVectorsTheArraysMayBeAnywhere() {
        for (long anywhere : new long[] {0, 3, SECURE, END, 0xFFFFFFFFL}) {
            assertThat(client.call(HANDLE, 5, anywhere, anywhere)).isZero();
            memory.array(inputs, data, 1);
            assertThat(client.call(HANDLE, 5 | ONE_IN, inputs, anywhere)).isZero();
            assertThat(client.call(HANDLE, 5 | ONE_OUT, anywhere, memory.array(outputs, data, 1)))
                    .isZero();
        }
        assertThat(server.received()).hasSize(15);
    }

    // ---- where the vectors are

    @ParameterizedTest(name = "{1} bytes at {0}")
    @CsvSource({
        "0x30000000, 1",
        "0x300FFFFF, 1",
        "0x30000FFE, 16",
        "0x10000000, 16",
        "0, 1",
        "0x20100000, 1",
        "0x200FFFFF, 2",
        "0x200FF000, 0x1001",
        "0x1FFFFFFF, 2",
        "0x20000000, 0x100001",
        "0x20000000, 0xFFFFFFFF",
        "0xFFFFFFF0, 0x20",
        "0xFFFFFFFF, 0x20000002",
        "0xFFFFFFFF, 0xFFFFFFFF",
    })
    @Shows({"FFM-API-25", "FFM-API-2"})
    void aVectorThatIsNotTheClientsMemoryIsRefused(long base, long length) {
        assertRefused(ONE_IN, memory.array(inputs, base, length), 0, "FFM-API-25");
        assertRefused(ONE_OUT, 0, memory.array(outputs, base, length), "FFM-API-25");
        assertRefused(ONE_IN | 2 * ONE_OUT, inputs, memory.array(outputs, data, 8, data + 8, 8), "FFM-API-25");
        assertRefused(2 * ONE_OUT, 0, memory.array(outputs, data, 8, base, length), "FFM-API-25");
        assertThat(memory.bytes(data, 16)).containsOnly(FILL);
    }

    @Test
    @Shows("FFM-API-25")
    void aByteOfSecureMemoryStaysAsItWas() {
        long secret = SECURE + 0xFFFF0;
        assertThat(secure((psa, m) -> {
                    new IoVectors(psa.memory()).put(secret, bytes(0x77));
                    return 0;
                }))
                .isZero();
        server.on(SID, (psa, m) -> {
            psa.write(m.handle(), 0, bytes(0));
            return 0;
        });
        assertRefused(ONE_OUT, 0, memory.array(outputs, secret, 1), "FFM-API-25");
        assertThat(secure((psa, m) -> new IoVectors(psa.memory()).bytes(secret, 1)[0]))
                .isEqualTo(0x77);
    }

    @Test
    @Shows("FFM-API-25")
    void theFirstAndTheLastByteOfTheMemoryAreTheClients() {
        memory.put(END - 3, bytes(7, 8, 9));
        memory.put(END - 0x100000L, bytes(4));
        memory.array(inputs, END - 3, 3, END - 0x100000L, 1);
        memory.array(outputs, END - 1, 1);
        assertThat(client.call(HANDLE, 2 * ONE_IN | ONE_OUT, inputs, outputs)).isZero();
        assertThat(read.get(0)).containsExactly(7, 8, 9);
        assertThat(read.get(1)).containsExactly(4);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, SECURE, END, 0x10000001L, 0xFFFFFFFFL})
    @Shows("FFM-API-28")
    void aVectorOfNoBytesMayBeAnywhere(long base) {
        memory.array(inputs, base, 0, data, 2);
        memory.array(outputs, base, 0, data + 8, 2);
        assertThat(client.call(HANDLE, 2 * ONE_IN | 2 * ONE_OUT, inputs, outputs))
                .isZero();
        assertThat(server.received()).singleElement().satisfies(m -> {
            assertThat(m.inputs()).containsExactly(0L, 2L, 0L, 0L);
            assertThat(m.outputs()).containsExactly(0L, 2L, 0L, 0L);
        });
        assertThat(memory.length(outputs, 0)).isZero();
    }

    // ---- overlaps

    @ParameterizedTest(name = "{0}+{1} and {2}+{3}")
    @CsvSource({
        "100, 10, 105, 15",
        "105, 15, 100, 10",
        "100, 10, 100, 10",
        "100, 10, 103, 2",
        "103, 1, 100, 10",
        "100, 10, 109, 1"
    })
    @Shows({"FFM-API-26", "FFM-API-2"})
    void inputVectorsThatOverlapAreRefused(long one, long bytes, long other, long more) {
        memory.array(inputs, data + one, bytes, data + other, more);
        assertRefused(2 * ONE_IN, inputs, 0, "FFM-API-26");
        memory.array(inputs, data + one, bytes, data, 4, data + other, more, data + 8, 4);
        assertRefused(4 * ONE_IN, inputs, 0, "FFM-API-26");
        memory.array(inputs, data, 4, data + 8, 4, data + one, bytes, data + other, more);
        assertRefused(4 * ONE_IN, inputs, 0, "FFM-API-26");
    }

    @ParameterizedTest(name = "{0}+{1} and {2}+{3}")
    @CsvSource({
        "100, 10, 110, 10",
        "110, 10, 100, 10",
        "100, 10, 105, 0",
        "105, 0, 100, 10",
        "100, 10, 100, 0",
        "100, 0, 100, 0"
    })
    @Shows("FFM-API-26")
    void inputVectorsThatAreAdjacentOrEmptyAreAccepted(long one, int bytes, long other, int more) {
        memory.array(inputs, data + one, bytes, data + other, more);
        assertThat(client.call(HANDLE, 2 * ONE_IN, inputs, 0)).isZero();
        assertThat(read.get(0)).hasSize(bytes).containsOnly(bytes == 0 ? new byte[0] : bytes(FILL));
        assertThat(read.get(1)).hasSize(more);
    }

    /** FF-M forbids it for input vectors only. */
    @Test
    @Shows("FFM-API-26")
    void anOutputVectorMayOverlapAnything() {
        memory.put(data, bytes(1, 2, 3, 4));
        memory.array(inputs, data, 4);
        memory.array(outputs, data + 2, 4, data + 3, 4);
        server.on(SID, (psa, m) -> {
            byte[] all = new byte[4];
            psa.read(m.handle(), 0, all);
            read.add(all);
            psa.write(m.handle(), 0, bytes(9, 9));
            psa.write(m.handle(), 1, bytes(8));
            return 0;
        });
        assertThat(client.call(HANDLE, ONE_IN | 2 * ONE_OUT, inputs, outputs)).isZero();
        assertThat(read.getFirst()).containsExactly(1, 2, 3, 4);
        assertThat(memory.bytes(data, 4)).containsExactly(1, 2, 9, 8);
    }

    // ---- what comes and goes

    @Test
    @Shows({"FFM-API-53", "FFM-API-55", "FFM-API-29"})
    void whatIsReadAndWrittenIsWhatTheClientHas() {
        byte[][] in = {new byte[9001], new byte[4097]};
        new Random(1).nextBytes(in[0]);
        new Random(2).nextBytes(in[1]);
        server.on(SID, (psa, m) -> {
            for (int i = 0; i < 2; i++) {
                byte[] all = new byte[(int) m.inSize(i)];
                psa.read(m.handle(), i, all);
                psa.write(m.handle(), 1 - i, all);
            }
            return 0;
        });
        Outputs out = new Outputs(5000, 9001);
        assertThat(client.call(HANDLE, 1, in, out)).isZero();
        assertThat(out.bytes(1)).isEqualTo(in[0]);
        assertThat(out.bytes(0)).isEqualTo(in[1]);
    }

    @ParameterizedTest(name = "writes {0} bytes, answers {1}")
    @CsvSource({"5, 0", "0, 0", "16, 0", "5, -135", "0, 7", "5, -129"})
    @Shows("FFM-API-29")
    void theLengthOfAnOutputVectorIsWhatWasWritten(int written, int status) {
        server.on(SID, (psa, m) -> {
            for (int i = 0; i < written; i++) {
                psa.write(m.handle(), 1, bytes(i + 1));
            }
            return status;
        });
        memory.array(outputs, data, 16, data + 16, 16, data + 32, 16);
        assertThat(client.call(HANDLE, 3 * ONE_OUT, 0, outputs)).isEqualTo(status);
        assertThat(List.of(memory.length(outputs, 0), memory.length(outputs, 1), memory.length(outputs, 2)))
                .containsExactly(0L, (long) written, 0L);
        byte[] expected = new byte[48];
        Arrays.fill(expected, FILL);
        for (int i = 0; i < written; i++) {
            expected[16 + i] = (byte) (i + 1);
        }
        assertThat(memory.bytes(data, 48)).isEqualTo(expected);
    }

    @Test
    @Shows("FFM-API-27")
    void descriptorsThatChangeMeanwhileMeanNothing() {
        memory.put(data, bytes(1, 2, 3));
        memory.array(inputs, data, 3);
        memory.array(outputs, data + 8, 4);
        server.on(SID, (psa, m) -> {
            IoVectors client = new IoVectors(psa.memory());
            client.array(inputs, data + 0x100, 200);
            client.array(outputs, data + 0x200, 200);
            byte[] all = new byte[8];
            int got = psa.read(m.handle(), 0, all);
            read.add(Arrays.copyOf(all, got));
            psa.write(m.handle(), 0, bytes(4, 5));
            return 0;
        });
        assertThat(client.call(HANDLE, ONE_IN | ONE_OUT, inputs, outputs)).isZero();
        assertThat(read.getFirst()).containsExactly(1, 2, 3);
        assertThat(memory.bytes(data + 8, 4)).containsExactly(4, 5, FILL, FILL);
        assertThat(memory.bytes(data + 0x200, 4)).containsOnly(FILL);
        assertThat(memory.length(outputs, 0)).isEqualTo(2);
    }

    // ---- Secure clients

    @Test
    @Shows({"FFM-API-24", "FFM-API-25", "FFM-API-29"})
    void aSecureClientHasVectorsInMemoryOfBothWorlds() {
        server.on(SID, (psa, m) -> {
            for (int i = 0; i < 2; i++) {
                byte[] all = new byte[(int) m.inSize(i)];
                psa.read(m.handle(), i, all);
                psa.write(m.handle(), i, all);
            }
            return 0;
        });
        memory.put(data, bytes(7, 8));
        List<byte[]> got = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        assertThat(secure((psa, m) -> {
                    IoVectors own = new IoVectors(psa.memory());
                    long at = psa.scratch();
                    own.put(at + 0x100, bytes(1, 2, 3));
                    own.array(at, at + 0x100, 3, data, 2);
                    own.array(at + 0x40, data + 0x10, 8, at + 0x200, 8);
                    int status = psa.call(HANDLE, 2 * ONE_IN | 2 * ONE_OUT, at, at + 0x40);
                    got.add(own.bytes(data + 0x10, 3));
                    got.add(own.bytes(at + 0x200, 2));
                    lengths.add(own.length(at + 0x40, 0));
                    lengths.add(own.length(at + 0x40, 1));
                    return status;
                }))
                .isZero();
        assertThat(got.get(0)).containsExactly(1, 2, 3);
        assertThat(got.get(1)).containsExactly(7, 8);
        assertThat(lengths).containsExactly(3L, 2L);
    }
}
