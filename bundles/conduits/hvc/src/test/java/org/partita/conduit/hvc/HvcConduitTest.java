package org.partita.conduit.hvc;

import java.util.Map;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.provider.ConduitProvider;
import org.partita.lib.crossing.testing.ConduitProviderContract;
import org.partita.testkit.Shows;

@Shows({"FFA-2.4-4", "FFA-2.4-5", "FFA-2.4-7"})
class HvcConduitTest extends ConduitProviderContract {
    @Override
    protected Conduit conduit() {
        return Conduit.HVC;
    }

    @Override
    protected ConduitProvider provider() {
        return new HvcConduit();
    }

    @Override
    protected Map<ExceptionLevel, String> forbidden() {
        return Map.ofEntries(
                Map.entry(ExceptionLevel.S_EL0, "FFA-2.4-5"),
                Map.entry(ExceptionLevel.SECURE_USER, "FFA-2.4-5"),
                Map.entry(ExceptionLevel.S_EL2, "FFA-2.4-4"),
                Map.entry(ExceptionLevel.EL2, "FFA-2.4-4"),
                Map.entry(ExceptionLevel.HYP, "FFA-2.4-4"),
                Map.entry(ExceptionLevel.EL3, "FFA-2.4-7"),
                Map.entry(ExceptionLevel.MONITOR, "FFA-2.4-7"));
    }

    @Override
    protected ExceptionLevel belowInAArch64() {
        return ExceptionLevel.EL1;
    }

    @Override
    protected ExceptionLevel belowInAArch32() {
        return ExceptionLevel.SECURE_SUPERVISOR;
    }
}
