package org.partita.api.memory;

import java.util.List;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.ConstituentRange;

/**
 * A Receiver of a grant: what it may have, and what it has.
 *
 * @param id 16-bit endpoint ID
 * @param data most permissive data access that the Sender allows; NOT_SPECIFIED for a donation, unless an independent device
 *     is the Receiver and the Sender has chosen (FF-A 5.11.2)
 * @param retrieved times that it has retrieved the region and not relinquished it yet (FF-A 11.4.2)
 * @param retrievals times that it has retrieved the region in all
 * @param mapped how the region is mapped while {@code retrieved} is not 0, else {@link View#NONE}
 */
public record Borrower(int id, DataAccess data, int retrieved, int retrievals, View mapped) {
    /**
     * How a Receiver sees the region.
     *
     * @param at ranges in the Receiver's address kind (VA or IPA), each contiguous, together as long as the
     *     region; the first pages are those of the first range of the region, and so on
     * @param data data access
     * @param instruction instruction access
     * @param attributes memory type, cacheability, shareability
     */
    public record View(
            List<ConstituentRange> at, DataAccess data, InstructionAccess instruction, MemoryAttributes attributes) {
        /** Not mapped. */
        public static final View NONE = new View(
                List.of(), DataAccess.NOT_SPECIFIED, InstructionAccess.NOT_SPECIFIED, MemoryAttributes.NOT_SPECIFIED);

        public View {
            at = List.copyOf(at);
        }
    }

    /** One that has not retrieved the region. */
    public static Borrower of(int id, DataAccess data) {
        return new Borrower(id, data, 0, 0, View.NONE);
    }

    /** Once more retrieved, and mapped like this. */
    public Borrower retrievedAs(View view) {
        return new Borrower(id, data, retrieved + 1, retrievals + 1, view);
    }

    /** Once less retrieved; not mapped any more after the last time. */
    public Borrower relinquished() {
        return new Borrower(id, data, retrieved - 1, retrievals, retrieved == 1 ? View.NONE : mapped);
    }
}
