package org.partita.memory.fragments;

import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** What a fragment, and a request for one, has to be (FF-A 12.2.2). */
final class FragmentRules {
    static final Rule FIRST_LENGTH = invalid(
            "FFA-12.2.2.3-9",
            "12.2.2.3 item 3",
            "w2",
            "a fragment must fit the buffer and be shorter than the descriptor; the first holds the header of the"
                    + " descriptor and, unless memory is retrieved, all endpoint memory access descriptors");
    static final Rule KNOWN_HANDLE = invalid(
            "FFA-5.12.1-7",
            "5.12.1",
            "Handle",
            "must be one that was allocated and has not been reclaimed: it identifies the fragments that follow");
    static final Rule LENGTH = invalid(
            "FFA-12.2.2.5-3",
            "Table 12.7",
            "w3",
            "the length must be 1 or more, fit the buffer, and not exceed what is missing of the descriptor");
    static final Rule OFFSET = invalid(
            "FFA-12.2.2.4-4",
            "Table 12.3",
            "w3",
            "must be the number of bytes that were sent, or the offset of the fragment that FFA_MEM_FRAG_TX gave last");
    static final Rule TX_HANDLE = invalid(
            "FFA-12.2.2.5-2",
            "Table 12.7",
            "w1/w2",
            "must be the Handle of a descriptor of which the caller has not sent all fragments, as FFA_MEM_FRAG_RX gave"
                    + " it");
    static final Rule RX_HANDLE = invalid(
            "FFA-12.2.2.4-2",
            "Table 12.3",
            "w1/w2",
            "must be the Handle of a region whose description is being sent to the caller in fragments");
    static final Rule TX_ENDPOINT = invalid(
            "FFA-12.2.2.5-4", "Table 12.7", "w4", "bits 31:16 must be the endpoint ID that FFA_MEM_FRAG_RX gave");
    static final Rule RX_ENDPOINT = invalid(
            "FFA-12.2.2.4-5", "Table 12.3", "w4", "bits 31:16 must be the ID of the Owner or Borrower, bits 15:0 zero");
    static final Rule TX_NO_ENDPOINT =
            invalid("FFA-12.2.2.5-5", "Table 12.7", "w4", "must be zero at a virtual FF-A instance");
    static final Rule RX_NO_ENDPOINT =
            invalid("FFA-12.2.2.4-6", "Table 12.3", "w4", "must be zero at a virtual FF-A instance");
    static final Rule TX_RESERVED =
            invalid("FFA-12.2.2.5-6", "Table 12.7", "w5-w7/x5-x7", "the registers are reserved, must be zero");
    static final Rule RX_RESERVED =
            invalid("FFA-12.2.2.4-7", "Table 12.3", "w5-w7/x5-x7", "the registers are reserved, must be zero");

    static final Rule TOO_LONG = new Rule(
            "PARTITA-descriptor-length",
            Status.NO_MEMORY,
            "FF-A 12.2.2",
            "w1",
            "the manager receives no descriptor as long as that: see the configuration of " + Fragments.PID);
    static final Rule IN_USE = new Rule(
            "PARTITA-fragments-busy",
            Status.BUSY,
            "FF-A 12.2.2",
            "w1/w2",
            "another context of the caller uses the same Handle: try again");
    static final Rule RX_BUSY = new Rule(
            "PARTITA-rx-busy",
            Status.BUSY,
            "FF-A 12.2.2.4, 11.4.1.2 item 9",
            "RX",
            "the caller's RX buffer is full: use FFA_RX_RELEASE between fragments");
    static final Rule TX_ABORTED = aborted("FFA-12.2.2.3-21", "its TX buffer");
    static final Rule RX_ABORTED = aborted("FFA-12.2.2.4-11", "its RX buffer");
    static final Rule ACCESSIBLE = new Rule(
            "PARTITA-memory-fault",
            Status.ABORTED,
            "FF-A 12.2.2.3 item 8, 8.5",
            "physical address",
            "the manager can't access a page of a buffer: the operation is undone, see what fills hardware/memory; or the"
                    + " caller has unmapped its RX/TX pair meanwhile");

    private FragmentRules() {}

    private static Rule aborted(String id, String buffer) {
        return new Rule(
                id,
                Status.ABORTED,
                "FF-A 12.2.2.3 item 8",
                buffer,
                "the caller has unmapped the buffer before all fragments were sent: the operation is undone");
    }

    private static Rule invalid(String id, String section, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, "FF-A " + section, field, text);
    }
}
