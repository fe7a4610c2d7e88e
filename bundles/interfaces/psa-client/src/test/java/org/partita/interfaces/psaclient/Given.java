package org.partita.interfaces.psaclient;

import static org.assertj.core.api.Assertions.assertThat;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.lib.fixture.psa.SpmMemoryModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.lib.fixture.psa.SpmPartitionModel;
import org.partita.lib.fixture.psa.SpmServiceModel;
import org.partita.testkit.Refusal;

/** A platform at isolation level 3 with services, and clients of both sides that may use those of them that are open to all. */
final class Given {
    /** Who calls. */
    enum Caller {
        NON_SECURE(-1, 0x2000_0000L),
        PARTITION(0x101, 0x3000_0000L);

        final int id;

        /** Where 0x1000 bytes are that it may read and write; then come 0x1000 that it may only read. */
        final long memory;

        Caller(int id, long memory) {
            this.id = id;
            this.memory = memory;
        }
    }

    static final long SIZE = 0x1000;

    /** Bit 31 of the control parameter: descriptors, and so the vectors, are Non-secure. */
    private static final long NON_SECURE = 0x8000_0000L;

    /** Memory of the partition that offers the services. */
    static final long SERVERS = 0x3100_0000L;

    /** Non-secure memory that nobody may read. */
    static final long WRITE_ONLY = 0x2100_0000L;

    /** Non-secure memory on both sides of the end of the 32-bit address space. */
    static final long LAST = 0xFFFF_F000L;

    final SpmModel spm = new SpmModel().level(IsolationLevel.PARTITIONS);
    final SpmPartitionModel server = spm.partition("SERVER");
    final SpmPartitionModel client = spm.partition("CLIENT");
    final SpmServiceModel open = server.service("OPEN").sid(0xF000_0001).nonSecure();

    /** Index 29, STRICT, version 1. */
    final SpmServiceModel stateless =
            server.service("STATELESS").sid(0xF901).nonSecure().stateless(30);

    /** Nobody may use it. */
    final SpmServiceModel hidden = server.service("HIDDEN").sid(0xF002);

    final SpmMemoryModel memory = spm.memory();

    private final PsaClient provider = new PsaClient();

    Given() {
        assertThat(client.id()).isEqualTo(Caller.PARTITION.id);
        client.needs(open, stateless);
        int size = (int) SIZE;
        memory.nonSecure(Caller.NON_SECURE.memory, size)
                .nonSecureReadOnly(Caller.NON_SECURE.memory + SIZE, size)
                .secure(client, Caller.PARTITION.memory, size)
                .secureReadOnly(client, Caller.PARTITION.memory + SIZE, size)
                .secure(server, SERVERS, size)
                .nonSecureWriteOnly(WRITE_ONLY, size)
                .nonSecure(LAST, 2 * size);
    }

    /** The Non-secure client's calls come through the partition, which marks the vectors as an agent does. */
    PsaCallModel call(Caller by, PsaFunction function, long... arguments) {
        if (by == Caller.PARTITION) {
            return client.call(function, arguments);
        }
        PsaCallModel call = spm.client(by.id, function, arguments).through(client);
        if (function == PsaFunction.PSA_CALL) {
            call.registers.x2 |= NON_SECURE;
        }
        return call;
    }

    /** Makes the call; asserts that it ends in the client API. */
    PsaCallModel completed(Caller by, PsaFunction function, long... arguments) {
        PsaCallModel call = call(by, function, arguments);
        assertThat(call.handle(provider)).as(call.refusal()).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    /** Makes the call; asserts that it becomes a message, and returns that. */
    SpmConnectionModel sent(Caller by, PsaFunction function, long... arguments) {
        return sent(call(by, function, arguments));
    }

    SpmConnectionModel sent(PsaCallModel call) {
        assertThat(call.handle(provider)).as(call.refusal()).isEqualTo(Outcome.HAND_OVER);
        assertThat(call.request()).isEqualTo(PsaCallModel.Request.MESSAGING);
        assertThat(call.refusal()).isEmpty();
        SpmConnectionModel message = call.sent();
        assertThat(message).isNotNull();
        assertThat(message.clientId()).isEqualTo(call.clientId());
        return message;
    }

    /** A connection of the caller's that has no message. */
    SpmConnectionModel connection(Caller of) {
        return spm.connected(open, of.id);
    }

    /** Asserts that a call is a programmer error: a Secure caller panics, a Non-secure one gets the status. */
    void fatal(PsaStatus status, String rule, Caller by, PsaFunction function, long... arguments) {
        int before = spm.left();
        PsaCallModel call = completed(by, function, arguments);
        Refusal.of(call.refusal()).is(status, rule);
        assertThat(call.result()).isEqualTo(status.code());
        assertThat(call.panicked()).as("panics").isEqualTo(by == Caller.PARTITION);
        assertThat(spm.left()).as("connections that are left").isEqualTo(before);
    }

    /** Asserts that a call is refused, and nobody panics. */
    void refused(PsaStatus status, String rule, Caller by, PsaFunction function, long... arguments) {
        PsaCallModel call = completed(by, function, arguments);
        Refusal.of(call.refusal()).is(status, rule);
        assertThat(call.result()).isEqualTo(status.code());
        assertThat(call.panicked()).isFalse();
    }
}
