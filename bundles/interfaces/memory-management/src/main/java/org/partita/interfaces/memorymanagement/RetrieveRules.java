package org.partita.interfaces.memorymanagement;

import static org.partita.interfaces.memorymanagement.SendRules.denied;
import static org.partita.interfaces.memorymanagement.SendRules.invalid;

import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** What a Receiver has to say to get a region (FF-A 11.4.1, 5.11, 5.12). */
final class RetrieveRules {
    private static final String ACCESS = "Memory access permissions";

    static final Rule SENDER_IS_OWNER = denied(
            "FFA-11.4.1.2-2", "11.4.1.2 item 2", "Sender endpoint ID", "must be the ID of the owner of the region");
    static final Rule KNOWN_HANDLE =
            invalid("FFA-5.12.1-7", "5.12.1", "Handle", "must be one that was allocated and has not been reclaimed");
    static final Rule SENT_TO_CALLER = invalid(
            "FFA-5.12.1-8",
            "5.12.1",
            "Handle",
            "must identify a region that was shared with, lent or donated to the caller");
    static final Rule TAG = invalid("FFA-5.12.2-3", "5.12.2", "Tag", "must be the one that the sender gave");
    static final Rule OWN_ENTRY = invalid(
            "FFA-5.12.3.3-4",
            "5.12.3.2",
            "Endpoint memory access descriptor count",
            "there must be one entry for the caller itself among them");
    static final Rule OTHER_BORROWER =
            invalid("FFA-5.12.3.3-5", "5.12.3.3", "Endpoint ID", "must be one that the sender listed as Receiver");
    static final Rule OTHERS_OFFSET = invalid(
            "FFA-5.12.3.2-7",
            "5.12.3.2",
            "Composite memory region descriptor offset",
            "must be zero in the entry of another Borrower");
    static final Rule FOR_CALLER = invalid(
            "FFA-5.11.1-7",
            "Table 5.17",
            "Flags of the access permissions",
            "bit 0 must be zero in the caller's own entry");
    static final Rule FOR_OTHERS = invalid(
            "FFA-5.11.1-4",
            "Table 5.17",
            "Flags of the access permissions",
            "bit 0 must be set in the entry of another Borrower: nothing is retrieved for it");

    static final Rule DATA_WITHIN_LENDERS =
            denied("FFA-5.11.2-9", "5.11.2", ACCESS, "no more data access than the Lender allowed");
    static final Rule DATA_WITHIN_OWNERS =
            denied("FFA-5.11.2-15", "5.11.2", ACCESS, "no more data access than the Owner had");
    static final Rule DATA_OF_OTHERS = denied(
            "FFA-5.11.2-10", "5.11.2", ACCESS, "data access of another Borrower must be what the Lender specified");
    static final Rule NO_EXECUTION = invalid(
            "FFA-5.11.3-4", "5.11.3", ACCESS, "bits 3:2 must be b'00: what several can access is execute-never");
    static final Rule EXECUTION = denied(
            "FFA-5.11.3-11",
            "5.11.3, 5.4",
            ACCESS,
            "executable is only Normal memory that is read-only for the caller: ask for b'01 in bits 1:0");
    static final Rule ATTRIBUTES_WITHIN_LENDERS = denied(
            "FFA-5.11.4-28",
            "5.11.4",
            "Memory region attributes",
            "must be the same as, or less permissive than, those of the Lender");
    static final Rule ATTRIBUTES_WITHIN_OWNERS = denied(
            "FFA-5.11.4-33",
            "5.11.4",
            "Memory region attributes",
            "must be the same as, or less permissive than, those that the owner had");

    static final Rule ZEROED =
            denied("FFA-5.12.4-8", "Table 5.21", "Flags", "bit 0: the sender has not had the region zeroed");
    static final Rule SHARED_NOT_ZEROED =
            invalid("FFA-5.12.4-9", "Table 5.21", "Flags", "bit 0 must be zero: what is shared is not zeroed");
    static final Rule READ_ONLY_NOT_ZEROED = denied(
            "FFA-5.12.4-10",
            "Table 5.21",
            "Flags",
            "bit 0 must be zero: the sender has read-only access to the region");
    static final Rule ZEROED_ONCE = invalid(
            "FFA-5.12.4-11", "Table 5.21", "Flags", "bit 0 must be zero: the caller has retrieved the region before");
    static final Rule NO_SLICES = invalid("FFA-5.12.4-13", "Table 5.21", "Flags", SendRules.NO_TIME_SLICES);
    static final Rule ZEROES_WITH_WRITE_ACCESS = denied(
            "FFA-5.12.4-17",
            "Table 5.21",
            "Flags",
            "bit 2 must be zero: the caller has read-only access to the region");
    static final Rule SHARED_NOT_ZEROED_AFTER =
            invalid("FFA-5.12.4-18", "Table 5.21", "Flags", "bit 2 must be zero: what is shared is not zeroed");
    static final Rule TYPE =
            invalid("FFA-5.12.4-23", "Table 5.21", "Flags", "bits 4:3 must be the type of the transaction, or b'00");
    static final Rule HINT_OR_RANGES = invalid(
            "FFA-5.12.4-26", "Table 5.21", "Flags", "bits 9:5 must be zero: the caller chooses the addresses itself");
    static final Rule ALIGNMENT =
            denied("FFA-5.12.4-27", "Table 5.21", "Flags", "there are no free addresses with this alignment");
    static final Rule ALIGNED_ALREADY = denied(
            "FFA-5.12.4-27",
            "Table 5.21",
            "Flags",
            "the Receiver has the region already, at addresses without this alignment");

    static final Rule AS_LARGE = invalid(
            "FFA-5.12.3.3-7", "5.12.3.3", "Total page count", "the caller's ranges must be as large as the region");
    static final Rule FREE_ADDRESSES = invalid(
            "FFA-5.12.3.2-2", "5.12.3.2", "Address", "the caller's ranges must be addresses that nothing is mapped at");
    static final Rule SAME_ADDRESSES = invalid(
            "FFA-11.4.2-4", "11.4.2 item 3", "Address", "must be those at which the caller has the region already");
    static final Rule RETRIEVALS = denied(
            "FFA-11.4.2-7",
            "11.4.2",
            "Handle",
            "the caller has retrieved it as often as is supported, see FFA_FEATURES: use FFA_MEM_RELINQUISH first");
    static final Rule ROOM = new Rule(
            "FFA-11.4.1.2-8",
            Status.NO_MEMORY,
            "FF-A 11.4.1.2 item 8",
            "pages",
            "the caller's translation regime has no room for the region");

    static final Rule RX_FREE = new Rule(
            "FFA-11.4.1.2-10",
            Status.BUSY,
            "FF-A 11.4.1.2 item 9",
            "RX",
            "the caller's RX buffer is full: use FFA_RX_RELEASE first");
    static final Rule FITS_RX = new Rule(
            "FFA-11.4.1.2-11",
            Status.NO_MEMORY,
            "FF-A 11.4.1.2 item 10",
            "bytes",
            "the description does not fit the RX buffer: no bundle for fragments serves");

    private RetrieveRules() {}
}
