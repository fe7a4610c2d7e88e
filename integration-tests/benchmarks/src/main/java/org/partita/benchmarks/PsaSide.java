package org.partita.benchmarks;

import java.lang.foreign.MemorySegment;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.benchmarks.platform.BenchPlatform;
import org.partita.benchmarks.platform.Services;

/** A Non-secure client of a platform, with connections to all services that have some. */
final class PsaSide implements PsaRequests.Spm {
    private static final int CLIENT = -1;

    private final BenchPlatform platform;
    private final PsaSession session;

    /** @param ipc whether the services are threads of the IPC backend, else functions of the SFN backend */
    PsaSide(boolean ipc) throws Exception {
        platform = BenchPlatform.startFfm(ipc);
        session = platform.platform().ffm().client(CLIENT);
    }

    Platform platform() {
        return platform.platform();
    }

    PsaRequests stateless() {
        int[] handles = new int[Services.COUNT];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = Services.handle(i);
        }
        return new PsaRequests(this, handles, session.scratch());
    }

    PsaRequests connected() {
        int[] handles = new int[Services.COUNT];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = session.connect(Services.sid(i), Services.VERSION);
        }
        return new PsaRequests(this, handles, session.scratch());
    }

    @Override
    public int call(int handle, int control, long inputs, long outputs) {
        return session.call(handle, control, inputs, outputs);
    }

    @Override
    public void write(long address, MemorySegment from) {
        session.memory().write(address, from);
    }

    @Override
    public long read64(long address) {
        return session.memory().read64(address);
    }

    void stop() throws Exception {
        session.close();
        platform.stop();
    }
}
