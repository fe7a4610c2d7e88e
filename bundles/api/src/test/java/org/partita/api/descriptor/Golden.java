package org.partita.api.descriptor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.EndpointId;

/**
 * A worked example: bytes, and the descriptor that they are.
 *
 * @param name id and title
 * @param bytes the whole descriptor
 * @param value the descriptor, made of the facts that stand beside the bytes
 */
record Golden<T>(String name, byte[] bytes, T value) {
    @Override
    public String toString() {
        return name;
    }

    /** The bytes of their own, to be changed. */
    MemorySegment segment() {
        return MemorySegment.ofArray(bytes.clone());
    }

    /** The bytes with one of them changed. */
    MemorySegment with(long offset, int value) {
        MemorySegment changed = segment();
        changed.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
        return changed;
    }

    /** The bytes with four of them changed. */
    MemorySegment withWord(long offset, long value) {
        MemorySegment changed = segment();
        changed.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), offset, (int) value);
        return changed;
    }

    static List<Golden<MemoryTransaction>> transactions() {
        List<String> lines = lines("transactions.txt");
        List<Golden<MemoryTransaction>> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 5) {
            Map<Integer, CompositeRegion> regions = new HashMap<>();
            for (String composite : parts(lines.get(i + 4))) {
                String[] words = composite.split(" ");
                regions.put(Integer.decode(words[0]), region(words));
            }
            List<EndpointAccess> endpoints = new ArrayList<>();
            for (String entry : parts(lines.get(i + 3))) {
                endpoints.add(entry(entry.split(" "), regions));
            }
            String[] words = lines.get(i + 2).split(" ");
            all.add(new Golden<>(
                    lines.get(i),
                    HexFormat.of().parseHex(lines.get(i + 1)),
                    new MemoryTransaction(
                            Integer.decode(words[0]),
                            attributes(Integer.decode(words[1])),
                            Integer.decode(words[2]),
                            Long.decode(words[3]),
                            Long.decode(words[4]),
                            endpoints)));
        }
        return all;
    }

    static Golden<MemoryTransaction> transaction(String id) {
        return transactions().stream()
                .filter(golden -> golden.name.startsWith(id))
                .findFirst()
                .orElseThrow();
    }

    static List<Golden<RelinquishDescriptor>> relinquishments() {
        List<String> lines = lines("relinquish.txt");
        List<Golden<RelinquishDescriptor>> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 4) {
            String[] words = lines.get(i + 2).split(" ");
            int flags = Integer.decode(words[1]);
            all.add(new Golden<>(
                    lines.get(i),
                    HexFormat.of().parseHex(lines.get(i + 1)),
                    new RelinquishDescriptor(
                            Long.decode(words[0]),
                            new RelinquishFlags((flags & 1) != 0, (flags & 2) != 0),
                            Arrays.stream(lines.get(i + 3).split(" "))
                                    .map(id -> new EndpointId(Integer.decode(id)))
                                    .toList())));
        }
        return all;
    }

    private static EndpointAccess entry(String[] words, Map<Integer, CompositeRegion> regions) {
        int permissions = Integer.decode(words[1]);
        return new EndpointAccess(
                Integer.decode(words[0]),
                DataAccess.values()[permissions & 3],
                InstructionAccess.values()[permissions >> 2],
                words[2].equals("0x01"),
                regions.get(Integer.decode(words[3])));
    }

    private static CompositeRegion region(String[] words) {
        List<ConstituentRange> ranges = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            String[] range = words[i].split("\\+");
            ranges.add(new ConstituentRange(Long.decode(range[0]), Integer.parseInt(range[1])));
        }
        return new CompositeRegion(Long.parseLong(words[1]), ranges);
    }

    /** The examples have two kinds only. */
    private static MemoryAttributes attributes(int bits) {
        return switch (bits) {
            case 0 -> MemoryAttributes.NOT_SPECIFIED;
            case 0x2F -> MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE;
            default -> throw new AssertionError("attributes " + bits);
        };
    }

    private static List<String> parts(String line) {
        return line.equals("-") ? List.of() : List.of(line.split("; "));
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
