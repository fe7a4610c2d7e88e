package org.partita.lib.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.Registers;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryBuffer;
import org.partita.api.memory.MemoryOperation;
import org.partita.api.memory.MemoryOperation.Stage;
import org.partita.api.memory.MemoryOperations;

/** Memory management functions that take several invocations: a few for each caller. */
public final class Operations implements MemoryOperations {
    /** How a manager maps a buffer of a caller's. */
    public interface Mapper {
        /** @param physical ranges of memory of one Security state */
        MemoryBuffer map(List<ConstituentRange> physical, boolean secure);
    }

    /** Most that one component may have begun at one manager: what it keeps there is the manager's memory. */
    private static final int LIMIT = 16;

    private final Ledger ledger;
    private final Mapper mapper;
    private final List<Operation> all = new ArrayList<>();

    public Operations(Ledger ledger, Mapper mapper) {
        this.ledger = ledger;
        this.mapper = mapper;
    }

    @Override
    public synchronized @Nullable MemoryOperation begin(ManagerKind manager, int caller, Registers registers) {
        if (of(manager, caller).size() >= LIMIT && !dropSent(manager, caller)) {
            return null;
        }
        Operation o = new Operation(manager, caller, registers, mapper);
        all.add(o);
        return o;
    }

    private List<Operation> of(ManagerKind manager, int caller) {
        return all.stream()
                .filter(o -> o.manager() == manager && o.caller() == caller)
                .toList();
    }

    /** What is only kept for a Receiver that asks again makes room. */
    private boolean dropSent(ManagerKind manager, int caller) {
        for (Operation o : of(manager, caller)) {
            if (o.stage() == Stage.SENT && o.take()) {
                end(o);
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized @Nullable MemoryOperation find(ManagerKind manager, int caller, long handle) {
        for (Operation o : all) {
            // one that has no Handle yet has 0
            if (handle != 0 && o.manager() == manager && o.caller() == caller && o.handle() == handle) {
                return o;
            }
        }
        return null;
    }

    @Override
    public boolean take(MemoryOperation operation) {
        return ((Operation) operation).take();
    }

    /** The pass that used it has ended. */
    public void release(MemoryOperation operation) {
        ((Operation) operation).release();
    }

    @Override
    public synchronized void end(MemoryOperation operation) {
        all.remove((Operation) operation);
        ((Operation) operation).end();
    }

    @Override
    public void abort(MemoryOperation operation) {
        undo(operation);
        Grant offer = operation.offer();
        if (offer != null) {
            operation.offer(null);
            // what the manager has begun to which it was sent on
            all().stream().filter(o -> continues(o, operation)).forEach(this::undo);
            ledger.takeBack(offer, operation.handle());
        }
    }

    private static boolean continues(MemoryOperation o, MemoryOperation sentOn) {
        return o.caller() == sentOn.caller() && o.handle() == sentOn.handle();
    }

    private void undo(MemoryOperation operation) {
        end(operation);
        ((Operation) operation).undo();
    }

    @Override
    public synchronized List<MemoryOperation> all() {
        return List.copyOf(all);
    }

    @Override
    public synchronized boolean mapped(List<ConstituentRange> physical) {
        return all.stream().anyMatch(o -> o.uses(physical));
    }

    /** A caller is terminated: nobody goes on with what it has begun. Its offers are for the ledger to take back. */
    public void terminated(int caller) {
        for (MemoryOperation o : all()) {
            if (o.caller() == caller) {
                end(o);
                ((Operation) o).lost();
            }
        }
    }
}
