package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmLayout;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;

/** The PSA API as the code of an IPC partition has it: all of it. */
final class SpmIpcApi extends SpmApi implements Psa {
    private final SpmComponent component;

    /** The psa_msg_t that was taken last. */
    private final MemorySegment got = MemorySegment.ofArray(new byte[SpmLayout.MESSAGE]);

    SpmIpcApi(SpmComponent component, SpmCycles cycles, SpmTurns turns, int id, long scratch, long size) {
        super(component, cycles, turns, id, scratch, size);
        this.component = component;
    }

    @Override
    public int get(int signal, long message) {
        return (int) invoke(PsaFunction.PSA_GET, Integer.toUnsignedLong(signal), message, 0, 0);
    }

    @Override
    public int get(int signal, PsaMessage message) {
        int status = get(signal, scratch());
        if (status == PsaStatus.PSA_SUCCESS.code()) {
            memory().read(scratch(), got);
            fill(message);
        }
        return status;
    }

    private void fill(PsaMessage message) {
        int handle = got.get(U32, SpmLayout.MESSAGE_HANDLE);
        SpmConnection c = component.pass.state().connection(handle);
        message.set(
                got.get(U32, SpmLayout.MESSAGE_TYPE),
                handle,
                got.get(U32, SpmLayout.MESSAGE_CLIENT),
                Integer.toUnsignedLong(got.get(U32, SpmLayout.MESSAGE_RHANDLE)),
                c == null ? 0 : c.service().manifest().sid());
        for (int i = 0; i < VECTORS; i++) {
            int size = i * Integer.BYTES;
            message.sizes(
                    i,
                    Integer.toUnsignedLong(got.get(U32, SpmLayout.MESSAGE_INPUTS + size)),
                    Integer.toUnsignedLong(got.get(U32, SpmLayout.MESSAGE_OUTPUTS + size)));
        }
    }

    @Override
    public void reply(int message, int status) {
        long _ = invoke(PsaFunction.PSA_REPLY, message, status, 0, 0);
    }

    @Override
    public void notify(int partition) {
        long _ = invoke(PsaFunction.PSA_NOTIFY, partition, 0, 0, 0);
    }

    @Override
    public void clear() {
        long _ = invoke(PsaFunction.PSA_CLEAR, 0, 0, 0, 0);
    }
}
