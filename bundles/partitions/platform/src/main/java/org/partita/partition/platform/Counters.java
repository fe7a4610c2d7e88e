package org.partita.partition.platform;

import org.partita.api.ffm.PsaStatus;

/** The counters of Non-secure clients, then those of Secure ones. A counter only grows, up to the largest number of 32 bits. */
final class Counters {
    static final int WORDS = 6;

    /** In place of a word: there is no such counter. */
    static final int NONE = -1;

    private static final int OF_EACH = 3;
    private static final long MOST = 0xFFFF_FFFFL;

    private Counters() {}

    /** The word of a client's counter. */
    static int word(int client, int number) {
        if (number < 0 || number >= OF_EACH) {
            return NONE;
        }
        return client < 0 ? number : OF_EACH + number;
    }

    static PsaStatus increment(Words words, int word) {
        if (words.get(word) == MOST) {
            return PsaStatus.PSA_ERROR_NOT_PERMITTED;
        }
        words.increment(word);
        return PsaStatus.PSA_SUCCESS;
    }
}
