package org.partita.lib.crossing;

import static org.partita.api.ffa.Conduit.ERET;
import static org.partita.api.ffa.Conduit.HVC;
import static org.partita.api.ffa.Conduit.SMC;
import static org.partita.api.ffa.Conduit.SVC;
import static org.partita.lib.crossing.ConduitRow.nonSecurePhysical;
import static org.partita.lib.crossing.ConduitRow.nonSecureVirtual;
import static org.partita.lib.crossing.ConduitRow.securePhysical;
import static org.partita.lib.crossing.ConduitRow.secureVirtual;

import java.util.List;
import java.util.stream.Collectors;
import org.partita.api.ffa.FunctionId;

/**
 * The 'instances and conduits' tables of FF-A 1.0 in their order, each line as printed (a line for two instances
 * stands here once for each). A line without conduits: the table lacks the instance, so the function can't be invoked
 * there (FF-A 6.1.1). The first id is that of the requirement about the function's identifiers.
 *
 * <p>Kept as printed although odd: SVC at the Non-secure virtual instance (reading A04; no conduit generates it there),
 * and its lack in Table 8.26; ERET in Table 8.12 (A05); no SMC at the Secure physical instance in Tables 8.12, 8.16,
 * 8.21 and 8.26 (A11); FFA_RUN, FFA_YIELD and FFA_MSG_SEND not for SPs (A06, A08, A09).
 */
@SuppressWarnings("ImmutableEnumChecker") // the rows are unmodifiable sets in an unmodifiable list
enum InstanceTable {
    TABLE_7_3(
            FunctionId.FFA_ERROR,
            "FFA-7.2-15",
            nonSecurePhysical("FFA-7.2-11", SMC, ERET),
            securePhysical("FFA-7.2-12", SMC, ERET),
            nonSecureVirtual("FFA-7.2-13", SMC, HVC, ERET),
            // else an S-EL0 SP could neither report an error nor complete what came by ERET (FF-A 2.4, 3.5.3)
            secureVirtual("FFA-7.2-14", SMC, ERET).accepting("A01", HVC, SVC)),
    TABLE_7_6(
            FunctionId.FFA_SUCCESS,
            "FFA-7.3-6",
            nonSecurePhysical("FFA-7.3-2", SMC, ERET),
            securePhysical("FFA-7.3-3", SMC, ERET),
            nonSecureVirtual("FFA-7.3-4", SMC, HVC, ERET),
            secureVirtual("FFA-7.3-5", SMC, ERET).accepting("A01", HVC, SVC)),
    TABLE_7_9(
            FunctionId.FFA_INTERRUPT,
            "FFA-7.4-6",
            nonSecurePhysical("FFA-7.4-2", ERET),
            // else the SPMD could not tell the SPMC of a Secure interrupt (FF-A 9.1, 9.4.1)
            securePhysical("FFA-7.4-3", SMC).accepting("A02", ERET),
            nonSecureVirtual("FFA-7.4-4", ERET),
            secureVirtual("FFA-7.4-5", ERET)),
    TABLE_8_2(
            FunctionId.FFA_VERSION,
            "FFA-8.1-6",
            nonSecurePhysical("FFA-8.1-2", SMC),
            securePhysical("FFA-8.1-3", SMC),
            nonSecureVirtual("FFA-8.1-4", SMC, HVC, SVC),
            secureVirtual("FFA-8.1-5", SMC, HVC, SVC)),
    TABLE_8_7(
            FunctionId.FFA_FEATURES,
            "FFA-8.2-9",
            nonSecurePhysical("FFA-8.2-5", SMC),
            securePhysical("FFA-8.2-6", ERET, SMC),
            nonSecureVirtual("FFA-8.2-7", SMC, HVC, SVC),
            secureVirtual("FFA-8.2-8", SMC, HVC, SVC)),
    TABLE_8_12(
            FunctionId.FFA_RX_RELEASE,
            "FFA-8.3-7",
            nonSecurePhysical("FFA-8.3-2", SMC),
            securePhysical("FFA-8.3-3", ERET),
            nonSecureVirtual("FFA-8.3-4", SMC, HVC, SVC, ERET),
            secureVirtual("FFA-8.3-5", SMC, HVC, SVC)),
    TABLE_8_16(
            FunctionId.FFA_RXTX_MAP,
            "FFA-8.4-12",
            nonSecurePhysical("FFA-8.4-7", SMC),
            securePhysical("FFA-8.4-8", ERET),
            nonSecureVirtual("FFA-8.4-9", SMC, HVC, SVC),
            secureVirtual("FFA-8.4-10", SMC, HVC, SVC)),
    TABLE_8_21(
            FunctionId.FFA_RXTX_UNMAP,
            "FFA-8.5-11",
            nonSecurePhysical("FFA-8.5-6", SMC),
            securePhysical("FFA-8.5-7", ERET),
            nonSecureVirtual("FFA-8.5-8", SMC, HVC, SVC),
            secureVirtual("FFA-8.5-9", SMC, HVC, SVC)),
    TABLE_8_26(
            FunctionId.FFA_PARTITION_INFO_GET,
            "FFA-8.6-13",
            nonSecurePhysical("FFA-8.6-9", SMC),
            securePhysical("FFA-8.6-10", ERET),
            nonSecureVirtual("FFA-8.6-11", SMC, HVC),
            secureVirtual("FFA-8.6-12", SMC, HVC, SVC)),
    TABLE_8_31(
            FunctionId.FFA_ID_GET,
            "FFA-8.7-7",
            nonSecurePhysical("FFA-8.7-3", SMC),
            securePhysical("FFA-8.7-4", SMC),
            nonSecureVirtual("FFA-8.7-5", SMC, HVC, SVC),
            secureVirtual("FFA-8.7-6", SMC, HVC, SVC)),
    TABLE_9_2(
            FunctionId.FFA_MSG_WAIT,
            "FFA-9.1-18",
            nonSecurePhysical("FFA-9.1-8", ERET),
            securePhysical("FFA-9.1-9", SMC),
            nonSecureVirtual("FFA-9.1-10", SMC, HVC, ERET),
            secureVirtual("FFA-9.1-11", SMC, HVC, SVC)),
    TABLE_9_6(
            FunctionId.FFA_YIELD,
            "FFA-9.2-12",
            nonSecurePhysical("FFA-9.2-5"),
            securePhysical("FFA-9.2-6"),
            nonSecureVirtual("FFA-9.2-7", SMC, HVC, ERET),
            secureVirtual("FFA-9.2-8")),
    TABLE_9_10(
            FunctionId.FFA_RUN,
            "FFA-9.3-9",
            nonSecurePhysical("FFA-9.3-4", SMC),
            securePhysical("FFA-9.3-5", ERET),
            nonSecureVirtual("FFA-9.3-6", SMC, HVC, ERET),
            secureVirtual("FFA-9.3-7", ERET)),
    TABLE_9_15(
            FunctionId.FFA_NORMAL_WORLD_RESUME,
            "FFA-9.4-6",
            nonSecurePhysical("FFA-9.4-2"),
            securePhysical("FFA-9.4-3", SMC),
            nonSecureVirtual("FFA-9.4-4"),
            secureVirtual("FFA-9.4-5")),
    TABLE_10_2(
            FunctionId.FFA_MSG_SEND,
            "FFA-10.1-12",
            nonSecurePhysical("FFA-10.1-4"),
            securePhysical("FFA-10.1-5"),
            nonSecureVirtual("FFA-10.1-6", SMC, HVC, ERET),
            secureVirtual("FFA-10.1-7")),
    TABLE_10_6(
            FunctionId.FFA_MSG_SEND_DIRECT_REQ,
            "FFA-10.2-9",
            nonSecurePhysical("FFA-10.2-2", SMC, ERET),
            securePhysical("FFA-10.2-3", SMC, ERET),
            nonSecureVirtual("FFA-10.2-4", SMC, HVC, ERET),
            secureVirtual("FFA-10.2-5", SMC, HVC, SVC, ERET)),
    TABLE_10_10(
            FunctionId.FFA_MSG_SEND_DIRECT_RESP,
            "FFA-10.3-7",
            nonSecurePhysical("FFA-10.3-2", SMC, ERET),
            securePhysical("FFA-10.3-3", SMC, ERET),
            nonSecureVirtual("FFA-10.3-4", SMC, HVC, ERET),
            secureVirtual("FFA-10.3-5", SMC, HVC, SVC, ERET)),
    TABLE_10_14(
            FunctionId.FFA_MSG_POLL,
            "FFA-10.4-8",
            nonSecurePhysical("FFA-10.4-3"),
            securePhysical("FFA-10.4-4"),
            nonSecureVirtual("FFA-10.4-5", SMC, HVC),
            secureVirtual("FFA-10.4-6")),
    TABLE_11_2(
            FunctionId.FFA_MEM_DONATE,
            "FFA-11.1-1",
            nonSecurePhysical("FFA-11.1-7", SMC, ERET),
            securePhysical("FFA-11.1-7", SMC, ERET),
            nonSecureVirtual("FFA-11.1-8", SMC, HVC, SVC),
            secureVirtual("FFA-11.1-8", SMC, HVC, SVC)),
    TABLE_11_7(
            FunctionId.FFA_MEM_LEND,
            "FFA-11.2-1",
            nonSecurePhysical("FFA-11.2-7", SMC, ERET),
            securePhysical("FFA-11.2-7", SMC, ERET),
            nonSecureVirtual("FFA-11.2-8", SMC, HVC, SVC),
            secureVirtual("FFA-11.2-8", SMC, HVC, SVC)),
    TABLE_11_12(
            FunctionId.FFA_MEM_SHARE,
            "FFA-11.3-1",
            nonSecurePhysical("FFA-11.3-7", SMC, ERET),
            securePhysical("FFA-11.3-7", SMC, ERET),
            nonSecureVirtual("FFA-11.3-8", SMC, HVC, SVC),
            secureVirtual("FFA-11.3-8", SMC, HVC, SVC)),
    TABLE_11_17(
            FunctionId.FFA_MEM_RETRIEVE_REQ,
            "FFA-11.4-1",
            nonSecurePhysical("FFA-11.4-7", SMC, ERET),
            securePhysical("FFA-11.4-7", SMC, ERET),
            nonSecureVirtual("FFA-11.4-8", SMC, HVC, SVC),
            secureVirtual("FFA-11.4-8", SMC, HVC, SVC)),
    TABLE_11_21(
            FunctionId.FFA_MEM_RETRIEVE_RESP,
            "FFA-11.5-1",
            nonSecurePhysical("FFA-11.5-5", SMC, ERET),
            securePhysical("FFA-11.5-5", SMC, ERET),
            nonSecureVirtual("FFA-11.5-6", ERET),
            secureVirtual("FFA-11.5-6", ERET)),
    TABLE_11_26(
            FunctionId.FFA_MEM_RELINQUISH,
            "FFA-11.6-1",
            nonSecurePhysical("FFA-11.6-3", SMC, ERET),
            securePhysical("FFA-11.6-3", SMC, ERET),
            nonSecureVirtual("FFA-11.6-4", SMC, HVC, SVC),
            secureVirtual("FFA-11.6-4", SMC, HVC, SVC)),
    TABLE_11_30(
            FunctionId.FFA_MEM_RECLAIM,
            "FFA-11.7-1",
            nonSecurePhysical("FFA-11.7-8", SMC, ERET),
            securePhysical("FFA-11.7-8", SMC, ERET),
            nonSecureVirtual("FFA-11.7-9", SMC, HVC, SVC),
            secureVirtual("FFA-11.7-9", SMC, HVC, SVC)),
    TABLE_12_2(
            FunctionId.FFA_MEM_FRAG_RX,
            "FFA-12.2.2.4-1",
            nonSecurePhysical("FFA-12.2.2.4-8", SMC, ERET),
            securePhysical("FFA-12.2.2.4-8", SMC, ERET),
            nonSecureVirtual("FFA-12.2.2.4-9", SMC, HVC, SVC, ERET),
            secureVirtual("FFA-12.2.2.4-9", SMC, HVC, SVC, ERET)),
    TABLE_12_6(
            FunctionId.FFA_MEM_FRAG_TX,
            "FFA-12.2.2.5-1",
            nonSecurePhysical("FFA-12.2.2.5-7", SMC, ERET),
            securePhysical("FFA-12.2.2.5-7", SMC, ERET),
            nonSecureVirtual("FFA-12.2.2.5-8", SMC, HVC, SVC, ERET),
            secureVirtual("FFA-12.2.2.5-8", SMC, HVC, SVC, ERET)),
    TABLE_12_10(
            FunctionId.FFA_MEM_OP_PAUSE,
            "FFA-12.2.3.4-1",
            nonSecurePhysical("FFA-12.2.3.4-4", ERET),
            securePhysical("FFA-12.2.3.4-5", SMC),
            nonSecureVirtual("FFA-12.2.3.4-6", ERET),
            secureVirtual("FFA-12.2.3.4-6", ERET)),
    TABLE_12_14(
            FunctionId.FFA_MEM_OP_RESUME,
            "FFA-12.2.3.5-1",
            nonSecurePhysical("FFA-12.2.3.5-4", SMC),
            securePhysical("FFA-12.2.3.5-5", ERET),
            nonSecureVirtual("FFA-12.2.3.5-6", SMC, HVC, SVC),
            secureVirtual("FFA-12.2.3.5-6", SMC, HVC, SVC));

    private final FunctionId function;
    private final String identifiers;
    private final List<ConduitRow> rows;

    InstanceTable(FunctionId function, String identifiers, ConduitRow... rows) {
        this.function = function;
        this.identifiers = identifiers;
        this.rows = List.of(rows);
    }

    FunctionId function() {
        return function;
    }

    /** The requirement that says which identifiers the function has. */
    String identifiers() {
        return identifiers;
    }

    /** One line for each instance. */
    List<ConduitRow> rows() {
        return rows;
    }

    /** For people: the instances where the function can be invoked. */
    String elsewhere() {
        return rows.stream()
                .filter(row -> !row.strict().isEmpty())
                .map(row -> row.instance().title())
                .collect(Collectors.joining(", "));
    }

    /** For people: {@code Table 7.3}. */
    String title() {
        return "Table " + name().substring("TABLE_".length()).replace('_', '.');
    }
}
