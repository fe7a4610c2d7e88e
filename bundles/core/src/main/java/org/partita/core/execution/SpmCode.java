package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.core.spm.PooledConnection;
import org.partita.core.spm.Resident;

/** The code of a partition, and how its functions are called. */
final class SpmCode {
    private final SpmComponent component;
    private final Resident resident;
    private final SpmCycles cycles;
    private final PsaPartition code;
    private final PsaMessage message = new PsaMessage();
    private String failure = "";

    /** The message that its functions process. */
    private @Nullable PooledConnection current;

    SpmCode(SpmComponent component, Resident resident, SpmCycles cycles, PsaPartition code) {
        this.component = component;
        this.resident = resident;
        this.cycles = cycles;
        this.code = code;
    }

    PsaPartition code() {
        return code;
    }

    /** Why it is not initialized. */
    String failure() {
        return failure;
    }

    /** Initializes an SFN partition unless it is; true if it is now. */
    boolean initialize() {
        if (resident.initialized() || !(code instanceof SfnPartition functions)) {
            return true;
        }
        if (resident.manifest().entry().isEmpty()) {
            resident.initialized(true);
            return true;
        }
        int value;
        try {
            value = functions.initialize(component.api);
        } catch (ContextStopped e) {
            failure = "it ended meanwhile";
            return false;
        } catch (Throwable e) {
            failure = "its initialization threw " + e;
            return false;
        }
        boolean done = cycles.initialized(component, value);
        failure = done ? "" : "its initialization returned " + PsaStatus.format(value);
        resident.initialized(done);
        return done;
    }

    /** The message that comes next. */
    void current(PooledConnection m) {
        current = m;
    }

    /** Calls the function of the service that the current message is for, and answers it. */
    void process() {
        PooledConnection m = current;
        current = null;
        if (m == null || !(code instanceof SfnPartition functions)) {
            throw new IllegalStateException(component + " has no message to process");
        }
        fill(m);
        try {
            int status = functions.call(component.api, message);
            component.context.call.registers.set(PsaFunction.PSA_REPLY.id(), m.handle(), status, 0, 0, 0, 0, 0);
            cycles.invoke(component);
        } catch (ContextStopped e) {
            // who waits for it was told
        } catch (Throwable e) {
            cycles.end(component, "threw an exception", e);
        }
        if (m.state() == SpmConnection.State.TAKEN && !resident.ended()) {
            m.answered(PsaStatus.PSA_ERROR_GENERIC_ERROR.code());
        }
    }

    private void fill(PooledConnection m) {
        fill(message, m);
    }

    /** A message as the service gets it. */
    static void fill(PsaMessage to, PooledConnection m) {
        to.set(
                m.type(),
                m.handle(),
                m.clientId(),
                m.rhandle(),
                m.service().manifest().sid());
        for (int i = 0; i < 4; i++) {
            to.sizes(i, m.length(i), m.length(4 + i));
        }
    }
}
