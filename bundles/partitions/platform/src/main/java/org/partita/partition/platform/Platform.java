package org.partita.partition.platform;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.Signals;
import org.partita.api.ffm.partition.FirstLevelHandler;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.partition.MemoryView;
import org.partita.api.provider.Roles;

/** The services as an SFN partition: it handles its interrupts when it is called. */
@Component(immediate = true, service = SfnPartition.class, property = PsaPartition.PARTITION + "=TFM_SP_PLATFORM")
@Capability(namespace = Roles.NAMESPACE, name = Roles.PARTITION + "TFM_SP_PLATFORM", effective = "assemble")
public final class Platform implements SfnPartition, FirstLevelHandler {
    private final Interrupts interrupts = new Interrupts();

    @Override
    public int initialize(SfnPsa psa) {
        Words.of(psa).clear();
        interrupts.begin(psa);
        return PsaStatus.PSA_SUCCESS.code();
    }

    @Override
    public boolean handle(MemoryView memory, int signal) {
        return interrupts.tick(memory);
    }

    @Override
    public int call(SfnPsa psa, PsaMessage message) {
        interrupts.handle(psa, psa.await(Interrupts.SIGNALS, Signals.POLL));
        int status = Services.serve(psa, message);
        if (status != Services.LATER) {
            return status;
        }
        interrupts.handle(psa, psa.await(Interrupts.SIGNALS, Signals.BLOCK));
        return Services.tell(psa, message.handle());
    }
}
