package org.partita.core.execution;

import org.jspecify.annotations.Nullable;
import org.partita.api.mpu.Mpu;
import org.partita.api.mpu.MpuAccess;
import org.partita.api.mpu.MpuFault;
import org.partita.api.mpu.MpuTable;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.Wiring;

/**
 * The MPU at isolation levels 2 and 3: it has the table of whoever gets the PE before it runs, and decides about each of its accesses.
 * Whoever owns the PE uses it. It remembers nothing: what is loaded, the MPU of the wiring says, so another one that came to serve is
 * loaded too.
 */
final class SpmProtection {
    private final Hub hub;
    private final SpmTurns turns;
    private final Faults faults;

    SpmProtection(Hub hub, SpmTurns turns, Faults faults) {
        this.hub = hub;
        this.turns = turns;
        this.faults = faults;
    }

    /**
     * Loads the MPU for a component that gets the PE. While the role is vacant it is not: the component's first access waits for an MPU and
     * loads that. What is Non-secure is none of its business, and the SPM has no table.
     */
    void enter(SpmComponent next, Pe pe) {
        SpmDomain domain = next.domain;
        if (domain == null) {
            return;
        }
        Wiring w = pe.pin();
        try {
            Mpu mpu = w.mpu;
            if (mpu != null) {
                load(mpu, domain.table(), w.served(pe.index));
            }
        } catch (RuntimeException | Error e) {
            faults.providerFailed(next.context, w.thrower(e), e);
        } finally {
            pe.leave();
        }
    }

    /**
     * Pins the PE's slot for an access that is permitted.
     *
     * @return null if a role that it takes stays vacant: nothing is pinned then
     */
    @Nullable
    Pe pin(SpmComponent c, long address, long length, boolean write) {
        Pe pe = hub.pe(0);
        SpmDomain domain = c.domain;
        Wiring w = turns.pinFor(c.context, pe, domain == null ? SpmNeeds.MEMORY : SpmNeeds.PROTECTED_MEMORY);
        if (w == null) {
            return null;
        }
        boolean permitted = false;
        try {
            w.served(pe.index)[RoleTable.MEMORY]++;
            if (domain != null) {
                ask(c, domain, w, pe, address, length, write);
            }
            permitted = true;
        } finally {
            if (!permitted) {
                pe.leave();
            }
        }
        return pe;
    }

    private static void ask(
            SpmComponent c, SpmDomain domain, Wiring w, Pe pe, long address, long length, boolean write) {
        long[] served = w.served(pe.index);
        Mpu mpu = Seams.present(w.mpu);
        load(mpu, domain.table(), served);
        served[RoleTable.MPU]++;
        MpuFault fault = mpu.check(address, length, write ? MpuAccess.WRITE : MpuAccess.READ, domain.privileged());
        if (fault != null) {
            throw domain.fault(c.toString(), fault, write);
        }
    }

    private static void load(Mpu mpu, MpuTable table, long[] served) {
        if (mpu.loaded() != table) {
            served[RoleTable.MPU]++;
            mpu.load(table);
        }
    }
}
