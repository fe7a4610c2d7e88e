package org.partita.manifest.devicetree.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A property: a name and bytes; what the bytes mean is the binding's knowledge. Cells are big-endian. */
public final class Property {
    private final String name;
    private final byte[] value;
    private final Place place;

    /**
     * @param name as written
     * @param value the bytes, empty for a property that only is there
     * @param place where it stands
     */
    public Property(String name, byte[] value, Place place) {
        this.name = name;
        this.value = value.clone();
        this.place = place;
    }

    public String name() {
        return name;
    }

    public Place place() {
        return place;
    }

    /** A copy of the value. */
    public byte[] value() {
        return value.clone();
    }

    /** Length of the value in bytes. */
    public int length() {
        return value.length;
    }

    /** Whether the value consists of whole 32-bit cells, at least one. */
    public boolean isCells() {
        return value.length > 0 && value.length % 4 == 0;
    }

    /** The number of whole 32-bit cells. */
    public int cellCount() {
        return value.length / 4;
    }

    /** Cell {@code n}; the caller has checked {@link #cellCount()}. */
    public int cell(int n) {
        return ByteBuffer.wrap(value).getInt(4 * n);
    }

    /** The value as one or more strings that each end with NUL, or nothing if it is no such list. */
    public Optional<List<String>> strings() {
        if (value.length == 0 || value[value.length - 1] != 0) {
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < value.length; i++) {
            if (value[i] == 0) {
                strings.add(new String(value, begin, i - begin, StandardCharsets.UTF_8));
                begin = i + 1;
            }
        }
        return Optional.of(strings);
    }

    /** Whether {@code other} has the same name and value; places are not compared. */
    boolean sameAs(Property other) {
        return name.equals(other.name) && Arrays.equals(value, other.value);
    }

    /** As dtc would print the value, shortened: for messages. */
    public String show() {
        if (value.length == 0) {
            return "no value";
        }
        Optional<List<String>> texts = strings().filter(Property::printable);
        if (texts.isPresent()) {
            return shorten("\"" + String.join("\", \"", texts.get()) + "\"");
        }
        StringBuilder text = new StringBuilder();
        boolean cells = isCells();
        for (int i = 0; i < value.length && text.length() < 80; i += cells ? 4 : 1) {
            text.append(text.isEmpty() ? "" : " ");
            text.append(cells ? "0x" + Integer.toHexString(cell(i / 4)) : String.format("%02x", value[i]));
        }
        return cells ? "<" + shorten(text.toString()) + ">" : "[" + shorten(text.toString()) + "]";
    }

    private static boolean printable(List<String> texts) {
        return texts.stream()
                .allMatch(t -> !t.isEmpty() && t.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != 0xfffd));
    }

    private static String shorten(String text) {
        return text.length() <= 72 ? text : text.substring(0, 69) + "...";
    }
}
