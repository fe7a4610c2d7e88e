package org.partita.it.swap;

/** Messages from one endpoint to another, each sent when the one before is answered, as both sides have counted them. */
final class Conversation {
    final int to;
    final Numbers sent;
    final Numbers processed;
    final Numbers answered;

    /**
     * @param from 16-bit ID of the Sender
     * @param to 16-bit ID of the Receiver
     */
    Conversation(String what, int from, int to) {
        this.to = to;
        String pair = "%s from %x to %x".formatted(what, from, to);
        sent = new Numbers(pair + ": sent");
        processed = new Numbers(pair + ": processed");
        answered = new Numbers(pair + ": answered");
    }

    /** The number of the message that was sent and not answered, a new one if there is none. */
    long next() {
        long number = answered.last() + 1;
        if (sent.last() < number) {
            sent.see(number);
        }
        return number;
    }

    /** Each was processed once and answered once. */
    void judge() {
        processed.judge(sent.last());
        answered.judge(sent.last());
    }

    @Override
    public String toString() {
        return sent + ", " + processed + ", " + answered;
    }
}
