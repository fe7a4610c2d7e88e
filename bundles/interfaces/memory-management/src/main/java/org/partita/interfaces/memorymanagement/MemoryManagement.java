package org.partita.interfaces.memorymanagement;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.partita.api.call.Call;
import org.partita.api.call.Endpoint;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperations;
import org.partita.api.memory.TransactionGone;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Roles;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.Unfinished;

/**
 * The memory management interfaces (FF-A chapter 11) for the Hypervisor and the SPMC. Who owns and who may access what is
 * kept by core's ledger; nothing of it is kept here.
 */
@Component(immediate = true, service = InterfaceProvider.class, configurationPid = MemoryManagement.PID)
@Designate(ocd = MemoryManagement.Configuration.class)
@FillsRole(role = Roles.INTERFACE_MEMORY_MANAGEMENT)
public final class MemoryManagement implements InterfaceProvider {
    /** Names the configuration. */
    static final String PID = "org.partita.interfaces.memorymanagement";

    static final Rule ACCESSIBLE = new Rule(
            "PARTITA-memory-fault",
            Status.ABORTED,
            "FF-A 5.12.4.1, 4.2.2, 8.5",
            "physical address",
            "the Relayer can't access a page of the region, or of a buffer: see what fills hardware/memory; or the caller has"
                    + " unmapped its RX/TX pair meanwhile");

    static final Rule ALIVE = new Rule(
            "PARTITA-caller-aborted",
            Status.ABORTED,
            "FF-A 5.4.1 rules 8, 9",
            "Endpoint ID",
            "a fatal error has ended the caller: it has access to nothing until it is loaded again");

    private static final int MOST_RETRIEVALS_SHIFT = 30;

    private static final List<FunctionId> STARTS =
            List.of(FunctionId.FFA_MEM_DONATE, FunctionId.FFA_MEM_LEND, FunctionId.FFA_MEM_SHARE);

    /** What may be configured. */
    @ObjectClassDefinition(name = "Memory management")
    @interface Configuration {
        @AttributeDefinition(
                description = "a Receiver may retrieve a region 2^(n+1) - 1 times without relinquishing it, 0 to 30"
                        + " (FF-A Table 8.10)")
        int retrievals() default 0;

        @AttributeDefinition(
                description = "functions that start a transaction and are served, at least one of FFA_MEM_DONATE,"
                        + " FFA_MEM_LEND and FFA_MEM_SHARE (FF-A 6.1.4)")
        String[] transactions() default {"FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE"};
    }

    private final int retrievals;
    private final Set<FunctionId> functions;

    /** With another configuration there is another provider: FFA_FEATURES is told by it what holds from then on. */
    @Activate
    public MemoryManagement(Configuration configuration) {
        retrievals = retrievals(configuration);
        functions = functions(configuration);
    }

    private static int retrievals(Configuration configuration) {
        int n = configuration.retrievals();
        if (n < 0 || n > MOST_RETRIEVALS_SHIFT) {
            throw new IllegalArgumentException(PID + ": retrievals is " + n + "; it has to be 0 to "
                    + MOST_RETRIEVALS_SHIFT + ": 2^(n+1) - 1 outstanding retrievals (FF-A Table 8.10)");
        }
        return n;
    }

    /** Those that start a transaction, and all that go on with one (FF-A 6.1.4 items 2 and 3). */
    private static Set<FunctionId> functions(Configuration configuration) {
        Set<FunctionId> all = EnumSet.noneOf(FunctionId.class);
        for (String name : configuration.transactions()) {
            all.add(STARTS.stream()
                    .filter(f -> f.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> refused("'" + name + "' is none of " + STARTS)));
        }
        if (all.isEmpty()) {
            throw refused("there is none; memory management has to have at least one of " + STARTS);
        }
        all.add(FunctionId.FFA_MEM_RETRIEVE_REQ);
        all.add(FunctionId.FFA_MEM_RETRIEVE_RESP);
        all.add(FunctionId.FFA_MEM_RELINQUISH);
        all.add(FunctionId.FFA_MEM_RECLAIM);
        return Collections.unmodifiableSet(all);
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(PID + " transactions: " + why + " (FF-A 6.1.4 item 2)");
    }

    @Override
    public Set<FunctionId> functions() {
        return functions;
    }

    @Override
    public long featureProperties(FunctionId function) {
        // w3 (FF-A Table 8.10)
        return function == FunctionId.FFA_MEM_RETRIEVE_REQ ? (long) retrievals << Integer.SIZE : 0;
    }

    @Override
    public Outcome handle(Call call) {
        return ended(call, this::answer);
    }

    /** Ends the operation with the call, unless it goes on: undone if it is refused. */
    private static Outcome ended(Call call, Function<Call, Outcome> answer) {
        Outcome outcome;
        boolean refused = true;
        try {
            outcome = answer.apply(call);
            refused = false;
        } catch (Broken broken) {
            outcome = call.refuse(broken.rule(), broken.found(), broken.offset());
        } catch (MemoryFault fault) {
            // where the call was forwarded from it has to come back
            outcome = call.refuse(ACCESSIBLE, fault.address());
        } catch (TransactionGone gone) {
            outcome = call.refuse(Unfinished.GONE, gone.handle());
        }
        MemoryOperation of = call.operation();
        if (of != null && outcome == Outcome.COMPLETE && of.stage() == MemoryOperation.Stage.RUNNING) {
            MemoryOperations operations = call.state().operations();
            if (refused) {
                operations.abort(of);
            } else {
                operations.end(of);
            }
        }
        return outcome;
    }

    private Outcome answer(Call call) {
        Endpoint caller = call.context().endpoint();
        Broken.unless(caller == null || !caller.aborted(), ALIVE, Caller.origin(call));
        MemoryOperation of = call.operation();
        if (of != null && (of.change() != null || of.step() != MemoryOperation.Step.BEGUN)) {
            return goOn(call, of);
        }
        FunctionId function = of == null ? FunctionId.of(call.registers.function()) : of.function();
        if (function == null) {
            throw new IllegalStateException("no memory management function: " + call.registers);
        }
        return switch (function) {
            case FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE, FFA_MEM_RETRIEVE_REQ ->
                described(call, Operation.of(function));
            case FFA_MEM_RELINQUISH -> Relinquish.answer(call);
            case FFA_MEM_RECLAIM -> Reclaim.answer(call);
            default -> throw new IllegalStateException("no memory management function: " + call.registers);
        };
    }

    /** What was handed to a feature comes back. */
    private static Outcome goOn(Call call, MemoryOperation of) {
        return switch (of.function()) {
            case FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE -> Transfer.goOn(call, of);
            case FFA_MEM_RETRIEVE_REQ -> Retrieve.goOn(call, of);
            default -> Slices.goOn(call, of);
        };
    }

    private Outcome described(Call call, Operation operation) {
        Outcome elsewhere = Input.elsewhere(call, operation);
        if (elsewhere != null) {
            return elsewhere;
        }
        return operation == Operation.RETRIEVE
                ? Retrieve.answer(call, (int) ((2L << retrievals) - 1))
                : Send.answer(call, operation);
    }

    @Override
    public Outcome resume(Call call, int then) {
        if (then == ForwardedSend.ACCEPTED) {
            return ended(call, ForwardedSend::resume);
        }
        throw new IllegalStateException("continuation " + then);
    }

    @Override
    public void abandoned(Call call, int then) {
        if (then == ForwardedSend.ACCEPTED) {
            ForwardedSend.abandoned(call);
        }
    }
}
