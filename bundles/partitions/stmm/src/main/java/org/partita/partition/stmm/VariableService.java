package org.partita.partition.stmm;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The functions of the variable service: each reads its parameters, and changes message and store only if it succeeds. */
final class VariableService {
    static final int GET_VARIABLE = 1;
    static final int GET_NEXT_VARIABLE_NAME = 2;
    static final int SET_VARIABLE = 3;
    static final int QUERY_VARIABLE_INFO = 4;

    private static final int VENDOR = 0;

    // GetVariable and SetVariable
    private static final int DATA_SIZE = 16;
    private static final int NAME_SIZE = 24;
    private static final int ATTRIBUTES = 32;
    private static final int NAME = 36;

    // GetNextVariableName
    private static final int NEXT_NAME_SIZE = 16;
    private static final int NEXT_NAME = 24;

    // QueryVariableInfo
    private static final int STORAGE = 0;
    private static final int REMAINING = 8;
    private static final int VARIABLE = 16;
    private static final int QUERY_ATTRIBUTES = 24;
    private static final int QUERY = 28;

    private final VariableStore store;

    VariableService(VariableStore store) {
        this.store = store;
    }

    /** Carries a message out whose headers are right. */
    EfiStatus serve(Message m) {
        long function = m.function();
        if (function < GET_VARIABLE || function > QUERY_VARIABLE_INFO) {
            return EfiStatus.UNSUPPORTED;
        }
        return switch ((int) function) {
            case GET_VARIABLE -> access(m, false);
            case GET_NEXT_VARIABLE_NAME -> next(m);
            case SET_VARIABLE -> access(m, true);
            default -> query(m);
        };
    }

    private EfiStatus access(Message m, boolean set) {
        String name = m.has(0, NAME) ? m.name(NAME, m.u64(NAME_SIZE)) : null;
        if (name == null || name.isEmpty()) {
            return EfiStatus.INVALID_PARAMETER;
        }
        int data = NAME + (int) m.u64(NAME_SIZE);
        if (!m.has(data, m.u64(DATA_SIZE))) {
            return EfiStatus.INVALID_PARAMETER;
        }
        int room = (int) m.u64(DATA_SIZE);
        UUID vendor = m.guid(VENDOR);
        return set
                ? store.set(vendor, name, m.u32(ATTRIBUTES), m.data(data, room))
                : get(m, store.get(vendor, name), data, room);
    }

    private static EfiStatus get(Message m, @Nullable Variable v, int data, int room) {
        if (v == null) {
            return EfiStatus.NOT_FOUND;
        }
        m.u64(DATA_SIZE, v.dataBytes());
        if (v.dataBytes() > room) {
            return EfiStatus.BUFFER_TOO_SMALL;
        }
        m.u32(ATTRIBUTES, v.attributes);
        m.data(data, v.data());
        return EfiStatus.SUCCESS;
    }

    private EfiStatus next(Message m) {
        String name = m.has(0, NEXT_NAME) ? m.name(NEXT_NAME, m.u64(NEXT_NAME_SIZE)) : null;
        if (name == null) {
            return EfiStatus.INVALID_PARAMETER;
        }
        Variable current = store.get(m.guid(VENDOR), name);
        if (current == null && !name.isEmpty()) {
            return EfiStatus.INVALID_PARAMETER;
        }
        Variable v = current == null ? store.first() : store.after(current);
        if (v == null) {
            return EfiStatus.NOT_FOUND;
        }
        long room = m.u64(NEXT_NAME_SIZE);
        int needed = v.nameBytes() + Character.BYTES;
        m.u64(NEXT_NAME_SIZE, needed);
        if (needed > room) {
            return EfiStatus.BUFFER_TOO_SMALL;
        }
        m.guid(VENDOR, v.vendor);
        m.data(NEXT_NAME, Ucs2.encode(v.name + '\0'));
        return EfiStatus.SUCCESS;
    }

    private EfiStatus query(Message m) {
        if (!m.has(0, QUERY) || m.u32(QUERY_ATTRIBUTES) == 0) {
            return EfiStatus.INVALID_PARAMETER;
        }
        EfiStatus allowed = VariableStore.allowed(m.u32(QUERY_ATTRIBUTES));
        if (allowed == EfiStatus.SUCCESS) {
            m.u64(STORAGE, store.capacity());
            m.u64(REMAINING, store.remaining());
            m.u64(VARIABLE, VariableStore.MAXIMUM_VARIABLE);
        }
        return allowed;
    }
}
