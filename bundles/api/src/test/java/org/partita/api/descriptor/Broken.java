package org.partita.api.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.partita.api.ffa.DescriptorException;
import org.partita.api.ffa.Status;

/** Asserts that bytes are refused, where, and why. */
final class Broken {
    private Broken() {}

    static void at(long offset, String field, String requirement, ThrowingCallable decoding) {
        DescriptorException e = catchThrowableOfType(DescriptorException.class, decoding);
        assertThat(e).isNotNull();
        assertThat(e.offset()).isEqualTo(offset);
        assertThat(e.field()).isEqualTo(field);
        assertThat(e.requirement()).isEqualTo(requirement);
        assertThat(e.rule().status()).isEqualTo(Status.INVALID_PARAMETERS);
        assertThat(e)
                .hasMessageStartingWith(field + " at offset " + offset + ": ")
                .hasMessageContaining("FF-A ");
    }
}
