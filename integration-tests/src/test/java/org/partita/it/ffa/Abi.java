package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Client;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.testkit.Refusal;

/** One call at the boundary of an endpoint, and what came back. */
public final class Abi implements AutoCloseable {
    private final Client client;
    private final int id;

    public Abi(Platform platform, int id) {
        this(platform, id, 0);
    }

    public Abi(Platform platform, int id, int vcpu) {
        this.client = platform.client(id, vcpu);
        this.id = id;
    }

    /** Sends a 32-bit direct request; w3 to w7 as given. */
    public Abi direct(int to, long... payload) {
        return call(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id32(), ids(id, to), payload);
    }

    /** Sends a 64-bit direct request; x3 to x7 as given. */
    public Abi direct64(int to, long... payload) {
        return call(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(), ids(id, to), payload);
    }

    private Abi call(int function, long x1, long... payload) {
        client.registers().set(function, x1, 0, 0, 0, 0, 0, 0);
        for (int i = 0; i < payload.length; i++) {
            client.registers().x(3 + i, payload[i]);
        }
        client.call();
        return this;
    }

    /** Calls with w0 and x1... as given. */
    public Abi raw(int function, long... arguments) {
        set(function, arguments);
        client.call();
        return this;
    }

    /** Calls with w0 and x1... as given, through a conduit. */
    public Abi raw(Conduit conduit, int function, long... arguments) {
        set(function, arguments);
        client.call(conduit);
        return this;
    }

    private void set(int function, long... arguments) {
        client.registers().set(function, 0);
        for (int i = 0; i < arguments.length; i++) {
            client.registers().x(1 + i, arguments[i]);
        }
    }

    public static long ids(int from, int to) {
        return Integer.toUnsignedLong(from << 16 | to);
    }

    public Registers registers() {
        return client.registers();
    }

    public Client client() {
        return client;
    }

    /** What FFA_ERROR carries, or null if something else completed the last call. */
    public @Nullable Status error() {
        boolean error = registers().function() == FunctionId.FFA_ERROR.id32();
        return error ? Status.of(registers().w(2)) : null;
    }

    /** Whether the last call was completed with FFA_SUCCESS. */
    public boolean succeeded() {
        return FunctionId.of(registers().function()) == FunctionId.FFA_SUCCESS;
    }

    /** Asserts that the last call was refused: FFA_ERROR with this status and nothing else, by this rule. */
    public Abi refused(Status status, String rule) {
        failed(status);
        Refusal.of(error(), rule()).is(status, rule);
        return this;
    }

    /** Asserts that FFA_ERROR with this status and nothing else completed the last call, whatever the rule. */
    public Abi failed(Status status) {
        assertThat(words()).as("completion; rule %s", rule()).containsExactly(error(status));
        return this;
    }

    /** Asserts -1 in w0 and nothing else (FF-A 8.1, SMC Calling Convention), by this rule. */
    public Abi unknown(String rule) {
        assertThat(words()).as("completion; rule %s", rule()).containsExactly(0xFFFFFFFFL, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        Refusal.of(Status.NOT_SUPPORTED, rule()).is(Status.NOT_SUPPORTED, rule);
        return this;
    }

    private static Long[] error(Status status) {
        long w2 = Integer.toUnsignedLong(status.code());
        return new Long[] {0x84000060L, 0L, w2, 0L, 0L, 0L, 0L, 0L};
    }

    /** Asserts FFA_SUCCESS with x2 and following as given, all other registers 0. */
    public Abi success(long... results) {
        Long[] expected = {0x84000061L, 0L, 0L, 0L, 0L, 0L, 0L, 0L};
        for (int i = 0; i < results.length; i++) {
            expected[2 + i] = results[i];
        }
        assertThat(words()).as("completion; rule %s", rule()).containsExactly(expected);
        return this;
    }

    /** x0 to x7. */
    public List<Long> words() {
        Registers r = registers();
        return List.of(r.x0, r.x1, r.x2, r.x3, r.x4, r.x5, r.x6, r.x7);
    }

    /** Id of the rule that refused the last call, or empty. */
    public String rule() {
        Rule r = client.rule();
        return r == null ? "" : r.id();
    }

    @Override
    public void close() {
        client.close();
    }
}
