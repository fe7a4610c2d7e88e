package org.partita.api.ffa;

import org.jspecify.annotations.Nullable;

/** A descriptor whose bytes break a rule: names the field, its byte offset and the rule. */
public final class DescriptorException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;
    private final long offset;
    private final long found;
    private final transient @Nullable Rule rule;

    /**
     * @param field the field as its table names it
     * @param offset byte offset from the start of the descriptor
     * @param rule what is wrong, with the section or table
     */
    public DescriptorException(String field, long offset, String rule) {
        super(field + " at offset " + offset + ": " + rule);
        this.field = field;
        this.offset = offset;
        this.found = 0;
        this.rule = null;
    }

    /**
     * A rule with an identity, so that a provider can refuse the call with it: {@code call.refuse(e.rule(),
     * e.found(), e.offset())}.
     *
     * @param broken the rule; its field is that of the descriptor, as its table names it
     * @param offset byte offset from the start of the descriptor
     * @param found the value found there
     * @param words what was found there, in a few words
     */
    public DescriptorException(Rule broken, long offset, long found, String words) {
        super(broken.field() + " at offset " + offset + ": " + words + "; " + broken.text() + " (FF-A "
                + broken.section() + ")");
        this.field = broken.field();
        this.offset = offset;
        this.found = found;
        this.rule = broken;
    }

    public String field() {
        return field;
    }

    public long offset() {
        return offset;
    }

    /** The value of the field, or 0 if there is no {@link #rule}. */
    public long found() {
        return found;
    }

    /** The rule that is broken, or null if the codec gives it in words only. */
    public @Nullable Rule rule() {
        return rule;
    }

    /** Id of the requirement that is broken, for example {@code FFA-5.12-4}, or null if there is no {@link #rule}. */
    public @Nullable String requirement() {
        return rule == null ? null : rule.id();
    }
}
