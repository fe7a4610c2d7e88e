package org.partita.interfaces.psaservice;

import static org.assertj.core.api.Assertions.assertThat;

import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.lib.fixture.psa.PsaCallModel;
import org.partita.lib.fixture.psa.SpmConnectionModel;
import org.partita.lib.fixture.psa.SpmModel;
import org.partita.lib.fixture.psa.SpmPartitionModel;
import org.partita.lib.fixture.psa.SpmServiceModel;
import org.partita.testkit.Refusal;

/**
 * Isolation level 3 with two partitions. CRYPTO, which calls, has the services HASH (signal 0x10) and MAC (0x20), whose
 * vectors may be mapped. STORAGE has one. Non-secure clients are -1 and -2. The bytes of the client's memory are their
 * offsets.
 */
final class Scene {
    static final int HASH = 0x10;
    static final int MAC = 0x20;
    static final int SIZE = 0x100;

    /** Memory of the Non-secure clients. */
    static final long CLIENT = 0x2000_0000L;
    /** Memory of CRYPTO. */
    static final long OWN = 0x3000_0000L;
    /** Memory of CRYPTO that it may only read. */
    static final long CODE = 0x3100_0000L;
    /** Memory of STORAGE. */
    static final long FOREIGN = 0x3200_0000L;
    /** Memory of CRYPTO that ends beyond 32-bit addresses. */
    static final long END = 0xFFFF_FF80L;

    final SpmModel spm = new SpmModel().level(IsolationLevel.PARTITIONS);
    final SpmPartitionModel crypto = spm.partition("CRYPTO");
    final SpmServiceModel hash = crypto.service("HASH");
    final SpmServiceModel mac = crypto.service("MAC").mmIovec();
    final SpmPartitionModel storage = spm.partition("STORAGE");
    final SpmServiceModel its = storage.service("ITS");
    final SecurePartitionApi api = new SecurePartitionApi();

    Scene() {
        spm.memory()
                .nonSecure(CLIENT, SIZE)
                .secure(crypto, OWN, SIZE)
                .secureReadOnly(crypto, CODE, SIZE)
                .secure(storage, FOREIGN, SIZE)
                .secure(crypto, END, SIZE);
        spm.memory().bytes(CLIENT, pattern(0, SIZE));
    }

    /** Bytes of the client's memory as they are at first. */
    static byte[] pattern(int first, int length) {
        byte[] b = new byte[length];
        for (int i = 0; i < length; i++) {
            b[i] = (byte) (first + i);
        }
        return b;
    }

    /** A request to a service that CRYPTO has taken, without vectors. */
    SpmConnectionModel request(SpmServiceModel service) {
        return spm.connected(service, -1).taken(0);
    }

    /** CRYPTO makes a call that completes without refusal; the result is x0. */
    long done(PsaFunction function, long... arguments) {
        PsaCallModel call = crypto.call(function, arguments);
        assertThat(call.handle(api)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.refusal()).isEmpty();
        assertThat(call.panicked()).isFalse();
        return call.registers.x0;
    }

    /** CRYPTO answers a message; the result is what the client gets. */
    int replied(SpmConnectionModel message, int status) {
        PsaCallModel call = crypto.call(PsaFunction.PSA_REPLY, message.handle(), status);
        assertThat(call.handle(api)).isEqualTo(Outcome.HAND_OVER);
        assertThat(call.sent()).isSameAs(message);
        assertThat(call.answered()).isEqualTo(Outcome.COMPLETE);
        assertThat(message.state()).isEqualTo(SpmConnection.State.ANSWERED);
        assertThat(message.result()).isEqualTo(call.status());
        return call.status();
    }

    /** CRYPTO makes a call that breaks a rule: it panics, and nothing was done. */
    void panics(String rule, PsaFunction function, long... arguments) {
        panics(crypto.call(function, arguments), rule);
    }

    private void panics(PsaCallModel call, String rule) {
        int asserted = crypto.asserted();
        byte[] before = memory();

        assertThat(call.handle(api)).isEqualTo(Outcome.COMPLETE);

        Refusal.of(call.refusal()).is("PSA_ERROR_PROGRAMMER_ERROR " + rule);
        assertThat(call.panicked()).isTrue();
        assertThat(crypto.asserted()).isEqualTo(asserted);
        assertThat(memory()).isEqualTo(before);
    }

    private byte[] memory() {
        byte[] all = new byte[3 * SIZE];
        System.arraycopy(spm.memory().bytes(CLIENT, SIZE), 0, all, 0, SIZE);
        System.arraycopy(spm.memory().bytes(OWN, SIZE), 0, all, SIZE, SIZE);
        System.arraycopy(spm.memory().bytes(FOREIGN, SIZE), 0, all, 2 * SIZE, SIZE);
        return all;
    }
}
