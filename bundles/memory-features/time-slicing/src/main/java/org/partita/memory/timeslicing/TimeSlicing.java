package org.partita.memory.timeslicing;

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
import org.partita.api.ffa.Status;
import org.partita.api.memory.MemoryChange;
import org.partita.api.memory.MemoryFault;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.api.memory.TransactionGone;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.NeedsRole;
import org.partita.api.provider.Roles;
import org.partita.lib.relayer.Caller;
import org.partita.lib.relayer.Unfinished;

/**
 * Time slicing of memory management operations (FF-A 12.2.3): applies a change for the length of a slice, then gives
 * control back with FFA_MEM_OP_PAUSE until FFA_MEM_OP_RESUME comes, on whatever PE.
 */
@Component(immediate = true, service = InterfaceProvider.class, configurationPid = TimeSlicing.PID)
@Designate(ocd = TimeSlicing.Configuration.class)
@FillsRole(role = Roles.MEMORY_FEATURE_TIME_SLICING)
@NeedsRole(role = Roles.INTERFACE_MEMORY_MANAGEMENT)
public final class TimeSlicing implements InterfaceProvider {
    /** Names the configuration. */
    static final String PID = "org.partita.memory.timeslicing";

    static final Rule HANDLE = invalid(
            "FFA-12.2.3.5-2",
            "12.2.3.5",
            "w1/w2",
            "must be the Handle of an operation of the caller's that is paused, as FFA_MEM_OP_PAUSE gave it");
    static final Rule RESERVED =
            invalid("FFA-12.2.3.5-3", "Table 12.15", "w3-w7/x3-x7", "the registers are reserved, must be zero");
    static final Rule ABORTED = new Rule(
            "FFA-12.2.3.3-14",
            Status.ABORTED,
            "FF-A 12.2.3.3 item 4",
            "physical address",
            "a page of the region can't be accessed: the operation is undone, see what fills hardware/memory");
    static final Rule IN_USE = new Rule(
            "PARTITA-paused-busy",
            Status.BUSY,
            "FF-A 12.2.3.3",
            "w1/w2",
            "another context of the caller has resumed the operation: it has its next slice now");

    /** For {@code resume}. */
    private static final int SENT_ON = 1;

    /** What may be configured. */
    @ObjectClassDefinition(name = "Time slicing of memory management")
    @interface Configuration {
        @AttributeDefinition(
                description = "length of a slice in translation table operations, at least 1: a range that is mapped or"
                        + " unmapped, or a page that is zeroed")
        int operations() default 16;
    }

    private volatile int operations;

    @Activate
    public TimeSlicing(Configuration configuration) {
        operations = operations(configuration);
    }

    @Modified
    void modified(Configuration configuration) {
        operations = operations(configuration);
    }

    private static int operations(Configuration configuration) {
        int n = configuration.operations();
        if (n < 1) {
            throw new IllegalArgumentException(
                    PID + ": operations is " + n + "; a slice has at least 1 translation table operation");
        }
        return n;
    }

    @Override
    public Set<FunctionId> functions() {
        return Set.of(FunctionId.FFA_MEM_OP_PAUSE, FunctionId.FFA_MEM_OP_RESUME);
    }

    @Override
    public Outcome handle(Call call) {
        MemoryOperation of = call.operation();
        return of == null ? resumed(call) : slice(call, of);
    }

    private Outcome resumed(Call call) {
        long reserved = 0;
        for (int n = 3; n < 8; n++) {
            reserved |= Integer.toUnsignedLong(call.registers.w(n));
        }
        if (reserved != 0) {
            return call.refuse(RESERVED, reserved);
        }
        long handle = Integer.toUnsignedLong(call.registers.w(1)) | (long) call.registers.w(2) << Integer.SIZE;
        MemoryOperation of = Unfinished.find(call, handle);
        if (of == null && handle > 0 && Caller.atHypervisor(call)) {
            // the SPM has paused what the Hypervisor only passes on
            return call.forward();
        }
        if (of == null) {
            return call.refuse(HANDLE, handle);
        }
        if (!call.state().operations().take(of)) {
            return call.refuse(IN_USE, handle);
        }
        call.operation(of);
        if (of.stage() != Stage.PAUSED) {
            return call.refuse(HANDLE, handle);
        }
        of.stage(Stage.RUNNING);
        return of.change() == null ? call.forward(SENT_ON) : slice(call, of);
    }

    private Outcome slice(Call call, MemoryOperation of) {
        MemoryChange change = of.change();
        if (change == null) {
            throw new IllegalStateException("nothing to do in slices");
        }
        boolean done;
        try {
            done = change.apply(operations);
        } catch (MemoryFault fault) {
            call.state().operations().abort(of);
            return call.refuse(ABORTED, fault.address());
        } catch (TransactionGone gone) {
            call.state().operations().abort(of);
            return call.refuse(Unfinished.GONE, gone.handle());
        }
        if (done) {
            of.restore(call.registers);
            return call.handBack(of.function());
        }
        of.stage(Stage.PAUSED);
        long handle = of.handle();
        call.registers.set(
                FunctionId.FFA_MEM_OP_PAUSE.id32(), handle & 0xFFFFFFFFL, handle >>> Integer.SIZE, 0, 0, 0, 0, 0);
        return Outcome.COMPLETE;
    }

    /** What was paused at the SPM has had another slice there: the interface that sent it on knows what that means. */
    @Override
    public Outcome resume(Call call, int then) {
        MemoryOperation of = call.operation();
        if (then != SENT_ON || of == null) {
            throw new IllegalStateException("continuation " + then);
        }
        return call.handBack(of.function());
    }

    private static Rule invalid(String id, String section, String field, String text) {
        return new Rule(id, Status.INVALID_PARAMETERS, "FF-A " + section, field, text);
    }
}
