package org.partita.core.execution;

import org.partita.api.ffa.Conduit;
import org.partita.api.ffm.PsaFunction;
import org.partita.core.wiring.RoleTable;

/** Which roles a call of the PSA API may need; asked only while a role is vacant. */
final class SpmNeeds {
    /** What it takes to choose who is next. */
    static final long NEXT = 1L << RoleTable.BACKEND;

    static final long MEMORY = 1L << RoleTable.MEMORY;

    /** Of an access that the MPU decides about. */
    static final long PROTECTED_MEMORY = MEMORY | 1L << RoleTable.MPU;

    private SpmNeeds() {}

    /** Of the call in a component's registers; that of a Non-secure client comes through the agent. */
    static long of(SpmComponent caller, Conduit by) {
        PsaFunction function = PsaFunction.of(caller.context.call.registers.function());
        long roles = 1L << (RoleTable.CONDUITS + by.ordinal()) | 1L << RoleTable.FFM_SPM;
        if (caller.resident == null) {
            roles |= 1L << RoleTable.NS_AGENT;
        }
        if (function == null) {
            return roles;
        }
        roles |= 1L << (function.client() ? RoleTable.PSA_CLIENT : RoleTable.PSA_SERVICE);
        return switch (function) {
            case PSA_FRAMEWORK_VERSION, PSA_VERSION, PSA_ROT_LIFECYCLE_STATE, PSA_PANIC -> roles;
            default -> roles | 1L << RoleTable.BACKEND | MEMORY;
        };
    }
}
