package org.partita.it.ffm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;

/** A partition of the SFN model whose functions a test writes, one for each service, also while it runs. It notes its messages. */
final class Scripted implements SfnPartition {
    private static final Function SUCCESS = (psa, message) -> 0;

    private final Map<Integer, Function> functions = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Initialization initialization;

    Scripted() {
        this(psa -> 0);
    }

    Scripted(Initialization initialization) {
        this.initialization = initialization;
    }

    /** Processes a message, and returns the status of the answer. */
    @FunctionalInterface
    interface Function {
        int call(SfnPsa psa, PsaMessage message) throws Exception;
    }

    /** Initializes the partition, and returns a status. */
    @FunctionalInterface
    interface Initialization {
        int call(SfnPsa psa) throws Exception;
    }

    /** A message as the service gets it. */
    record Received(int sid, int type, int handle, int client, long rhandle, List<Long> inputs, List<Long> outputs) {
        static Received of(PsaMessage m) {
            return new Received(
                    m.sid(),
                    m.type(),
                    m.handle(),
                    m.clientId(),
                    m.rhandle(),
                    List.of(m.inSize(0), m.inSize(1), m.inSize(2), m.inSize(3)),
                    List.of(m.outSize(0), m.outSize(1), m.outSize(2), m.outSize(3)));
        }
    }

    /** Sets the function of a service; services without one answer PSA_SUCCESS. Null: that is so again. */
    Scripted on(int sid, @Nullable Function function) {
        if (function == null) {
            functions.remove(sid);
        } else {
            functions.put(sid, function);
        }
        return this;
    }

    /** The messages since {@link #forget}, in their order. */
    List<Received> received() {
        return List.copyOf(received);
    }

    /** Their types. */
    List<Integer> types() {
        return received.stream().map(Received::type).toList();
    }

    void forget() {
        received.clear();
    }

    @Override
    public int initialize(SfnPsa psa) throws Exception {
        return initialization.call(psa);
    }

    @Override
    public int call(SfnPsa psa, PsaMessage message) throws Exception {
        received.add(Received.of(message));
        return functions.getOrDefault(message.sid(), SUCCESS).call(psa, message);
    }
}
