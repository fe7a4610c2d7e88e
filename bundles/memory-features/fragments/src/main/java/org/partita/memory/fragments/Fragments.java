package org.partita.memory.fragments;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.TransactionGone;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.Roles;
import org.partita.lib.relayer.Unfinished;

/**
 * Transmission of transaction descriptors in fragments (FF-A 12.2.2), both ways. What has come, and what has been sent,
 * is kept by core.
 */
@Component(immediate = true, service = InterfaceProvider.class, configurationPid = Fragments.PID)
@Designate(ocd = Fragments.Configuration.class)
@FillsRole(role = Roles.MEMORY_FEATURE_FRAGMENTS)
@NeedsRole(role = Roles.INTERFACE_MEMORY_MANAGEMENT)
public final class Fragments implements InterfaceProvider {
    /** Names the configuration. */
    static final String PID = "org.partita.memory.fragments";

    private static final int SMALLEST = 4096;

    /** What may be configured. */
    @ObjectClassDefinition(name = "Transmission of descriptors in fragments")
    @interface Configuration {
        @AttributeDefinition(description = "largest descriptor that a manager receives, in bytes, at least 4096")
        int length() default 1 << 20;
    }

    private volatile int length;

    @Activate
    public Fragments(Configuration configuration) {
        length = length(configuration);
    }

    @Modified
    void modified(Configuration configuration) {
        length = length(configuration);
    }

    private static int length(Configuration configuration) {
        int n = configuration.length();
        if (n < SMALLEST) {
            throw new IllegalArgumentException(
                    PID + ": length is " + n + "; the largest descriptor has at least " + SMALLEST + " bytes");
        }
        return n;
    }

    @Override
    public Set<FunctionId> functions() {
        return Set.of(FunctionId.FFA_MEM_FRAG_RX, FunctionId.FFA_MEM_FRAG_TX);
    }

    @Override
    public Outcome handle(Call call) {
        try {
            return answer(call);
        } catch (MemoryFault fault) {
            return aborted(call, FragmentRules.ACCESSIBLE, fault.address());
        } catch (TransactionGone gone) {
            return aborted(call, Unfinished.GONE, gone.handle());
        }
    }

    private static Outcome aborted(Call call, Rule rule, long found) {
        MemoryOperation of = call.operation();
        if (of != null) {
            call.state().operations().abort(of);
        }
        return call.refuse(rule, found);
    }

    private Outcome answer(Call call) {
        MemoryOperation of = call.operation();
        if (of != null && of.outgoing() != null) {
            return of.onward() ? Onward.first(call, of) : Outgoing.first(call, of);
        }
        FunctionId function = FunctionId.of(call.registers.function());
        if (function == FunctionId.FFA_MEM_FRAG_TX) {
            return Incoming.next(call);
        }
        return function == FunctionId.FFA_MEM_FRAG_RX ? Outgoing.next(call) : Incoming.first(call, length);
    }

    @Override
    public Outcome resume(Call call, int then) {
        return Onward.resume(call);
    }

    @Override
    public void abandoned(Call call, int then) {
        Onward.abandoned(call);
    }
}
