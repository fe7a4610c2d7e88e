package org.partita.partition.platform;

import java.util.ArrayDeque;
import java.util.Queue;
import org.osgi.service.component.annotations.Component;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.partition.FirstLevelHandler;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.partition.MemoryView;

/**
 * The same services as an IPC partition: a thread that waits for requests and interrupts together. Which of the two forms runs is said by the
 * model in the partition's manifest.
 */
@Component(immediate = true, service = IpcPartition.class, property = PsaPartition.PARTITION + "=TFM_SP_PLATFORM")
public final class PlatformThread implements IpcPartition, FirstLevelHandler {
    /** The first signal of an IPC partition: its only service's. */
    private static final int REQUEST = 1 << 4;

    private final Interrupts interrupts = new Interrupts();

    @Override
    public boolean handle(MemoryView memory, int signal) {
        return interrupts.tick(memory);
    }

    @Override
    public void main(Psa psa) {
        Words.of(psa).clear();
        interrupts.begin(psa);
        Queue<Integer> waiting = new ArrayDeque<>();
        PsaMessage message = new PsaMessage();
        while (true) {
            int signals = psa.await(REQUEST | Interrupts.SIGNALS, Signals.BLOCK);
            if (interrupts.handle(psa, signals)) {
                tell(psa, waiting);
            }
            if ((signals & REQUEST) != 0 && psa.get(REQUEST, message) == PsaStatus.PSA_SUCCESS.code()) {
                serve(psa, message, waiting);
            }
        }
    }

    private static void serve(Psa psa, PsaMessage message, Queue<Integer> waiting) {
        int status = Services.serve(psa, message);
        if (status == Services.LATER) {
            waiting.add(message.handle());
        } else {
            psa.reply(message.handle(), status);
        }
    }

    /** Answers all that wait for an interrupt. */
    private static void tell(Psa psa, Queue<Integer> waiting) {
        for (Integer message = waiting.poll(); message != null; message = waiting.poll()) {
            psa.reply(message, Services.tell(psa, message));
        }
    }
}
