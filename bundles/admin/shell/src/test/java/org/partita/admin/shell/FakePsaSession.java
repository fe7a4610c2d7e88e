package org.partita.admin.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Client;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.partition.MemoryView;

/** A client whose connect, call and close are answered, written and refused as a test sets. */
final class FakePsaSession implements PsaSession {
    /** What was called, in order; the last word of a session is "end". */
    final List<String> made = new ArrayList<>();

    /** Rules that refuse psa_connect, psa_call or psa_close, by these words. */
    final Set<String> refusing = new HashSet<>();

    int handle = 5;
    int status;
    byte[][] written = {};

    @Nullable
    PsaRule rule;

    long found;
    private int id;
    private boolean refused;

    /** Whether a refused call ends the client. */
    boolean mortal;

    void open(int clientId) {
        id = clientId;
        made.add("client " + clientId);
    }

    /** The rule refuses this function. */
    void refuse(String function, PsaRule with, long what) {
        refusing.add(function);
        rule = with;
        found = what;
    }

    private boolean answer(String function, String call) {
        made.add(call);
        refused = refusing.contains(function);
        return !refused;
    }

    private int code() {
        return rule == null ? 0 : rule.status().code();
    }

    @Override
    public int clientId() {
        return id;
    }

    @Override
    public @Nullable PsaRule rule() {
        return refused ? rule : null;
    }

    @Override
    public long found() {
        return refused ? found : 0;
    }

    @Override
    public boolean ended() {
        return refused && mortal;
    }

    @Override
    public int frameworkVersion() {
        return 0x101;
    }

    @Override
    public int version(int sid) {
        return 1;
    }

    @Override
    public int connect(int sid, int version) {
        return answer("connect", "connect 0x" + Integer.toHexString(sid) + " " + Integer.toUnsignedString(version))
                ? handle
                : code();
    }

    @Override
    public int call(int to, int control, long inputs, long outputs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int call(int to, int type, byte[][] inputs, Outputs outputs) {
        String vectors = Stream.of(inputs).map(HexFormat.of()::formatHex).collect(Collectors.joining(",", "[", "]"));
        boolean answered = answer(
                "call",
                "call 0x" + Integer.toHexString(to) + " " + type + " " + vectors + " " + outputs.count() + " out");
        if (!answered) {
            return code();
        }
        for (int n = 0; n < outputs.count(); n++) {
            byte[] bytes = n < written.length ? written[n] : new byte[0];
            System.arraycopy(bytes, 0, outputs.buffer(n), 0, bytes.length);
            outputs.length(n, bytes.length);
        }
        return status;
    }

    @Override
    public void close(int connection) {
        answer("close", "close 0x" + Integer.toHexString(connection));
    }

    @Override
    public MemoryView memory() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long scratch() {
        return 0x38000000L;
    }

    @Override
    public long scratchSize() {
        return 4096;
    }

    @Override
    public Client.Holds holds() {
        return new Client.Holds(0, 0, 0);
    }

    @Override
    public void close() {
        made.add("end");
    }
}
