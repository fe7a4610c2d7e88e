package org.partita.conduit.eret;

import java.util.Map;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.provider.ConduitProvider;
import org.partita.lib.crossing.testing.ConduitProviderContract;
import org.partita.testkit.Shows;

@Shows("FFA-2.4-7")
class EretConduitTest extends ConduitProviderContract {
    @Override
    protected Conduit conduit() {
        return Conduit.ERET;
    }

    @Override
    protected ConduitProvider provider() {
        return new EretConduit();
    }

    @Override
    protected Map<ExceptionLevel, String> forbidden() {
        return Map.ofEntries(
                Map.entry(ExceptionLevel.S_EL0, "FFA-2.4-7"),
                Map.entry(ExceptionLevel.SECURE_USER, "FFA-2.4-7"),
                Map.entry(ExceptionLevel.EL1, "FFA-2.4-7"),
                Map.entry(ExceptionLevel.SUPERVISOR, "FFA-2.4-7"));
    }

    @Override
    protected ExceptionLevel belowInAArch64() {
        return ExceptionLevel.S_EL1;
    }

    @Override
    protected ExceptionLevel belowInAArch32() {
        return ExceptionLevel.SECURE_USER;
    }
}
