package org.partita.partition.crypto;

import org.osgi.service.component.annotations.Component;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.PsaPartition;

/**
 * The same service as an IPC partition: a thread that waits for its signal, takes a message, and answers it. Which of the two forms runs is said
 * by the model in the partition's manifest.
 */
@Component(immediate = true, service = IpcPartition.class, property = PsaPartition.PARTITION + "=TFM_SP_CRYPTO")
public final class CryptoThread implements IpcPartition {
    /** The first signal of an IPC partition: its only service's. */
    private static final int SIGNAL = 1 << 4;

    private final Crypto crypto = new Crypto();

    @Override
    public void main(Psa psa) throws Exception {
        if (crypto.initialize(psa) != PsaStatus.PSA_SUCCESS.code()) {
            throw psa.panic();
        }
        PsaMessage message = new PsaMessage();
        while (true) {
            int signals = psa.await(SIGNAL, Signals.BLOCK);
            if ((signals & SIGNAL) != 0 && psa.get(SIGNAL, message) == PsaStatus.PSA_SUCCESS.code()) {
                psa.reply(message.handle(), crypto.call(psa, message));
            }
        }
    }
}
