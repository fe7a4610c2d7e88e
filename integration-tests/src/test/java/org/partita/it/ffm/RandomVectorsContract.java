package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.admin.PsaSession;
import org.partita.testkit.Shows;

/**
 * A Non-secure client makes psa_call with handles, control parameters, arrays and vectors at random, most of them wrong in some way. Each
 * call ends as its rules have it; one that is refused changes nothing and reaches no service; and the platform goes on. What fails is
 * repeated by its seed.
 */
abstract class RandomVectorsContract extends SharedPlatformContract {
    private static final int SID = 0x1001;
    private static final int CALLS = 300;
    private static final int SEEDS = 3 * Integer.getInteger("partita.scale", 1);
    private static final byte FILL = 0x5A;

    /** Most bytes that the service reads of a vector, and writes into one. */
    private static final int READS = 2048;

    private static final int WRITES = 24;

    private final Scripted server = new Scripted();
    private RandomVectors random;
    private IoVectors memory;
    private PsaSession client;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @Override
    void add(TestFfm to) {
        serve(to, ManifestText.of("SERVER").stateless("SERVICE", SID, 1), server);
        to.sfn(caller("SERVICE"), caller);
    }

    @BeforeEach
    void prepare() {
        client = client(-1);
        memory = new IoVectors(client.memory());
        server.on(SID, (psa, m) -> {
            for (int i = 0; i < 4; i++) {
                long size = m.inSize(i);
                int most = (int) Math.min(size, READS);
                long done = psa.read(m.handle(), i, new byte[most]) + psa.skip(m.handle(), i, size);
                byte[] bytes = new byte[(int) Math.min(m.outSize(i), WRITES)];
                Arrays.fill(bytes, (byte) done);
                psa.write(m.handle(), i, bytes);
            }
            return m.type();
        });
    }

    @AfterEach
    void reset() {
        server.on(SID, null);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Shows({"FFM-API-2", "FFM-API-29", "FFM-API-35"})
    void callsAtRandomDoNotShakeThePlatform(long seed) {
        random = new RandomVectors(new SplittableRandom(seed), client.scratch());
        long secret = secure((psa, m) -> {
            new IoVectors(psa.memory()).put(psa.scratch() + 0x400, secret());
            return (int) psa.scratch() + 0x400;
        });
        int right = 0;
        for (int i = 0; i < CALLS; i++) {
            RandomVectors.Call call = random.next();
            try {
                right += made(call) ? 1 : 0;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("call " + i + " of seed " + seed + ": " + call, e);
            }
        }
        assertThat(right).as("calls that were right").isBetween(CALLS / 20, CALLS * 19 / 20);
        assertThat(secure((psa, m) ->
                        Arrays.equals(new IoVectors(psa.memory()).bytes(secret, secret().length), secret()) ? 1 : 0))
                .isEqualTo(1);
    }

    private static byte[] secret() {
        byte[] all = new byte[256];
        Arrays.fill(all, (byte) 0x77);
        return all;
    }

    /** True if the call was right. */
    private boolean made(RandomVectors.Call call) {
        byte[] fill = new byte[RandomVectors.WINDOW];
        Arrays.fill(fill, FILL);
        memory.put(random.window(), fill);
        put(call.inputs(), call.vectors(), 0, call.inputCount());
        put(call.outputs(), call.vectors(), call.inputCount(), call.outputCount());
        boolean legal = random.legal(call, (address, words) -> words(address, words));
        byte[] before = memory.bytes(random.window(), RandomVectors.WINDOW);
        List<Long> sizes = legal ? lengths(call.outputs(), call.outputCount()) : List.of();
        server.forget();

        int status = client.call(call.handle(), call.control(), call.inputs(), call.outputs());

        assertThat(connections()).isZero();
        if (!legal) {
            assertThat(status).isEqualTo(PROGRAMMER_ERROR);
            assertThat(server.received()).isEmpty();
            assertThat(memory.bytes(random.window(), RandomVectors.WINDOW)).isEqualTo(before);
            return false;
        }
        assertThat(status).isEqualTo(call.control() & 0x7FFF);
        assertThat(server.received()).hasSize(1);
        for (int i = 0; i < sizes.size(); i++) {
            assertThat(memory.length(call.outputs(), i)).isEqualTo(Math.min(sizes.get(i), WRITES));
        }
        return true;
    }

    /** Writes descriptors where the client may; what stands elsewhere stays. */
    private void put(long array, long[] vectors, int first, int count) {
        for (int i = 0; i < count; i++) {
            long at = array + 8L * i;
            if (RandomVectors.nonSecure(at, 8)) {
                int v = 2 * ((first + i) % (vectors.length / 2));
                memory.array(at, vectors[v], vectors[v + 1]);
            }
        }
    }

    private long[] words(long address, int count) {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            // the length of the descriptor that would begin 4 bytes before
            all[i] = memory.length(address + 4L * i - 4, 0);
        }
        return all;
    }

    private List<Long> lengths(long array, int count) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(memory.length(array, i));
        }
        return all;
    }
}
