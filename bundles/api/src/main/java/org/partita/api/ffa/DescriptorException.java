package org.partita.api.ffa;

/** A descriptor whose bytes break a rule: names the field, its byte offset and the rule. */
public final class DescriptorException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;
    private final long offset;

    /**
     * @param field the field as its table names it
     * @param offset byte offset from the start of the descriptor
     * @param rule what is wrong, with the section or table
     */
    public DescriptorException(String field, long offset, String rule) {
        super(field + " at offset " + offset + ": " + rule);
        this.field = field;
        this.offset = offset;
    }

    public String field() {
        return field;
    }

    public long offset() {
        return offset;
    }
}
