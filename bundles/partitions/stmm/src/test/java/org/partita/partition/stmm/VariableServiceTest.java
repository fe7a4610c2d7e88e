package org.partita.partition.stmm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as EDK II lays them out; what is wrong with one is tried in the running platform by StmmServiceIT. */
class VariableServiceTest {
    /** ed32d533-99e6-4209-9cc0-2d72cdd998a7 in memory. */
    private static final byte[] SERVICE = {
        0x33,
        (byte) 0xd5,
        0x32,
        (byte) 0xed,
        (byte) 0xe6,
        (byte) 0x99,
        0x09,
        0x42,
        (byte) 0x9c,
        (byte) 0xc0,
        0x2d,
        0x72,
        (byte) 0xcd,
        (byte) 0xd9,
        (byte) 0x98,
        (byte) 0xa7
    };

    private static final UUID VENDOR = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final byte[] VENDOR_BYTES = {
        0x33,
        0x22,
        0x11,
        0x00,
        0x55,
        0x44,
        0x77,
        0x66,
        (byte) 0x88,
        (byte) 0x99,
        (byte) 0xaa,
        (byte) 0xbb,
        (byte) 0xcc,
        (byte) 0xdd,
        (byte) 0xee,
        (byte) 0xff
    };

    private final VariableStore store = new VariableStore(new byte[4096]);

    private static ByteBuffer buffer(int function, int parameters) {
        return ByteBuffer.allocate(40 + parameters)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(SERVICE)
                .putLong(16 + parameters)
                .putLong(function)
                .putLong(0);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static byte[] access(int function, String name, int attributes, byte... data) {
        byte[] text = (name + '\0').getBytes(StandardCharsets.UTF_16LE);
        return bytes(buffer(function, 36 + text.length + data.length)
                .put(VENDOR_BYTES)
                .putLong(data.length)
                .putLong(text.length)
                .putInt(attributes)
                .put(text)
                .put(data));
    }

    private static byte[] next(UUID vendor, String name, int room) {
        ByteBuffer message = buffer(2, 24 + room);
        Guid.write(message, 40, vendor);
        return bytes(message.putLong(56, room).put(64, (name + '\0').getBytes(StandardCharsets.UTF_16LE)));
    }

    /** The answer; a message that is none is answered with what it is. */
    private byte[] ask(byte[] message) {
        Message m = new Message(message.clone());
        EfiStatus status =
                m.status() == MmStatus.SUCCESS ? new VariableService(store).serve(m) : EfiStatus.BAD_BUFFER_SIZE;
        return m.answer(status);
    }

    private static long status(byte[] answer) {
        return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getLong(32);
    }

    @Test
    void aVariableThatIsSetIsRead() {
        assertThat(status(ask(access(3, "Lang", 7, (byte) 1, (byte) 2)))).isZero();
        Variable v = store.get(VENDOR, "Lang");
        assertThat(v).isNotNull();
        assertThat(v.attributes).isEqualTo(7);
        assertThat(v.data()).containsExactly(1, 2);

        byte[] answer = ask(access(1, "Lang", 0, new byte[10]));
        assertThat(answer).hasSize(40 + 36 + 10 + 10);
        assertThat(Arrays.copyOfRange(answer, 56, 64)).containsExactly(2, 0, 0, 0, 0, 0, 0, 0);
        assertThat(answer[72]).isEqualTo((byte) 7);
        assertThat(Arrays.copyOfRange(answer, 86, 96)).containsExactly(1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void namesAreListed() {
        ask(access(3, "Lang", 7, (byte) 1));
        byte[] answer = ask(next(new UUID(0, 0), "", 10));
        assertThat(status(answer)).isZero();
        assertThat(Arrays.copyOfRange(answer, 40, 56)).isEqualTo(VENDOR_BYTES);
        assertThat(answer[56]).isEqualTo((byte) 10);
        assertThat(new String(answer, 64, 10, StandardCharsets.UTF_16LE)).isEqualTo("Lang\0");
        assertThat(status(ask(next(VENDOR, "Lang", 10)))).isEqualTo(0x8000_0000_0000_000EL);
        assertThat(status(ask(next(VENDOR, "Lung", 10)))).isEqualTo(0x8000_0000_0000_0002L);
    }

    @Test
    void sizesAreTold() {
        byte[] message = bytes(buffer(4, 28).putInt(64, 7));
        ByteBuffer answer = ByteBuffer.wrap(ask(message)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(answer.getLong(32)).isZero();
        assertThat(answer.getLong(40)).isEqualTo(4092);
        assertThat(answer.getLong(48)).isEqualTo(4092);
        assertThat(answer.getLong(56)).isEqualTo(2048);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 24, 32, 39})
    void withoutHeadersThereIsNoAnswer(int bytes) {
        assertThat(ask(Arrays.copyOf(access(3, "Lang", 7, (byte) 1), bytes))).isEmpty();
    }

    @Test
    void aMessageToSomebodyElseIsNotTouched() {
        byte[] message = access(3, "Lang", 7, (byte) 1);
        message[15] ^= 1;
        assertThat(new Message(message).status()).isEqualTo(MmStatus.NOT_SUPPORTED);
        assertThat(ask(message)).isEmpty();
        assertThat(store.first()).isNull();
    }

    /** Nothing that somebody may write into the buffer is more than refused, or spoils the store. */
    @Test
    void messagesWithAnyFieldsAreAnswered() {
        SplittableRandom random = new SplittableRandom(12);
        long[] numbers = {0, 1, 2, 3, 16, 17, 36, 64, 4096, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1, -2};
        for (int i = 0; i < 50_000; i++) {
            byte[] message = access(1 + random.nextInt(4), "v" + random.nextInt(9), 7, new byte[random.nextInt(1, 40)]);
            ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes.putLong(16 + random.nextInt(8) * 8, numbers[random.nextInt(numbers.length)]);
            }
            byte[] before = store.image();
            byte[] answer = ask(Arrays.copyOf(message, random.nextInt(message.length + 1)));
            boolean changed = answer.length > 0 && status(answer) == 0 && answer[24] == 3;
            assertThat(changed || Arrays.equals(store.image(), before))
                    .as("message %s", i)
                    .isTrue();
            assertThat(store.remaining()).isBetween(0, store.capacity());
        }
        assertThat(new VariableStore(store.image()).image()).isEqualTo(store.image());
    }
}
