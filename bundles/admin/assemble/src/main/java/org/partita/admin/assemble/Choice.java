package org.partita.admin.assemble;

/** Something that a platform has one of, and a person can name in several ways. */
final class Choice {
    private final String what;
    private String how = "";
    private String value = "";

    /** @param what with its article: {@code one isolation level} */
    Choice(String what) {
        this.what = what;
    }

    /**
     * Takes it as it is named.
     *
     * @param named how it is typed
     * @param chosen empty if that names nothing
     * @throws AssemblyException if something else has been named before
     */
    void name(String named, String chosen) {
        if (chosen.isEmpty() || chosen.equals(value)) {
            return;
        }
        if (!value.isEmpty()) {
            throw new AssemblyException(how + " and " + named + ": a platform has " + what + "; leave one of them out");
        }
        how = named;
        value = chosen;
    }

    /** What has been named, empty if nothing has. */
    String value() {
        return value;
    }

    /** How it is typed. */
    String how() {
        return how;
    }
}
