package org.partita.api.admin;

import java.util.List;

/**
 * A function of FF-A 1.0.
 *
 * @param name for example FFA_MSG_SEND_DIRECT_REQ
 * @param id32 identifier of the 32-bit call
 * @param id64 identifier of the 64-bit call, 0 if there is none
 * @param section where it is specified
 * @param provider symbolic name of the interface that serves it, empty if none does
 * @param where instance and conduits, for example {@code secure-virtual: SMC HVC SVC}
 */
public record FunctionStatus(String name, int id32, int id64, String section, String provider, List<String> where) {
    public FunctionStatus {
        where = List.copyOf(where);
    }
}
