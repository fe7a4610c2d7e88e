package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.provider.ConduitProvider;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.SpmTables;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * One pass of a PSA call through one wiring: conduit, manager, interface, backend, and before them the agent if a Non-secure client calls.
 * Nothing here waits or runs a partition.
 */
final class SpmPass extends PsaCall {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long PAGE = PhysicalMemory.PAGE_SIZE;

    /** Client id of a Non-secure client that no agent has let in yet. */
    private static final int NOBODY = 0;

    private final SpmComponent owner;
    private final SpmTables tables;
    private final SpmMemory memory;

    /** The page that this pass has accessed last, and its number; -1 if it has accessed none. */
    private MemorySegment page = MemorySegment.NULL;

    private long pageNumber = -1;

    /** @param id of a partition; of a Non-secure client -1 for the first thread, -2 for the second, and so on */
    SpmPass(SpmComponent owner, SpmTables tables, SpmMemory memory, int id) {
        super(owner.context.call.registers, tables, owner.resident, id);
        this.thread = owner.resident == null ? -id - 1 : -1;
        this.owner = owner;
        this.tables = tables;
        this.memory = memory;
    }

    boolean panics() {
        return panics;
    }

    int mask() {
        return mask;
    }

    boolean waitsForAnswer() {
        return request == Request.MESSAGING;
    }

    /** The message that the call is about. */
    PooledConnection connection() {
        if (message instanceof PooledConnection c && c.state() != SpmConnection.State.FREE) {
            return c;
        }
        throw new NoMessage(
                message == null
                        ? "the interface of " + function + " has handed over no message"
                        : "the interface of " + function
                                + " has handed over something that is no connection of the pool");
    }

    /** A call through a conduit. */
    Outcome run(Wiring w, Pe on, Conduit by) {
        function = PsaFunction.of(registers.function());
        conduit = by;
        rule = null;
        panics = false;
        message = null;
        pageNumber = -1;
        tables.pool().forgetLatest();
        return secure() ? inside(w, on, owner.toString()) : outside(w, on);
    }

    /** The call of a Non-secure client: the agent stands between it and the conduit. */
    private Outcome outside(Wiring w, Pe on) {
        if (w.tracing) {
            on.log().veneer(this, owner.toString(), false, on.index);
        }
        Outcome o = letIn(w, w.served(on.index));
        if (o == Outcome.PROCEED) {
            return inside(w, on, CrossingLog.AGENT);
        }
        if (w.tracing) {
            on.log().veneer(this, owner.toString(), true, on.index);
        }
        return o;
    }

    private Outcome letIn(Wiring w, long[] served) {
        clientId = NOBODY;
        served[RoleTable.NS_AGENT]++;
        Outcome o = Seams.present(w.nsAgent).veneer(this);
        if (o != Outcome.COMPLETE && (o != Outcome.PROCEED || clientId == NOBODY)) {
            throw new IllegalStateException("an agent answered " + o + " for client id " + clientId);
        }
        return o;
    }

    private Outcome inside(Wiring w, Pe on, String from) {
        if (w.tracing) {
            on.log().record(this, from, false, on.index);
        }
        Outcome o = through(w, w.served(on.index));
        if (w.tracing && o == Outcome.COMPLETE) {
            on.log().record(this, owner.toString(), true, on.index);
        }
        return o;
    }

    private Outcome through(Wiring w, long[] served) {
        ConduitProvider c = conduit == Conduit.CALL ? w.call : w.svc;
        if (c == null) {
            return error(SpmRules.NO_CONDUIT, conduit.ordinal());
        }
        served[RoleTable.CONDUITS + conduit.ordinal()]++;
        Outcome o = c.cross(this);
        if (o == Outcome.PROCEED) {
            served[RoleTable.FFM_SPM]++;
            o = Seams.present(w.ffmSpm).receive(this);
        }
        if (o == Outcome.PROCEED) {
            boolean client = function().client();
            served[client ? RoleTable.PSA_CLIENT : RoleTable.PSA_SERVICE]++;
            o = Seams.present(client ? w.psaClient : w.psaService).handle(this);
        }
        if (o == Outcome.PROCEED) {
            throw new IllegalStateException("an interface answered " + o);
        }
        return o == Outcome.HAND_OVER ? backend(w, served) : o;
    }

    private Outcome backend(Wiring w, long[] served) {
        served[RoleTable.BACKEND]++;
        BackendProvider b = Seams.present(w.backend);
        return switch (request) {
            case MESSAGING -> connection().broken() ? drop() : b.messaging(this);
            case REPLYING -> b.replying(this);
            case WAITING -> b.waiting(this);
        };
    }

    /** The message that waits for its answer is to be processed by the backend of now. */
    Outcome again(Wiring w, Pe on) {
        w.served(on.index)[RoleTable.BACKEND]++;
        return Seams.present(w.backend).messaging(this);
    }

    /** The SPM closes a connection whose client has ended, as psa_close would: {@link #again} asks the backend. */
    void closes(PooledConnection c) {
        function = PsaFunction.PSA_CLOSE;
        request = Request.MESSAGING;
        message = c;
    }

    /** The message is not sent, for nobody is there: its connection is as before, or gone if it was made for the message or is closed by it. */
    private Outcome drop() {
        PooledConnection c = connection();
        release(c, false);
        return c.type() == Signals.DISCONNECT
                ? complete(0)
                : error(SpmRules.ENDED, c.service().manifest().sid());
    }

    /** A message has ended: what becomes of its connection. That of a client that has ended is closed by the SPM. */
    void release(PooledConnection c, boolean connected) {
        boolean stays = c.service().manifest().connectionBased() && (c.type() >= 0 || connected);
        if (stays) {
            c.idle();
        } else {
            tables.free(c);
        }
    }

    /** The pass was broken off, or its outcome must not be acted on: nobody gets what it has taken. */
    void abandon(PsaRule why) {
        SpmConnection m = message;
        PooledConnection latest = tables.pool().latest();
        if (m instanceof PooledConnection c && c.state() == SpmConnection.State.QUEUED && owner.awaited == c) {
            owner.awaited = null;
            c.service().partition().unqueue(c);
            release(c, false);
        } else if (latest != null && latest.state() == SpmConnection.State.IDLE && latest.clientId() == clientId) {
            tables.free(latest);
        }
        lose(why);
    }

    /**
     * The call is not made, or what it did is not known, for a reason that is not its caller's. A client is told by a status; the message that a
     * service wanted to answer is answered; a partition whose call has no status for it ends, for it would go on with what is not so.
     */
    Outcome lose(PsaRule why) {
        PsaFunction lost = PsaFunction.of(registers.function());
        SpmConnection m = lost == PsaFunction.PSA_REPLY ? tables.connection(registers.w(1)) : null;
        if (lost == null) {
            return error(why, 0);
        }
        return switch (lost) {
            case PSA_CONNECT, PSA_CALL, PSA_GET -> refuse(why, lost.ordinal());
            case PSA_FRAMEWORK_VERSION, PSA_VERSION, PSA_WAIT, PSA_ROT_LIFECYCLE_STATE, PSA_CLOSE -> {
                error(why, lost.ordinal());
                yield complete(0);
            }
            case PSA_REPLY -> {
                error(why, lost.ordinal());
                if (m instanceof PooledConnection c
                        && c.state() == SpmConnection.State.TAKEN
                        && c.service().partition() == partition) {
                    c.answered(PsaStatus.PSA_ERROR_GENERIC_ERROR.code());
                }
                yield complete(0);
            }
            default -> panic(why, lost.ordinal());
        };
    }

    @Override
    public Outcome queue() {
        PooledConnection m = connection();
        if (m.state() != SpmConnection.State.QUEUED) {
            owner.awaited = m;
            m.queued(owner);
        }
        return Outcome.WAIT;
    }

    @Override
    public Outcome answered() {
        connection().answered(status);
        return complete(0);
    }

    @Override
    public boolean mayRead(long address, long length, boolean nonSecure) {
        if (length == 0) {
            return true;
        }
        Mapping m = regime(nonSecure).find(address, length);
        return m != null && m.read() && (nonSecure || permitted(address, length, false));
    }

    @Override
    public boolean mayWrite(long address, long length, boolean nonSecure) {
        if (length == 0) {
            return true;
        }
        Mapping m = regime(nonSecure).find(address, length);
        return m != null && m.write() && (nonSecure || permitted(address, length, true));
    }

    /** What the MPU would say to an access of the caller's own. */
    private boolean permitted(long address, long length, boolean write) {
        SpmDomain domain = owner.domain;
        return domain == null || domain.permits(address, length, write);
    }

    private TranslationRegime regime(boolean nonSecure) {
        return nonSecure ? memory.nonSecure() : owner.regime;
    }

    @Override
    public int load(long address) {
        long inPage = address & (PAGE - 1);
        if (inPage <= PAGE - Integer.BYTES) {
            return page(address).get(U32, inPage);
        }
        int word = 0;
        for (int i = Integer.BYTES - 1; i >= 0; i--) {
            long at = address + i;
            word = word << Byte.SIZE | (page(at).get(ValueLayout.JAVA_BYTE, at & (PAGE - 1)) & 0xFF);
        }
        return word;
    }

    @Override
    public void store(long address, int word) {
        long inPage = address & (PAGE - 1);
        if (inPage <= PAGE - Integer.BYTES) {
            page(address).set(U32, inPage, word);
            return;
        }
        for (int i = 0; i < Integer.BYTES; i++) {
            long at = address + i;
            page(at).set(ValueLayout.JAVA_BYTE, at & (PAGE - 1), (byte) (word >>> (i * Byte.SIZE)));
        }
    }

    @Override
    public void copy(long from, long to, long length) {
        long done = 0;
        while (done < length) {
            long source = from + done;
            long target = to + done;
            long room = PAGE - Math.max(source & (PAGE - 1), target & (PAGE - 1));
            long part = Math.min(length - done, room);
            MemorySegment.copy(page(source), source & (PAGE - 1), page(target), target & (PAGE - 1), part);
            done += part;
        }
    }

    /** The page that holds an address; it is the one of the last access as a rule. */
    private MemorySegment page(long address) {
        long number = address / PAGE;
        if (number == pageNumber) {
            return page;
        }
        MemorySegment other = lookUp(address);
        page = other;
        pageNumber = number;
        return other;
    }

    private MemorySegment lookUp(long address) {
        Mapping m = memory.all().find(address, 1);
        if (m == null) {
            throw new MemoryFault(
                    MemoryFault.Cause.BUS,
                    address,
                    "the SPM accesses 0x" + Long.toHexString(address) + ": nothing there");
        }
        return memory.page(address, m.secure());
    }

    @Override
    public boolean interruptEnabled(int signal, boolean enable) {
        return owner.interrupts().enable(SpmSociety.resident(owner), signal, enable);
    }

    @Override
    public void interruptHandled(int signal) {
        owner.interrupts().handled(SpmSociety.resident(owner), signal);
    }

    /** The rule that the call has broken, or null, for whoever made the call. */
    @Nullable
    PsaRule broken() {
        return rule;
    }
}
