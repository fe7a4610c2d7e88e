package org.partita.interfaces.memorymanagement;

import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** What a descriptor has to say to begin a transaction, and whom it is believed (FF-A 11.1 to 11.3, 5.11, 5.12). */
final class SendRules {
    static final String NO_TIME_SLICES =
            "bit 1 must be zero: no bundle for time slicing serves, or the caller runs at S-EL0";

    static final Requirement SENDER_IS_CALLER = new Requirement(
            Status.DENIED,
            ".1.2-2",
            "Sender endpoint ID",
            "the sender must be the caller, and own the region: see FFA_ID_GET");
    static final Requirement SECURE_STAYS_SECURE = new Requirement(
            Status.DENIED, ".1.2-3", "Endpoint ID", "an SP gives no memory to an endpoint of the Normal world");
    static final Requirement OWNER_EXCLUSIVE = new Requirement(
            Status.DENIED,
            ".1.2-4",
            "Address",
            "the whole region must be memory that the sender owns and has exclusive access to, in one Security state;"
                    + " its RX/TX buffers are not");
    static final Requirement BUSY_TX = new Requirement(
            Status.BUSY, ".1.2-18", "TX of the Hypervisor", "the Hypervisor's TX buffer is in use: try again");
    static final Requirement ROOM_IN_TX = new Requirement(
            Status.NO_MEMORY,
            ".1.2-19",
            "TX of the Hypervisor",
            "the description by physical addresses does not fit the buffer that the Hypervisor shares with the SPM");

    static final Rule[] HANDLE_ZERO = {
        handle("FFA-5.12.1-1"), handle("FFA-5.12.1-2"), handle("FFA-5.12.1-3"),
    };
    static final Rule[] ACCESS_FLAGS_ZERO = {
        flags("FFA-5.11.1-1"), flags("FFA-5.11.1-2"), flags("FFA-5.11.1-3"),
    };

    static final Rule ONE_RECEIVER = invalid(
            "FFA-5.12.3.1-5",
            "5.12.3.1",
            "Endpoint memory access descriptor count",
            "a donation has one Receiver: count must be 1");
    static final Rule SOME_BORROWER = invalid(
            "FFA-5.12.3.1-7",
            "5.12.3.1",
            "Endpoint memory access descriptor count",
            "there must be one Borrower or more");
    static final Rule DONATED_REGION = invalid(
            "FFA-5.12.3.1-6",
            "5.12.3.1",
            "Composite memory region descriptor offset",
            "must lead to the composite memory region descriptor");
    static final Rule SAME_REGION = invalid(
            "FFA-5.12.3.1-8",
            "5.12.3.1",
            "Composite memory region descriptor offset",
            "all entries must have the offset of the one composite memory region descriptor");
    static final Rule OWN_ENTRY = invalid(
            "FFA-5.12.3.1-1",
            "5.12.3.1",
            "Endpoint ID",
            "only in FFA_MEM_SHARE the sender may have an entry of its own, beside those of Borrowers");
    static final Rule KNOWN_ENDPOINT = invalid(
            "FFA-5.12.3.3-3", "5.12.3.3", "Endpoint ID", "must be the ID of an endpoint, see FFA_PARTITION_INFO_GET");
    static final Rule GRANULE = invalid(
            "FFA-5.4.1-1",
            "5.4.1 rule 1",
            "Address",
            "ranges must begin and end at multiples of the largest translation granule of those who take part");

    static final Rule DATA_STATED = invalid(
            "FFA-5.11.2-2", "5.11.2", "Memory access permissions", "bits 1:0 must say the Borrower's data access");
    static final Rule DATA_NOT_STATED = invalid(
            "FFA-5.11.2-11",
            "5.11.2",
            "Memory access permissions",
            "bits 1:0 must be b'00 in a donation: the Receiver says what access it wants");
    static final Rule DATA_WITHIN_SENDERS = denied(
            "FFA-5.11.2-4",
            "5.11.2",
            "Memory access permissions",
            "nobody gets read-write access to pages that the sender has read-only access to");
    static final Rule DATA_WITHIN_SENDERS_STAGE_1 = denied(
            "FFA-5.11.2-5",
            "5.11.2",
            "Memory access permissions",
            "nobody gets read-write access to pages that the sender has read-only access to");
    static final Rule EXECUTION_NOT_STATED_SHARED = invalid(
            "FFA-5.11.3-3",
            "5.11.3",
            "Memory access permissions",
            "bits 3:2 must be b'00: what several can access is execute-never");
    static final Rule EXECUTION_NOT_STATED = invalid(
            "FFA-5.11.3-6",
            "5.11.3",
            "Memory access permissions",
            "bits 3:2 must be b'00: the Receiver says what access it wants");

    static final Rule ATTRIBUTES_WITHIN_SENDERS = denied(
            "FFA-5.11.4-24",
            "5.11.4",
            "Memory region attributes",
            "must be the same as, or less permissive than, those that the sender has the region mapped with");
    static final Rule ATTRIBUTES_WITHIN_SENDERS_STAGE_1 = denied(
            "FFA-5.11.4-25",
            "5.11.4",
            "Memory region attributes",
            "must be the same as, or less permissive than, those that the sender has the region mapped with");
    static final Rule ATTRIBUTES_NOT_STATED = invalid(
            "FFA-5.11.4-29",
            "5.11.4",
            "Memory region attributes",
            "bits 5:4 must be b'00 with one Receiver of a donation or loan: the Receiver says what it wants");

    static final Rule SHARED_IS_NOT_ZEROED =
            invalid("FFA-5.12.4-2", "Table 5.20", "Flags", "bit 0 must be zero: what is shared is not zeroed");
    static final Rule READ_ONLY_IS_NOT_ZEROED = denied(
            "FFA-5.12.4-3", "Table 5.20", "Flags", "bit 0 must be zero: the sender has read-only access to the region");
    static final Rule NO_SLICES = invalid("FFA-5.12.4-5", "Table 5.20", "Flags", NO_TIME_SLICES);

    private SendRules() {}

    static Rule handleZero(Operation operation) {
        return HANDLE_ZERO[operation.ordinal()];
    }

    static Rule accessFlagsZero(Operation operation) {
        return ACCESS_FLAGS_ZERO[operation.ordinal()];
    }

    private static Rule handle(String id) {
        return invalid(id, "5.12.1", "Handle", "must be zero: the Relayer allocates it");
    }

    private static Rule flags(String id) {
        return invalid(id, "5.11.1", "Flags of the access permissions", "must be zero");
    }

    static Rule invalid(String id, String section, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, "FF-A " + section, field, text);
    }

    static Rule denied(String id, String section, String field, String text) {
        return new Rule(id, Status.DENIED, "FF-A " + section, field, text);
    }
}
