package org.partita.it.ffm;

import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;

/** The functions of a scripted partition in one of the IPC model: a thread that takes messages, calls them, and answers. */
final class ScriptedThread implements IpcPartition {
    /** Bits 3:0 are reserved. */
    private static final int SERVICES = 0xFFFFFFF0;

    private static final int BLOCK = 0x80000000;

    private final Scripted functions;

    ScriptedThread(Scripted functions) {
        this.functions = functions;
    }

    @Override
    public void main(Psa psa) throws Exception {
        functions.initialize(psa);
        PsaMessage message = new PsaMessage();
        for (; ; ) {
            int signal = Integer.lowestOneBit(psa.await(SERVICES, BLOCK));
            if (psa.get(signal, message) == 0) {
                int handle = message.handle();
                psa.reply(handle, functions.call(psa, message));
            }
        }
    }
}
