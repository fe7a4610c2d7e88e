package org.partita.interfaces.indirectmessaging;

import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;

/** What the Hypervisor checks of an FFA_MSG_SEND (FF-A 10.1.2.2), in the order of its list; the state of the caller first. */
final class SendRules {
    static final Rule NO_REQUEST = new Rule(
            "FFA-10.1-3",
            Status.DENIED,
            "FF-A 10.1, 4.5.2",
            "w0",
            "the caller is processing a direct request: it ends with FFA_MSG_SEND_DIRECT_RESP");

    static final Rule SENDER_STATE = new Rule(
            "FFA-10.1-26",
            Status.DENIED,
            "FF-A Table 10.4, 4.3.1",
            "w1[31:16]",
            "the manifest of the Sender has to list indirect messages, and it needs an RX/TX buffer pair: see FFA_RXTX_MAP");

    static final Rule SENDER = invalid(
            "FFA-10.1.2.2-1",
            "10.1.2.2 item 1",
            "w1[31:16]",
            "the Sender has to be the calling VM itself, see FFA_ID_GET");

    static final Rule RECEIVER = invalid(
            "FFA-10.1.2.2-1",
            "10.1.2.2 item 1",
            "w1[15:0]",
            "the Receiver has to be another VM, see FFA_PARTITION_INFO_GET");

    static final Rule FLAGS = invalid("FFA-10.1.2.2-2", "10.1.2.2 item 2", "w4", "bits 31:1 of the flags have to be 0");

    static final Rule RESERVED =
            invalid("FFA-10.1.2.2-3", "10.1.2.2 item 3", "w2, w6, w7", "the registers are reserved and have to be 0");

    static final Rule LENGTH = invalid(
            "FFA-10.1-15",
            "Table 10.3",
            "w3",
            "the length of the message is 1 to the size of the Sender's TX buffer, in bytes");

    static final Rule RECEIVER_STATE = new Rule(
            "FFA-4.4.1-8",
            Status.DENIED,
            "FF-A 4.4.1, 4.3.1",
            "w1[15:0]",
            "the manifest of the Receiver has to list indirect messages: send it a direct request");

    static final Rule RECEIVER_GONE = new Rule(
            "FFA-10.1-26",
            Status.DENIED,
            "FF-A Table 10.4",
            "w1[15:0]",
            "the Receiver has aborted and takes no more messages");

    static final Rule ROOM = new Rule(
            "FFA-10.1.2.2-4",
            Status.NO_MEMORY,
            "FF-A 10.1.2.2 item 4",
            "w3",
            "the message has to fit the Receiver's RX buffer");

    static final Rule TX_FREE = new Rule(
            "FFA-10.1-25",
            Status.BUSY,
            "FF-A Table 10.4, 4.2.2.4",
            "TX",
            "another context of the Sender is sending from its TX buffer: try again");

    static final Rule RX_FREE = new Rule(
            "FFA-10.1.2.2-6",
            Status.BUSY,
            "FF-A 10.1.2.2 item 6",
            "RX",
            "the Receiver has not released its RX buffer: try again, or set bit 0 of the flags to be told when it has");

    private SendRules() {}

    private static Rule invalid(String id, String section, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, "FF-A " + section, field, text);
    }
}
