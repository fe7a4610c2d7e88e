package org.partita.interfaces.memorymanagement;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A call as a line of the corpus has it: caller, x0 to x7, then the bytes of the TX buffer.
 *
 * @param keepsRx whether the caller does not give its RX buffer back
 */
record FuzzedCall(int caller, List<Long> registers, byte[] descriptor, boolean keepsRx) {
    static final int[] CALLERS = {1, 2, 0x8001, 0x8002, 0x8003};

    private static final int[] FUNCTIONS = {
        0x84000071,
        0x84000072,
        0x84000073,
        0x84000074,
        0x84000076,
        0x84000077,
        0xC4000071,
        0xC4000072,
        0xC4000073,
        0xC4000074
    };

    private static final int[] WORDS = {
        0,
        1,
        2,
        3,
        4,
        5,
        8,
        16,
        32,
        48,
        64,
        72,
        80,
        96,
        0x1000,
        -1,
        -16,
        -4096,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0x8001,
        0x8002,
        0x8003,
        0x601_0000,
        0x601_2000,
        0x601_8000,
        0x608_4000,
        0x8000_0000,
        0x8000_8000,
        0x8008_0000
    };

    static FuzzedCall read(String line) {
        String[] cells = line.trim().split("\\s+");
        List<Long> registers = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            registers.add(Long.parseUnsignedLong(cells[i], 16));
        }
        byte[] bytes = cells.length > 9 ? HexFormat.of().parseHex(cells[9]) : new byte[0];
        return new FuzzedCall(Integer.parseInt(cells[0], 16), registers, bytes, false);
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(Integer.toHexString(caller));
        registers.forEach(r -> line.append(' ').append(Long.toHexString(r)));
        return line.append(' ').append(HexFormat.of().formatHex(descriptor)) + (keepsRx ? " (keeps RX)" : "");
    }

    /** The same with something changed. */
    FuzzedCall changed(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> new FuzzedCall(CALLERS[random.nextInt(CALLERS.length)], registers, descriptor, keepsRx);
            case 1 -> register(0, FUNCTIONS[random.nextInt(FUNCTIONS.length)]);
            case 2 -> register(1 + random.nextInt(7), WORDS[random.nextInt(WORDS.length)]);
            case 3 -> {
                int n = 1 + random.nextInt(4);
                yield register(n, registers.get(n) ^ 1L << random.nextInt(64));
            }
            case 4 -> new FuzzedCall(caller, registers, descriptor, true);
            default -> descriptor.length < 8 ? register(3, random.nextInt(4)) : described(random);
        };
    }

    private FuzzedCall register(int n, long value) {
        List<Long> changed = new ArrayList<>(registers);
        changed.set(n, value);
        return new FuzzedCall(caller, List.copyOf(changed), descriptor, keepsRx);
    }

    private FuzzedCall described(Random random) {
        byte[] changed = descriptor.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        boolean length = false;
        switch (random.nextInt(7)) {
            case 0 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> buffer.putInt(random.nextInt(changed.length / 4) * 4, WORDS[random.nextInt(WORDS.length)]);
            case 2 -> buffer.putInt(random.nextInt(changed.length / 4) * 4, random.nextInt(changed.length * 2));
            case 3 -> buffer.putShort(random.nextInt(changed.length / 2) * 2, (short) CALLERS[random.nextInt(5)]);
            case 4 -> {
                changed = Arrays.copyOf(changed, random.nextInt(changed.length) + 1);
                length = true;
            }
            case 5 -> {
                changed = Arrays.copyOf(changed, Math.min(4096, changed.length + random.nextInt(64)));
                length = true;
            }
            default -> {
                int from = random.nextInt(changed.length);
                int to = random.nextInt(changed.length);
                System.arraycopy(
                        changed, from, changed, to, Math.min(random.nextInt(64), changed.length - Math.max(from, to)));
            }
        }
        FuzzedCall next = new FuzzedCall(caller, registers, changed, keepsRx);
        boolean told = length && registers.get(1) != 0 && random.nextBoolean();
        return told ? next.register(1, changed.length).register(2, changed.length) : next;
    }
}
