package org.partita.conduit.smc;

import java.util.Map;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.provider.ConduitProvider;
import org.partita.lib.crossing.testing.ConduitProviderContract;
import org.partita.testkit.Shows;

@Shows({"FFA-2.4-5", "FFA-2.4-7"})
class SmcConduitTest extends ConduitProviderContract {
    @Override
    protected Conduit conduit() {
        return Conduit.SMC;
    }

    @Override
    protected ConduitProvider provider() {
        return new SmcConduit();
    }

    @Override
    protected Map<ExceptionLevel, String> forbidden() {
        return Map.ofEntries(
                Map.entry(ExceptionLevel.S_EL0, "FFA-2.4-5"),
                Map.entry(ExceptionLevel.SECURE_USER, "FFA-2.4-5"),
                Map.entry(ExceptionLevel.EL3, "FFA-2.4-7"),
                Map.entry(ExceptionLevel.MONITOR, "FFA-2.4-7"));
    }

    @Override
    protected ExceptionLevel belowInAArch64() {
        return ExceptionLevel.S_EL1;
    }

    @Override
    protected ExceptionLevel belowInAArch32() {
        return ExceptionLevel.SUPERVISOR;
    }
}
