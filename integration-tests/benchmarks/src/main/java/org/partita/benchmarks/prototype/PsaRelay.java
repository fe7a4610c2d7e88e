package org.partita.benchmarks.prototype;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmLayout;
import org.partita.api.ffm.partition.PsaMessage;

/** psa_call of Non-secure clients by hand, with psa_read, psa_write and psa_reply of the service; a service is entered on its client's stack. */
public final class PsaRelay {
    private static final int POOL = 64;
    private static final long ADDRESS = 0xFFFF_FFFFL;
    private static final int STATELESS_BITS = Signals.STATELESS | 0xFF1F;
    private static final int VECTORS = ControlParameter.MAX_IOVEC;

    private final Guard guard;
    private final PsaMemory memory;
    private final PsaHost[] hosts;
    private final PsaItem[] items = new PsaItem[POOL];
    private @Nullable PsaItem free;
    private int used;
    private int status;

    /** @param hosts partition 0 and so on: their stateless services have these indexes */
    public PsaRelay(PsaMemory memory, PsaHost... hosts) {
        this.memory = memory;
        this.hosts = hosts.clone();
        for (int i = POOL - 1; i >= 0; i--) {
            items[i] = new PsaItem(i);
            items[i].next = free;
            free = items[i];
        }
        guard = new Guard(new Tables(1));
        guard.publish(new Tables(2));
    }

    // ---- the client

    /** A connection to the other service of a partition; its handle. */
    public int connect(int client, int host) {
        PsaItem m = take(hosts[host], client);
        if (m == null) {
            return PsaStatus.PSA_ERROR_CONNECTION_BUSY.code();
        }
        m.connectionBased = true;
        return m.handle;
    }

    /** psa_call, answered when it returns. */
    public int call(int client, int handle, int control, long inputs, long outputs) {
        PsaItem m = sent(client, handle, control, inputs, outputs);
        if (m == null) {
            return status;
        }
        enter(m);
        return finish(m);
    }

    /** The checks of psa_call: the request, or null and {@link #status}. */
    @Nullable
    PsaItem sent(int client, int handle, int control, long inputs, long outputs) {
        Tables t = guard.pin();
        try {
            if (handle == Signals.NULL_HANDLE || t.epoch == 0) {
                return refused(PsaStatus.PSA_ERROR_PROGRAMMER_ERROR);
            }
            boolean stateless = handle > 0 && (handle & Signals.STATELESS) != 0;
            PsaItem m = stateless ? stateless(client, handle) : idle(client, handle);
            if (m != null && !takes(m, control, inputs, outputs)) {
                if (stateless) {
                    release(m);
                }
                return refused(PsaStatus.PSA_ERROR_PROGRAMMER_ERROR);
            }
            return m;
        } finally {
            guard.unpin();
        }
    }

    private @Nullable PsaItem stateless(int client, int handle) {
        int index = handle & 0x1F;
        PsaHost host = (handle & ~STATELESS_BITS) != 0 || index >= hosts.length ? null : hosts[index];
        if (host == null || !host.nonSecureClients || (handle >>> 8 & 0xFF) != host.version) {
            return refused(PsaStatus.PSA_ERROR_PROGRAMMER_ERROR);
        }
        PsaItem m = take(host, client);
        return m == null ? refused(PsaStatus.PSA_ERROR_CONNECTION_BUSY) : m;
    }

    private @Nullable PsaItem idle(int client, int handle) {
        PsaItem m = find(handle);
        boolean mine = m != null && m.connectionBased && m.client == client && m.state == PsaItem.State.IDLE;
        return mine ? m : refused(PsaStatus.PSA_ERROR_PROGRAMMER_ERROR);
    }

    private boolean takes(PsaItem m, int control, long inputs, long outputs) {
        int type = ControlParameter.type(control);
        int in = ControlParameter.inputs(control);
        int out = ControlParameter.outputs(control);
        if (type < 0 || in + out > VECTORS) {
            return false;
        }
        m.begin(type);
        long inputArray = inputs & ADDRESS;
        long outputArray = outputs & ADDRESS;
        if (!PsaMemory.accessible(inputArray, (long) in * SpmLayout.VECTOR, true)
                || !PsaMemory.accessible(outputArray, (long) out * SpmLayout.VECTOR, true)) {
            return false;
        }
        copyDescriptors(m, inputArray, in, 0);
        copyDescriptors(m, outputArray, out, PsaItem.OUTPUTS);
        m.outputs = outputArray;
        m.outputCount = out;
        return apart(m, in) && accessible(m, 0, in) && accessible(m, PsaItem.OUTPUTS, out);
    }

    private void copyDescriptors(PsaItem m, long array, int count, int first) {
        for (int i = 0; i < count; i++) {
            long at = array + (long) i * SpmLayout.VECTOR;
            m.bases[first + i] = memory.load(at + SpmLayout.VECTOR_BASE) & ADDRESS;
            m.lengths[first + i] = memory.load(at + SpmLayout.VECTOR_LENGTH) & ADDRESS;
        }
    }

    private static boolean apart(PsaItem m, int count) {
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                long begin = Math.max(m.bases[i], m.bases[j]);
                long end = Math.min(m.bases[i] + m.lengths[i], m.bases[j] + m.lengths[j]);
                if (begin < end) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean accessible(PsaItem m, int first, int count) {
        for (int i = first; i < first + count; i++) {
            if (!PsaMemory.accessible(m.bases[i], m.lengths[i], true)) {
                return false;
            }
        }
        return true;
    }

    private void enter(PsaItem m) {
        PsaHost host = host(m);
        if (host.busy) {
            m.result = PsaStatus.PSA_ERROR_CONNECTION_BUSY.code();
            return;
        }
        host.busy = true;
        m.state = PsaItem.State.TAKEN;
        fill(host.message, m);
        reply(host, m.handle, host.work.process(this, host, host.message));
        host.busy = false;
    }

    /** The client goes on with the answer. */
    int finish(PsaItem m) {
        int result = m.result;
        if (m.connectionBased) {
            m.state = PsaItem.State.IDLE;
        } else {
            release(m);
        }
        return result;
    }

    static PsaHost host(PsaItem m) {
        PsaHost host = m.host;
        if (host == null) {
            throw new IllegalStateException("connection " + m.handle + " is nobody's");
        }
        return host;
    }

    private static void fill(PsaMessage to, PsaItem m) {
        to.set(m.type, m.handle, m.client, 0, 0);
        for (int i = 0; i < VECTORS; i++) {
            to.sizes(i, m.lengths[i], m.lengths[PsaItem.OUTPUTS + i]);
        }
    }

    // ---- the service

    /** psa_read. */
    long read(PsaHost caller, int handle, int vector, long buffer, long length) {
        PsaItem m = taken(caller, handle, vector);
        if ((m.everMapped & 1 << vector) != 0 || !PsaMemory.accessible(buffer, length, false)) {
            throw new IllegalStateException("psa_read");
        }
        long done = m.done[vector];
        long bytes = Math.min(length, m.lengths[vector] - done);
        if (bytes != 0) {
            memory.copy(m.bases[vector] + done, buffer, bytes);
            m.done[vector] = done + bytes;
        }
        return bytes;
    }

    /** psa_write. */
    void write(PsaHost caller, int handle, int index, long buffer, long length) {
        PsaItem m = taken(caller, handle, index);
        int vector = PsaItem.OUTPUTS + index;
        long done = m.done[vector];
        if ((m.everMapped & 1 << vector) != 0
                || length > m.lengths[vector] - done
                || !PsaMemory.accessible(buffer, length, false)) {
            throw new IllegalStateException("psa_write");
        }
        if (length != 0) {
            memory.copy(buffer, m.bases[vector] + done, length);
            m.done[vector] = done + length;
        }
    }

    private PsaItem taken(PsaHost caller, int handle, int vector) {
        PsaItem m = find(handle);
        if (m == null
                || m.state != PsaItem.State.TAKEN
                || m.host != caller
                || m.type < 0
                || Integer.compareUnsigned(vector, VECTORS) >= 0) {
            throw new IllegalStateException("no request " + handle + " with vector " + vector);
        }
        return m;
    }

    /** psa_reply. */
    void reply(PsaHost caller, int handle, int with) {
        PsaItem m = taken(caller, handle, 0);
        for (int i = 0; i < m.outputCount; i++) {
            memory.store(m.outputs + (long) SpmLayout.VECTOR * i + SpmLayout.VECTOR_LENGTH, (int)
                    m.done[PsaItem.OUTPUTS + i]);
        }
        m.result = with;
        m.state = PsaItem.State.ANSWERED;
    }

    /** psa_get: the oldest message of a signal, as the partition's memory has it, and as Java code has it. */
    void get(PsaHost caller, int signal) {
        PsaItem m = Integer.bitCount(signal) == 1 && (caller.asserted & signal) != 0 ? caller.oldest(signal) : null;
        long at = caller.scratch;
        if (m == null || !PsaMemory.accessible(at, SpmLayout.MESSAGE, false)) {
            throw new IllegalStateException("psa_get");
        }
        memory.store(at + SpmLayout.MESSAGE_TYPE, m.type);
        memory.store(at + SpmLayout.MESSAGE_HANDLE, m.handle);
        memory.store(at + SpmLayout.MESSAGE_CLIENT, m.client);
        memory.store(at + SpmLayout.MESSAGE_RHANDLE, 0);
        for (int i = 0; i < VECTORS; i++) {
            long size = (long) Integer.BYTES * i;
            memory.store(at + SpmLayout.MESSAGE_INPUTS + size, (int) m.lengths[i]);
            memory.store(at + SpmLayout.MESSAGE_OUTPUTS + size, (int) m.lengths[PsaItem.OUTPUTS + i]);
        }
        caller.unqueue(m);
        m.state = PsaItem.State.TAKEN;
        if (caller.oldest(signal) == null) {
            caller.asserted &= ~signal;
        }
        fill(caller.message, m);
    }

    // ---- the pool

    private @Nullable PsaItem take(PsaHost host, int client) {
        PsaItem m = free;
        if (m == null) {
            return null;
        }
        free = m.next;
        m.next = null;
        used++;
        m.generation = (m.generation + 1) & 0xFFFF;
        m.handle = (m.generation << 10 | m.index) + 1;
        m.client = client;
        m.host = host;
        m.connectionBased = false;
        m.begin(0);
        m.state = PsaItem.State.IDLE;
        return m;
    }

    private void release(PsaItem m) {
        m.state = PsaItem.State.FREE;
        m.next = free;
        free = m;
        used--;
    }

    /** Items in use. */
    int used() {
        return used;
    }

    private @Nullable PsaItem find(int handle) {
        int place = (handle - 1) & 0x3FF;
        if (handle <= 0 || place >= items.length) {
            return null;
        }
        PsaItem m = items[place];
        return m.handle == handle && m.state != PsaItem.State.FREE ? m : null;
    }

    private @Nullable PsaItem refused(PsaStatus why) {
        status = why.code();
        return null;
    }

    /** The status of what was refused last. */
    int status() {
        return status;
    }
}
