package org.partita.manager.ffmspm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.ffm.SpmConnection.State;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.backend.ipc.IpcBackend;
import org.partita.backend.sfn.SfnBackend;
import org.partita.interfaces.psaclient.PsaClient;
import org.partita.interfaces.psaservice.SecurePartitionApi;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.lib.fixture.psa.SpmMemoryModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.lib.fixture.psa.SpmPartitionModel;
import org.partita.lib.fixture.psa.SpmServiceModel;

/**
 * The manager, the interfaces and a backend, calls of which nothing is known, and what has to hold after each of them: it has ended as
 * the reference has it, has made the accesses that it may make, and state and memory are those of the reference. A partition that
 * panics goes on here, and has changed nothing.
 */
final class FuzzedSpm {
    /** What TF-M's veneer of psa_call sets: descriptors, inputs and outputs are Non-secure. */
    private static final long NON_SECURE_VECTORS = 0x8808_0000L;

    // bits of the variant
    /** The isolation level: 0 to 2, more are 3. */
    private static final int LEVEL = 3;
    /** The SFN backend serves. */
    static final int SFN = 4;

    private static final int POOL = 4;

    private final FfmSpm manager = new FfmSpm();
    private final PsaProvider clients = new PsaClient();
    private final PsaProvider services = new SecurePartitionApi();
    private final BackendProvider backend;
    private final SpmModel spm = new SpmModel().pool(POOL);
    private final Map<Actor, SpmPartitionModel> partitions = new EnumMap<>(Actor.class);
    private final Map<Actor, PsaCallModel> calls = new EnumMap<>(Actor.class);
    private final Reference state;
    private final ReferenceClients expectedOfClients;
    private final ReferenceServices expectedOfServices;
    private final ReferenceSignals expectedOfSignals;
    private final List<SpmAccess> accesses = new ArrayList<>();
    private int then;

    FuzzedSpm(byte variant) {
        IsolationLevel level = IsolationLevel.values()[Math.min(variant & LEVEL, 2)];
        backend = (variant & SFN) == 0 ? new IpcBackend() : new SfnBackend();
        state = new Reference(level, POOL);
        expectedOfClients = new ReferenceClients(state);
        expectedOfServices = new ReferenceServices(state);
        expectedOfSignals = new ReferenceSignals(state);
        spm.level(level);
        addPartitions();
        addMemory();
    }

    private void addPartitions() {
        for (Actor a : Actor.values()) {
            if (a.secure()) {
                SpmPartitionModel p = spm.partition(a.name());
                assertThat(p.id()).isEqualTo(a.id);
                partitions.put(a, a.psaRot ? p.psaRot() : p);
            }
        }
        for (Offer o : Offer.values()) {
            SpmServiceModel s =
                    partition(o.partition).service(o.name()).sid(o.sid).version(o.version);
            if (o.permits(Actor.NS1)) {
                s.nonSecure();
            }
            if (o.relaxed) {
                s.relaxed();
            }
            if (!o.connectionBased()) {
                s.stateless(o.stateless);
            }
            if (o.mapped() && state.level == IsolationLevel.SPE) {
                s.mmIovec();
            }
            assertThat(s.signal()).isEqualTo(o.signal);
            partitions.forEach((a, p) -> {
                if (o.permits(a)) {
                    p.needs(s);
                }
            });
        }
        partition(Actor.SERVER).interrupt(8, false).interrupt(9, true);
        for (Actor a : Actor.values()) {
            calls.put(
                    a,
                    a.secure()
                            ? partition(a).call(PsaFunction.PSA_FRAMEWORK_VERSION)
                            : spm.client(a.id, PsaFunction.PSA_FRAMEWORK_VERSION)
                                    .through(partition(Actor.AGENT)));
        }
    }

    private SpmPartitionModel partition(Actor a) {
        return Objects.requireNonNull(partitions.get(a));
    }

    private void addMemory() {
        SpmMemoryModel memory = spm.memory();
        for (Area a : Area.values()) {
            Actor owner = a.owner;
            if (owner != null) {
                if (a.writable) {
                    memory.secure(partition(owner), a.base(), Area.SIZE);
                } else {
                    memory.secureReadOnly(partition(owner), a.base(), Area.SIZE);
                }
            } else if (!a.writable) {
                memory.nonSecureReadOnly(a.base(), Area.SIZE);
            } else if (!a.readable) {
                memory.nonSecureWriteOnly(a.base(), Area.SIZE);
            } else {
                memory.nonSecure(a.base(), Area.SIZE);
            }
        }
        state.memory.fill(memory);
        memory.watch((address, length, write) ->
                accesses.add(new SpmAccess(address, length, write, !write && length == 4 ? word(address) : 0)));
        memory.afterEachLoad(address -> {
            if (then != 0) {
                set(address, then);
            }
        });
    }

    private long word(long address) {
        return Area.of(address, Integer.BYTES) == null
                ? 0
                : Integer.toUnsignedLong(spm.memory().word(address));
    }

    /** Words that somebody writes into memory, where there is some. */
    private void set(long address, long value) {
        if (Area.of(address, Integer.BYTES) != null) {
            spm.memory().word(address, (int) value);
            state.memory.word(address, value);
        }
    }

    private void set(long address, List<FuzzedVector> vectors) {
        for (int i = 0; i < vectors.size(); i++) {
            set(address + 8L * i, vectors.get(i).base().resolved());
            set(address + 8L * i + 4, vectors.get(i).length());
        }
    }

    /** Makes a call and judges it. True if it was not refused. */
    boolean judged(FuzzedCall f) {
        accesses.clear();
        if (f.what() == FuzzedCall.WORDS) {
            set(f.x(3), f.vectors());
            return true;
        }
        if (f.is(PsaFunction.PSA_CALL)) {
            int inputs = Math.min((int) f.x(2) >>> 24 & 7, f.vectors().size());
            set(f.x(3), f.vectors().subList(0, inputs));
            set(f.x(4), f.vectors().subList(inputs, f.vectors().size()));
        }
        Expected expected = expected(f);
        PsaCallModel call = Objects.requireNonNull(calls.get(f.actor()));
        int x0 = f.what() == FuzzedCall.UNKNOWN ? 0x50534100 + f.what() : PsaFunction.values()[f.what()].id();
        boolean throughTheVeneer = f.is(PsaFunction.PSA_CALL) && !f.actor().secure();
        call.with(x0, f.x(1), throughTheVeneer ? f.x(2) | NON_SECURE_VECTORS : f.x(2), f.x(3), f.x(4));
        then = f.then();
        Outcome outcome = made(call, f);
        then = 0;
        boolean done = expected.judge(call, accesses);
        if (done) {
            end(call, outcome, expected);
        } else {
            assertThat(outcome).as("a call that is refused").isEqualTo(Outcome.COMPLETE);
        }
        requireSame();
        return done;
    }

    private Expected expected(FuzzedCall f) {
        Expected e = new Expected(f.actor());
        if (f.what() == FuzzedCall.UNKNOWN) {
            return e.refused(Expected.NOT_SUPPORTED);
        }
        PsaFunction function = PsaFunction.values()[f.what()];
        Expected ofClients = expectedOfClients(f, function);
        if (ofClients != null) {
            return ofClients;
        }
        if (!f.actor().secure()) {
            return e.refused(Expected.NOT_PERMITTED);
        }
        return switch (function) {
            case PSA_WAIT -> expectedOfSignals.await(f);
            case PSA_NOTIFY -> expectedOfSignals.ring(f);
            case PSA_CLEAR -> expectedOfSignals.clear(f);
            case PSA_EOI, PSA_RESET_SIGNAL -> expectedOfSignals.end(f);
            case PSA_IRQ_ENABLE -> expectedOfSignals.enable(f, true);
            case PSA_IRQ_DISABLE -> expectedOfSignals.enable(f, false);
            case PSA_GET -> expectedOfServices.get(f);
            case PSA_SET_RHANDLE -> expectedOfServices.setRhandle(f);
            case PSA_READ -> expectedOfServices.read(f);
            case PSA_SKIP -> expectedOfServices.skip(f);
            case PSA_WRITE -> expectedOfServices.write(f);
            case PSA_REPLY -> expectedOfServices.reply(f);
            case PSA_MAP_INVEC -> expectedOfServices.map(f, false);
            case PSA_UNMAP_INVEC -> expectedOfServices.unmap(f, false);
            case PSA_MAP_OUTVEC -> expectedOfServices.map(f, true);
            case PSA_UNMAP_OUTVEC -> expectedOfServices.unmap(f, true);
            case PSA_PANIC -> e.refused(Expected.PROGRAMMER_ERROR);
            case PSA_ROT_LIFECYCLE_STATE -> e.value(SpmModel.SECURED);
            default -> throw new IllegalArgumentException(function.title());
        };
    }

    private @Nullable Expected expectedOfClients(FuzzedCall f, PsaFunction function) {
        return switch (function) {
            case PSA_FRAMEWORK_VERSION -> expectedOfClients.frameworkVersion(f);
            case PSA_VERSION -> expectedOfClients.version(f);
            case PSA_CONNECT -> expectedOfClients.connect(f);
            case PSA_CALL -> expectedOfClients.call(f, accesses);
            case PSA_CLOSE -> expectedOfClients.close(f);
            default -> null;
        };
    }

    private Outcome made(PsaCallModel call, FuzzedCall f) {
        Outcome o = call.receive(manager);
        if (o != Outcome.PROCEED) {
            return o;
        }
        return call.handle(PsaFunction.values()[f.what()].client() ? clients : services);
    }

    /** What core does then: it asks the backend, and acts on the outcome. */
    private void end(PsaCallModel call, Outcome outcome, Expected expected) {
        if (expected.end() == Expected.End.VALUE) {
            assertThat(outcome).isEqualTo(Outcome.COMPLETE);
            return;
        }
        assertThat(outcome).isEqualTo(Outcome.HAND_OVER);
        SpmConnectionModel found = call.sent();
        Outcome decided = call.decide(backend);
        switch (expected.end()) {
            case WAIT -> {
                assertThat(call.request()).isEqualTo(PsaCallModel.Request.WAITING);
                assertThat(decided).isEqualTo(Outcome.WAIT);
            }
            case MESSAGE -> sent(Objects.requireNonNull(found), decided, expected.message());
            case ANSWER -> answered(call, Objects.requireNonNull(found), expected);
            default -> throw new IllegalArgumentException();
        }
    }

    private void sent(SpmConnectionModel found, Outcome decided, @Nullable ReferenceConnection expected) {
        ReferenceConnection c = Objects.requireNonNull(state.connections.get(found.handle()));
        assertThat(expected == null || expected == c)
                .as("the connection of the message")
                .isTrue();
        if (decided == Outcome.DELIVER) {
            assertThat(backend).isInstanceOf(SfnBackend.class);
            found.in(State.TAKEN);
            c.state = State.TAKEN;
        } else {
            assertThat(decided).isEqualTo(Outcome.WAIT);
            state.queue(c);
        }
    }

    private void answered(PsaCallModel call, SpmConnectionModel found, Expected expected) {
        ReferenceConnection c = Objects.requireNonNull(expected.message());
        assertThat(found.handle()).isEqualTo(c.handle);
        assertThat(found.state()).isEqualTo(State.ANSWERED);
        assertThat(found.result()).as("what the client gets").isEqualTo(expected.value());
        assertThat(call.status()).isEqualTo(expected.value());
        if (state.answered(c, expected.value())) {
            found.in(State.IDLE);
        } else {
            spm.free(found);
        }
    }

    private void requireSame() {
        List<SpmConnectionModel> found = spm.connections();
        Set<Integer> handles = new TreeSet<>();
        for (SpmConnectionModel c : found) {
            handles.add(c.handle());
        }
        require(handles.equals(state.connections.keySet()), "connections", handles);
        for (SpmConnectionModel c : found) {
            Objects.requireNonNull(state.connections.get(c.handle())).requireSame(c);
        }
        partitions.forEach((actor, p) -> require(p.asserted() == state.asserted(actor), "signals", p));
        int enabled = partition(Actor.SERVER).enabled();
        require(enabled == state.enabled, "enabled interrupts", enabled);
        state.memory.requireSame(spm.memory());
    }

    private static void require(boolean is, String what, Object found) {
        if (!is) {
            throw new AssertionError(what + " are not as they have to be: " + found);
        }
    }
}
