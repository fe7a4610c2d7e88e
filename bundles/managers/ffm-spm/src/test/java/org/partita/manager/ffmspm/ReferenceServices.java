package org.partita.manager.ffmspm;

import static org.partita.manager.ffmspm.Expected.CONNECTION_BUSY;
import static org.partita.manager.ffmspm.Expected.CONNECTION_REFUSED;
import static org.partita.manager.ffmspm.Expected.PROGRAMMER_ERROR;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.api.ffm.manifest.IsolationLevel;

/** What services do with messages and their vectors, by the catalogue: FFM-API-46 to 75, 91 to 96. */
final class ReferenceServices {
    private static final int MAX_IOVEC = 4;
    private static final int MESSAGE = 48;
    private static final int VECTOR = 8;
    private static final int LENGTH = 4;

    private final Reference state;

    ReferenceServices(Reference state) {
        this.state = state;
    }

    Expected get(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        int signal = (int) f.x(1);
        long at = f.x(2);
        boolean service = Integer.bitCount(signal) == 1 && (signal & Offer.signals(f.actor())) != 0;
        ReferenceConnection m = service ? state.oldest(f.actor(), signal) : null;
        if (m == null || !may(f.actor(), at, MESSAGE, true)) {
            return e.refused(PROGRAMMER_ERROR);
        }
        return e.writes(at, MESSAGE).value(0).then(call -> {
            long[] head = {m.type, m.handle, m.client.id, m.rhandle};
            for (int i = 0; i < MAX_IOVEC; i++) {
                state.memory.word(at + 4L * i, head[i]);
                state.memory.word(at + 16 + 4L * i, m.lengths[i]);
                state.memory.word(at + 32 + 4L * i, m.lengths[ReferenceConnection.FIRST_OUTPUT + i]);
            }
            m.state = State.TAKEN;
            if (state.oldest(f.actor(), signal) == null) {
                state.clearSignal(f.actor(), signal);
            }
        });
    }

    private boolean may(Actor by, long address, long length, boolean write) {
        return state.memory.may(by, address, length, write, false);
    }

    private @Nullable ReferenceConnection message(FuzzedCall f) {
        ReferenceConnection c = state.connections.get((int) f.x(1));
        return c != null && c.taken(f.actor()) ? c : null;
    }

    Expected setRhandle(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        ReferenceConnection m = message(f);
        if (m == null || !m.service.connectionBased()) {
            return e.refused(PROGRAMMER_ERROR);
        }
        return e.value(0).then(call -> m.rhandle = f.x(2));
    }

    /** The request whose vector a function names by handle and index; null if it names none. */
    private @Nullable ReferenceConnection request(FuzzedCall f) {
        ReferenceConnection m = message(f);
        return m != null && m.type >= 0 && f.x(2) < MAX_IOVEC ? m : null;
    }

    private static boolean everMapped(ReferenceConnection m, int vector) {
        return ((m.mapped | m.unmapped) >>> vector & 1) != 0;
    }

    Expected read(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        ReferenceConnection m = request(f);
        int vector = (int) f.x(2);
        if (m == null || everMapped(m, vector)) {
            return e.refused(PROGRAMMER_ERROR);
        }
        long buffer = f.x(3);
        long left = m.lengths[vector] - m.done[vector];
        long bytes = Math.min(f.x(4), left);
        long from = m.bases[vector] + m.done[vector];
        if (left > 0 && !may(f.actor(), buffer, f.x(4), true)) {
            return e.refused(PROGRAMMER_ERROR);
        }
        return e.reads(from, bytes).writes(buffer, bytes).value(bytes).then(call -> {
            if (bytes > 0) {
                state.memory.copy(from, buffer, bytes);
            }
            touch(m, vector, bytes);
        });
    }

    private static void touch(ReferenceConnection m, int vector, long bytes) {
        m.touched |= 1 << vector;
        m.done[vector] += bytes;
    }

    Expected skip(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        ReferenceConnection m = request(f);
        int vector = (int) f.x(2);
        if (m == null || everMapped(m, vector)) {
            return e.refused(PROGRAMMER_ERROR);
        }
        long bytes = Math.min(f.x(3), m.lengths[vector] - m.done[vector]);
        return e.value(bytes).then(call -> touch(m, vector, bytes));
    }

    Expected write(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        ReferenceConnection m = request(f);
        int vector = ReferenceConnection.FIRST_OUTPUT + (int) f.x(2);
        if (m == null || everMapped(m, vector)) {
            return e.refused(PROGRAMMER_ERROR);
        }
        long buffer = f.x(3);
        long bytes = f.x(4);
        long to = m.bases[vector] + m.done[vector];
        return e.refusedIf(bytes > m.lengths[vector] - m.done[vector], PROGRAMMER_ERROR)
                .refusedIf(!may(f.actor(), buffer, bytes, false), PROGRAMMER_ERROR)
                .reads(buffer, bytes)
                .writes(to, bytes)
                .value(0)
                .then(call -> {
                    if (bytes > 0) {
                        state.memory.copy(buffer, to, bytes);
                    }
                    touch(m, vector, bytes);
                });
    }

    Expected map(FuzzedCall f, boolean output) {
        Expected e = new Expected(f.actor());
        ReferenceConnection m = request(f);
        int vector = (int) f.x(2) + (output ? ReferenceConnection.FIRST_OUTPUT : 0);
        if (m == null || !mappable(m) || m.lengths[vector] == 0 || everMapped(m, vector) || m.done[vector] > 0) {
            return e.refused(PROGRAMMER_ERROR);
        }
        if ((m.touched >>> vector & 1) != 0) {
            e.perhaps(PROGRAMMER_ERROR);
        }
        return e.value(m.bases[vector]).then(call -> m.mapped |= 1 << vector);
    }

    private boolean mappable(ReferenceConnection m) {
        return m.service.mapped() && state.level == IsolationLevel.SPE;
    }

    Expected unmap(FuzzedCall f, boolean output) {
        Expected e = new Expected(f.actor());
        ReferenceConnection m = request(f);
        int vector = (int) f.x(2) + (output ? ReferenceConnection.FIRST_OUTPUT : 0);
        if (m == null || !mappable(m) || (m.mapped >>> vector & 1) == 0) {
            return e.refused(PROGRAMMER_ERROR);
        }
        return e.refusedIf(output && f.x(3) > m.lengths[vector], PROGRAMMER_ERROR)
                .value(0)
                .then(call -> {
                    m.mapped &= ~(1 << vector);
                    m.unmapped |= 1 << vector;
                    if (output) {
                        m.done[vector] = f.x(3);
                    }
                });
    }

    Expected reply(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        ReferenceConnection m = message(f);
        int status = (int) f.x(2);
        if (m == null) {
            return e.refused(PROGRAMMER_ERROR);
        }
        e.ends(Expected.End.ANSWER, m);
        switch (m.type) {
            case Reference.CONNECT ->
                e.refusedIf(status != 0 && status != CONNECTION_REFUSED && status != CONNECTION_BUSY, PROGRAMMER_ERROR)
                        .value(status == 0 ? m.handle : status);
            case Reference.DISCONNECT -> e.value(0);
            default -> e.value(status).then(call -> report(m));
        }
        for (int i = 0; i < m.outputCount; i++) {
            e.writes(m.outputs + (long) i * VECTOR + LENGTH, Integer.BYTES);
        }
        return e;
    }

    /** The client hears how long its output vectors are. */
    private void report(ReferenceConnection m) {
        for (int i = 0; i < m.outputCount; i++) {
            long length = m.done[ReferenceConnection.FIRST_OUTPUT + i];
            state.memory.word(m.outputs + (long) i * VECTOR + LENGTH, length);
        }
    }
}
