package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;

/** Fills a conduit role: the rules of crossing an exception level boundary that way (FF-A 2.4, 2.5). */
@ConsumerType
public interface ConduitProvider extends Provider {
    /**
     * Judges a crossing before it happens: who may use the conduit at which exception level, which register width,
     * and whose turn it is at the boundary. {@link Call#boundary()}, {@link Call#lower()} and {@link Call#conduit()}
     * are set.
     *
     * @return PROCEED, or COMPLETE after {@link Call#refuse}
     */
    Outcome cross(Call call);
}
