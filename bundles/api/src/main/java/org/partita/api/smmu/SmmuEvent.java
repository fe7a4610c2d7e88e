package org.partita.api.smmu;

/**
 * A record of an event queue.
 *
 * @param number position in the queue's history, from 0; -1 if the queue was full and the event is lost
 * @param type why the transaction was aborted
 * @param stream where it came from
 * @param write write instead of read (RnW clear)
 * @param address input address
 * @param endpoint endpoint of the stream table entry, -1 if there is none
 */
public record SmmuEvent(long number, Type type, StreamId stream, boolean write, long address, int endpoint) {
    /** Events, by their names and numbers in the SMMUv3 architecture. */
    public enum Type {
        C_BAD_STREAMID(0x02, "the stream table has no entry with this number"),
        C_BAD_STE(0x04, "the stream table entry is not valid: no manifest names the stream"),
        F_STREAM_DISABLED(0x06, "the endpoint of the stream is gone or has aborted"),
        F_TRANSLATION(0x10, "stage 2 maps nothing at the address"),
        F_PERMISSION(0x13, "stage 2 does not permit the access");

        private final int number;
        private final String meaning;

        Type(int number, String meaning) {
            this.number = number;
            this.meaning = meaning;
        }

        /** Event number. */
        public int number() {
            return number;
        }

        /** What it means here, for people. */
        public String meaning() {
            return meaning;
        }
    }
}
