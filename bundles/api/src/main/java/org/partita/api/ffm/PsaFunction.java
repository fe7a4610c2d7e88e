package org.partita.api.ffm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the PSA API. FF-M gives them no numbers: ours are {@code 0x50534100} ("PSA") plus the position here, and stand in x0
 * of a call.
 */
public enum PsaFunction {
    PSA_FRAMEWORK_VERSION(true),
    PSA_VERSION(true),
    PSA_CONNECT(true),
    PSA_CALL(true),
    PSA_CLOSE(true),
    PSA_WAIT(false),
    PSA_GET(false),
    PSA_SET_RHANDLE(false),
    PSA_READ(false),
    PSA_SKIP(false),
    PSA_WRITE(false),
    PSA_REPLY(false),
    PSA_NOTIFY(false),
    PSA_CLEAR(false),
    PSA_EOI(false),
    PSA_PANIC(false),
    PSA_MAP_INVEC(false),
    PSA_UNMAP_INVEC(false),
    PSA_MAP_OUTVEC(false),
    PSA_UNMAP_OUTVEC(false),
    PSA_IRQ_ENABLE(false),
    PSA_IRQ_DISABLE(false),
    PSA_RESET_SIGNAL(false),
    PSA_ROT_LIFECYCLE_STATE(false);

    private static final int BASE = 0x50534100;
    private static final PsaFunction[] ALL = values();

    private final boolean client;

    PsaFunction(boolean client) {
        this.client = client;
    }

    /** The number that stands for it in x0. */
    public int id() {
        return BASE + ordinal();
    }

    /** Whether it is of the client API, which Non-secure clients have, too. */
    public boolean client() {
        return client;
    }

    /** Its name in C. */
    public String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The function with this number, or null. */
    public static @Nullable PsaFunction of(int id) {
        int at = id - BASE;
        return at >= 0 && at < ALL.length ? ALL[at] : null;
    }

    /** The function with this name, as C has it; or null. */
    public static @Nullable PsaFunction named(String title) {
        return Arrays.stream(ALL)
                .filter(f -> f.title().equalsIgnoreCase(title))
                .findFirst()
                .orElse(null);
    }
}
