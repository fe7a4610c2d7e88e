package org.partita.partition.stmm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UEFI variables (UEFI 8.2), as many as the image of them has room for. Bytes that are 0 are an empty store. */
final class VariableStore {
    /** Most bytes of a variable's name and data together. */
    static final int MAXIMUM_VARIABLE = 2048;

    private static final int ACCESS = Variable.BOOTSERVICE_ACCESS | Variable.RUNTIME_ACCESS;
    private static final int UNSUPPORTED = Variable.HARDWARE_ERROR_RECORD
            | Variable.AUTHENTICATED_WRITE_ACCESS
            | Variable.TIME_BASED_AUTHENTICATED_WRITE_ACCESS;
    private static final int KNOWN = Variable.NON_VOLATILE | ACCESS | UNSUPPORTED | Variable.APPEND_WRITE;

    private final List<Variable> variables = new ArrayList<>();
    private final int capacity;

    /** @param image as {@link #image} gives it */
    VariableStore(byte[] image) {
        capacity = image.length;
        ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = bytes.getInt(); n > 0; n--) {
            variables.add(Variable.decode(bytes));
        }
    }

    /** The store in bytes. */
    byte[] image() {
        byte[] image = new byte[capacity];
        ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(variables.size());
        variables.forEach(v -> v.encode(bytes));
        return image;
    }

    /** Bytes for variables. */
    int capacity() {
        return capacity - Integer.BYTES;
    }

    /** Bytes that are left of these. */
    int remaining() {
        return capacity() - variables.stream().mapToInt(Variable::size).sum();
    }

    @Nullable
    Variable get(UUID vendor, String name) {
        int i = index(vendor, name);
        return i < 0 ? null : variables.get(i);
    }

    /** The first variable. */
    @Nullable
    Variable first() {
        return variables.isEmpty() ? null : variables.getFirst();
    }

    /** The variable that follows one of the store. */
    @Nullable
    Variable after(Variable variable) {
        int i = variables.indexOf(variable) + 1;
        return i == 0 || i == variables.size() ? null : variables.get(i);
    }

    private int index(UUID vendor, String name) {
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).is(vendor, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether variables may have these attributes, if they come with a message. */
    static EfiStatus allowed(int attributes) {
        boolean runtimeOnly = (attributes & ACCESS) == Variable.RUNTIME_ACCESS;
        if ((attributes & ~KNOWN) != 0 || runtimeOnly) {
            return EfiStatus.INVALID_PARAMETER;
        }
        return (attributes & UNSUPPORTED) == 0 ? EfiStatus.SUCCESS : EfiStatus.UNSUPPORTED;
    }

    /** SetVariable of UEFI: writes, appends to, or deletes a variable; an error changes nothing. */
    EfiStatus set(UUID vendor, String name, int attributes, byte[] data) {
        EfiStatus allowed = allowed(attributes);
        if (name.isEmpty()) {
            return EfiStatus.INVALID_PARAMETER;
        }
        if (allowed != EfiStatus.SUCCESS) {
            return allowed;
        }
        int i = index(vendor, name);
        boolean appends = (attributes & Variable.APPEND_WRITE) != 0;
        if ((attributes & ACCESS) == 0 || (data.length == 0 && !appends)) {
            return delete(i);
        }
        int kept = attributes & ~Variable.APPEND_WRITE;
        if (i >= 0 && variables.get(i).attributes != kept) {
            return EfiStatus.INVALID_PARAMETER;
        }
        if (data.length == 0) {
            return EfiStatus.SUCCESS;
        }
        byte[] all = appends && i >= 0 ? joined(variables.get(i).data(), data) : data;
        return put(i, new Variable(vendor, name, kept, all));
    }

    /** Writes a variable of the SP's own, with any attributes. */
    EfiStatus put(Variable variable) {
        return put(index(variable.vendor, variable.name), variable);
    }

    private EfiStatus put(int i, Variable variable) {
        if (variable.nameBytes() + variable.dataBytes() > MAXIMUM_VARIABLE) {
            return EfiStatus.INVALID_PARAMETER;
        }
        int freed = i < 0 ? 0 : variables.get(i).size();
        if (variable.size() > remaining() + freed) {
            return EfiStatus.OUT_OF_RESOURCES;
        }
        if (i < 0) {
            variables.add(variable);
        } else {
            variables.set(i, variable);
        }
        return EfiStatus.SUCCESS;
    }

    private EfiStatus delete(int i) {
        if (i < 0) {
            return EfiStatus.NOT_FOUND;
        }
        variables.remove(i);
        return EfiStatus.SUCCESS;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
