package org.partita.manager.ffmspm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.manager.ffmspm.Expected.CONNECTION_BUSY;
import static org.partita.manager.ffmspm.Expected.CONNECTION_REFUSED;
import static org.partita.manager.ffmspm.Expected.PROGRAMMER_ERROR;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;

/** The client API, by the catalogue: FFM-API-4 to 36, 101 to 103. */
final class ReferenceClients {
    private static final int VERSION_1_1 = 0x0101;
    private static final int STATELESS = 1 << 30;
    private static final int STATELESS_RESERVED = 0xBFFF_00E0;
    private static final int MAX_IOVEC = 4;
    private static final long VECTOR = 8;
    private static final int LENGTH = 4;

    private final Reference state;

    ReferenceClients(Reference state) {
        this.state = state;
    }

    Expected frameworkVersion(FuzzedCall f) {
        return new Expected(f.actor()).value(VERSION_1_1);
    }

    Expected version(FuzzedCall f) {
        Offer o = Offer.ofSid(f.x(1));
        return new Expected(f.actor()).value(o == null || !o.permits(f.actor()) ? 0 : o.version);
    }

    Expected connect(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        Offer o = Offer.ofSid(f.x(1));
        if (o == null) {
            return e.refused(CONNECTION_REFUSED);
        }
        return e.refusedIf(!o.connectionBased(), PROGRAMMER_ERROR)
                .refusedIf(!o.permits(f.actor()), CONNECTION_REFUSED)
                .refusedIf(!o.accepts(f.x(2)), CONNECTION_REFUSED)
                .refusedIf(state.full(), CONNECTION_BUSY)
                .ends(Expected.End.MESSAGE, null)
                .then(call -> sent(call, f.actor(), o).begin(Reference.CONNECT));
    }

    Expected close(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        int handle = (int) f.x(1);
        if (handle == 0) {
            return e.value(0);
        }
        ReferenceConnection c = state.connections.get(handle);
        if (c == null) {
            return e.refused(PROGRAMMER_ERROR);
        }
        return e.refusedIf(!usable(c, f.actor()), PROGRAMMER_ERROR)
                .ends(Expected.End.MESSAGE, c)
                .then(call -> c.begin(Reference.DISCONNECT));
    }

    private static boolean usable(ReferenceConnection c, Actor by) {
        return c.service.connectionBased() && c.client == by && c.state == State.IDLE;
    }

    /** The message that was sent has a connection of its own, which is new. */
    private ReferenceConnection sent(PsaCallModel call, Actor client, Offer service) {
        SpmConnectionModel found = Objects.requireNonNull(call.sent());
        int handle = found.handle();
        assertThat(handle).as("a new handle").isPositive().isLessThan(STATELESS);
        assertThat(state.connections).doesNotContainKey(handle);
        ReferenceConnection c = new ReferenceConnection(handle, client, service);
        state.connections.put(handle, c);
        return c;
    }

    Expected call(FuzzedCall f, List<SpmAccess> accesses) {
        Expected e = new Expected(f.actor());
        int handle = (int) f.x(1);
        int control = (int) f.x(2);
        int inputs = control >>> 24 & 7;
        int outputs = control >>> 16 & 7;
        e.refusedIf((short) control < 0, PROGRAMMER_ERROR);
        if (inputs + outputs > MAX_IOVEC) {
            e.refused(PROGRAMMER_ERROR);
        } else {
            vectors(e, f, control, inputs, outputs);
        }
        if (handle > 0 && (handle & STATELESS) != 0) {
            Offer o = stateless(e, f.actor(), handle);
            return e.ends(Expected.End.MESSAGE, null).then(call -> {
                ReferenceConnection c = sent(call, f.actor(), Objects.requireNonNull(o));
                begin(c, f, Objects.requireNonNull(call.sent()), accesses);
            });
        }
        ReferenceConnection c = state.connections.get(handle);
        if (c == null) {
            return e.refused(PROGRAMMER_ERROR);
        }
        return e.refusedIf(!usable(c, f.actor()), PROGRAMMER_ERROR)
                .ends(Expected.End.MESSAGE, c)
                .then(call -> begin(c, f, Objects.requireNonNull(call.sent()), accesses));
    }

    private @Nullable Offer stateless(Expected e, Actor by, int handle) {
        Offer o = Offer.ofIndex(handle & 0x1F);
        e.refusedIf((handle & STATELESS_RESERVED) != 0, PROGRAMMER_ERROR);
        e.refusedIf(state.full(), CONNECTION_BUSY);
        if (o == null) {
            e.refused(PROGRAMMER_ERROR);
        } else {
            e.refusedIf(!o.permits(by), CONNECTION_REFUSED);
            e.refusedIf(!o.accepts(handle >>> 8 & 0xFF), PROGRAMMER_ERROR);
        }
        return o;
    }

    /** Rules on vectors, for what stands in memory before the call. */
    private void vectors(Expected e, FuzzedCall f, int control, int inputs, int outputs) {
        boolean nonSecure = !f.actor().secure() || control < 0;
        boolean in = mayReadArray(e, f, f.x(3), inputs, nonSecure, false);
        boolean out = mayReadArray(e, f, f.x(4), outputs, nonSecure, true);
        if (!in || !out) {
            e.refused(PROGRAMMER_ERROR);
            return;
        }
        long[] bases = new long[ReferenceConnection.VECTORS];
        long[] lengths = new long[ReferenceConnection.VECTORS];
        for (int i = 0; i < inputs; i++) {
            bases[i] = state.memory.word(f.x(3) + i * VECTOR);
            lengths[i] = state.memory.word(f.x(3) + i * VECTOR + LENGTH);
        }
        for (int i = 0; i < outputs; i++) {
            bases[ReferenceConnection.FIRST_OUTPUT + i] = state.memory.word(f.x(4) + i * VECTOR);
            lengths[ReferenceConnection.FIRST_OUTPUT + i] = state.memory.word(f.x(4) + i * VECTOR + LENGTH);
        }
        long distance = f.x(4) - f.x(3);
        boolean overlap = inputs > 0 && outputs > 0 && distance < inputs * VECTOR && -distance < outputs * VECTOR;
        if (overlap && f.then() != 0) {
            e.perhaps(PROGRAMMER_ERROR);
        } else {
            e.refusedIf(!allowed(f.actor(), control, bases, lengths), PROGRAMMER_ERROR);
        }
    }

    private boolean mayReadArray(Expected e, FuzzedCall f, long array, int count, boolean nonSecure, boolean writeToo) {
        long bytes = count * VECTOR;
        if (!state.memory.may(f.actor(), array, bytes, false, nonSecure)
                || (writeToo && !state.memory.may(f.actor(), array, bytes, true, nonSecure))) {
            return false;
        }
        for (int i = 0; i < 2 * count; i++) {
            e.mayRead(array + (long) i * Integer.BYTES);
        }
        return true;
    }

    /** Whether the caller may have a message with these vectors. */
    private boolean allowed(Actor by, int control, long[] bases, long[] lengths) {
        boolean all = !by.secure() || control < 0;
        boolean inputs = all || (control & 1 << 27) != 0;
        boolean outputs = all || (control & 1 << 19) != 0;
        for (int i = 0; i < ReferenceConnection.VECTORS; i++) {
            boolean output = i >= ReferenceConnection.FIRST_OUTPUT;
            if (!state.memory.may(by, bases[i], lengths[i], output, output ? outputs : inputs)) {
                return false;
            }
            for (int j = 0; j < i && !output; j++) {
                boolean bytes = lengths[i] > 0 && lengths[j] > 0;
                if (bytes && bases[i] < bases[j] + lengths[j] && bases[j] < bases[i] + lengths[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The message has the vectors that were read, each word of them, and they keep the rules. */
    private void begin(ReferenceConnection c, FuzzedCall f, SpmConnectionModel found, List<SpmAccess> accesses) {
        int control = (int) f.x(2);
        c.begin((short) control);
        int inputs = control >>> 24 & 7;
        int outputs = control >>> 16 & 7;
        for (int i = 0; i < inputs; i++) {
            adopt(c, i, f.x(3) + i * VECTOR, found, accesses);
        }
        for (int i = 0; i < outputs; i++) {
            adopt(c, ReferenceConnection.FIRST_OUTPUT + i, f.x(4) + i * VECTOR, found, accesses);
        }
        assertThat(allowed(f.actor(), control, c.bases, c.lengths))
                .as("the vectors of the message may be the caller's")
                .isTrue();
        c.outputs = f.x(4);
        c.outputCount = outputs;
    }

    private static void adopt(
            ReferenceConnection c, int vector, long descriptor, SpmConnectionModel found, List<SpmAccess> accesses) {
        c.bases[vector] = read(descriptor, found.base(vector), accesses);
        c.lengths[vector] = read(descriptor + LENGTH, found.length(vector), accesses);
    }

    private static long read(long address, long value, List<SpmAccess> accesses) {
        assertThat(accesses.stream().filter(a -> a.address() == address).map(SpmAccess::word))
                .as("what was read at %x", address)
                .contains(value);
        return value;
    }
}
