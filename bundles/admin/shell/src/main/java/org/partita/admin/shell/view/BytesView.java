package org.partita.admin.shell.view;

import java.util.HexFormat;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;

/** Contents of memory, 16 bytes a line. */
public final class BytesView {
    private static final int LINE = 16;
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private BytesView() {}

    public static Answer of(long address, byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; at += LINE) {
            int end = Math.min(at + LINE, bytes.length);
            String hex = SPACED.formatHex(bytes, at, end);
            text.append("%s  %-47s  ".formatted(Numbers.hex(address + at), hex));
            for (int i = at; i < end; i++) {
                boolean printable = bytes[i] >= ' ' && bytes[i] < 0x7F;
                text.append(printable ? (char) bytes[i] : '.');
            }
            text.append('\n');
        }
        Json json =
                new Json().hex("address", address).put("bytes", HexFormat.of().formatHex(bytes));
        return new Answer(text.toString(), json);
    }
}
