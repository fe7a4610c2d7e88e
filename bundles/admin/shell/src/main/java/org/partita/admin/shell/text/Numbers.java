package org.partita.admin.shell.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.partita.api.ffa.FfaVersion;

/** Numbers as people type and read them: decimal or 0x and hexadecimal digits, a minus sign before either. */
public final class Numbers {
    private static final BigInteger LOWEST = BigInteger.ONE.shiftLeft(63).negate();
    private static final BigInteger HIGHEST = BigInteger.ONE.shiftLeft(64);
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(3600);
    private static final BigDecimal LATEST_SECONDS = BigDecimal.valueOf(10_000_000);
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    private Numbers() {}

    /** A number of 64 bits, signed or unsigned; empty if the text is no number. */
    public static OptionalLong parse(String text) {
        String word = text.toLowerCase(Locale.ROOT).replace("_", "");
        boolean negative = word.startsWith("-");
        String digits = negative ? word.substring(1) : word;
        boolean hex = digits.startsWith("0x");
        String body = hex ? digits.substring(2) : digits;
        if (!body.matches(hex ? "[0-9a-f]+" : "[0-9]+")) {
            return OptionalLong.empty();
        }
        BigInteger value = new BigInteger(negative ? "-" + body : body, hex ? 16 : 10);
        boolean fits = value.compareTo(LOWEST) >= 0 && value.compareTo(HIGHEST) < 0;
        return fits ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    /** A register value of 64 bits. */
    public static long register(String name, String text) {
        return parse(text)
                .orElseThrow(() -> new CommandException(
                        name + " \"" + text + "\" is no number of 64 bits: type it as 12, -2 or 0x8001"));
    }

    /** A value of 32 bits, signed or unsigned. */
    public static int word(String name, String text) {
        OptionalLong value = parse(text);
        if (value.isEmpty() || !fits32(value.getAsLong())) {
            throw new CommandException(name + " \"" + text + "\" is no number of 32 bits: type it as 12, -2 or 0x1000");
        }
        return (int) value.getAsLong();
    }

    /** A number from 0 to a limit. */
    public static int upTo(String name, String text, int limit, String rule) {
        long value = parse(text)
                .orElseThrow(
                        () -> new CommandException(name + " \"" + text + "\" is no number: type it as 12 or 0x8001"));
        if (value < 0 || value > limit) {
            throw new CommandException(name + " " + text + " is out of range: " + rule);
        }
        return (int) value;
    }

    /** How long something may take, in seconds, for example 5 or 0.25. */
    public static Duration seconds(String name, String text) {
        return seconds(name, text, LONGEST_SECONDS);
    }

    /** A time of the platform's, in seconds since it was made. */
    public static Duration moment(String name, String text) {
        return seconds(name, text, LATEST_SECONDS);
    }

    private static Duration seconds(String name, String text, BigDecimal most) {
        BigDecimal seconds = text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?") ? new BigDecimal(text) : BigDecimal.ZERO;
        if (seconds.signum() <= 0 || seconds.compareTo(most) > 0) {
            throw new CommandException(
                    name + " \"" + text + "\": give seconds, above 0 and up to " + most + ", such as 5 or 0.25");
        }
        return Duration.ofNanos(seconds.multiply(NANOS).longValue());
    }

    /** A version MAJOR.MINOR (FF-A 8.1.1). */
    public static FfaVersion version(String text) {
        if (!text.matches("[0-9]{1,5}\\.[0-9]{1,5}")) {
            throw new CommandException("version \"" + text + "\": type it as MAJOR.MINOR, such as 1.0");
        }
        int dot = text.indexOf('.');
        try {
            return new FfaVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the value is the same in 32 bits, signed or unsigned. */
    public static boolean fits32(long value) {
        return value >= Integer.MIN_VALUE && value <= 0xFFFFFFFFL;
    }

    /** 0x and the shortest hexadecimal form, unsigned. */
    public static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** As {@link #hex}, of 32 bits. */
    public static String hex32(int value) {
        return "0x" + Integer.toHexString(value);
    }

    /** Seconds without needless zeros. */
    public static String seconds(Duration time) {
        BigDecimal seconds = BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros();
        return seconds.toPlainString() + " s";
    }

    /** Platform time, nanoseconds, as seconds with nine decimals. */
    public static String time(long nanos) {
        return BigDecimal.valueOf(nanos, 9).toPlainString();
    }

    /** A short time for people. */
    public static String span(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    /** A size in bytes in the largest binary unit that leaves no rest. */
    public static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long rest = bytes;
        while (unit + 1 < units.length && rest != 0 && rest % 1024 == 0) {
            rest /= 1024;
            unit++;
        }
        return rest + " " + units[unit];
    }
}
