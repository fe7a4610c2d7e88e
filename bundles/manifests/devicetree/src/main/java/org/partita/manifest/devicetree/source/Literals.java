package org.partita.manifest.devicetree.source;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;
import org.partita.api.manifest.ManifestException;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Names;

/** Numbers, characters and strings, as C writes them. */
final class Literals {
    private static final Pattern SUFFIX = Pattern.compile("[uU]?[lL]{0,2}$");

    private final Input in;

    Literals(Input in) {
        this.in = in;
    }

    /** An integer of up to 64 bits in decimal, octal or hexadecimal, or a character in single quotes. */
    long number() throws ManifestException {
        if (in.accept('\'')) {
            return character();
        }
        int c = in.peek();
        if (c < '0' || c > '9') {
            throw in.fault("expecting a number, found " + in.found()
                    + (Names.isLabelCharacter(c)
                            ? "; a name here is a macro of the C preprocessor: run cpp first, or write its value"
                            : ""));
        }
        return integer(in.word(Names::isLabelCharacter, Limits.MAX_NAME));
    }

    private long integer(String word) throws ManifestException {
        String digits = SUFFIX.matcher(word).replaceFirst("");
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return unsigned(digits.substring(2), 16);
            }
            return unsigned(digits, digits.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            throw in.fault("'" + word + "' is not an integer of up to 64 bits; write decimal, 0x... or octal 0...");
        }
    }

    private static long unsigned(String digits, int radix) {
        if (digits.startsWith("+")) {
            throw new NumberFormatException();
        }
        return Long.parseUnsignedLong(digits, radix);
    }

    private long character() throws ManifestException {
        int c = in.nextRaw();
        if (c < 0 || c == '\n' || c == '\'') {
            throw in.fault("expecting one character between single quotes");
        }
        int value = c == '\\' ? escape() : c;
        if (in.nextRaw() != '\'') {
            throw in.fault("a character literal has one character between single quotes");
        }
        return value;
    }

    /** A string whose opening quote is taken, with the NUL that ends it. */
    byte[] string() throws ManifestException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int c = in.nextRaw(); c != '"'; c = in.nextRaw()) {
            if (c < 0) {
                throw in.fault("a string has no end; add \"");
            }
            bytes.write(c == '\\' ? escape() : c);
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    private int escape() throws ManifestException {
        int c = in.nextRaw();
        return switch (c) {
            case -1 -> throw in.fault("the file ends after a backslash");
            case 'a' -> 7;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 0xb;
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'x' -> digits(0, 16, 2, "\\x");
            case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(c - '0', 8, 2, "\\");
            default -> c;
        };
    }

    private int digits(int begin, int radix, int most, String what) throws ManifestException {
        int value = begin;
        int count = 0;
        while (count < most && Character.digit(in.peekRaw(), radix) >= 0) {
            value = value * radix + Character.digit(in.nextRaw(), radix);
            count++;
        }
        if (count == 0 && radix == 16) {
            throw in.fault("expecting hexadecimal digits after " + what);
        }
        return value & 0xff;
    }
}
