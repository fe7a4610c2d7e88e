package org.partita.partition.stmm;

import java.nio.ByteBuffer;
import java.util.UUID;

/** A UEFI variable; its data is nobody else's. */
final class Variable {
    static final int NON_VOLATILE = 1;
    static final int BOOTSERVICE_ACCESS = 2;
    static final int RUNTIME_ACCESS = 4;
    static final int HARDWARE_ERROR_RECORD = 8;
    static final int AUTHENTICATED_WRITE_ACCESS = 0x10;
    static final int TIME_BASED_AUTHENTICATED_WRITE_ACCESS = 0x20;
    static final int APPEND_WRITE = 0x40;

    /** Bytes of an encoded variable without name and data. */
    static final int HEADER = Guid.SIZE + 3 * Integer.BYTES;

    final UUID vendor;
    final String name;
    final int attributes;
    private final byte[] data;

    Variable(UUID vendor, String name, int attributes, byte[] data) {
        this.vendor = vendor;
        this.name = name;
        this.attributes = attributes;
        this.data = data.clone();
    }

    byte[] data() {
        return data.clone();
    }

    int dataBytes() {
        return data.length;
    }

    boolean is(UUID otherVendor, String otherName) {
        return name.equals(otherName) && vendor.equals(otherVendor);
    }

    /** Bytes of the name in UCS-2, without a terminator. */
    int nameBytes() {
        return name.length() * Character.BYTES;
    }

    /** Bytes of it in the store. */
    int size() {
        return HEADER + nameBytes() + data.length;
    }

    /** Writes it at the buffer's position. */
    void encode(ByteBuffer to) {
        Guid.write(to, to.position(), vendor);
        to.position(to.position() + Guid.SIZE);
        to.putInt(attributes).putInt(nameBytes()).putInt(data.length);
        to.put(Ucs2.encode(name)).put(data);
    }

    /** Reads one at the buffer's position. */
    static Variable decode(ByteBuffer from) {
        UUID vendor = Guid.read(from, from.position());
        from.position(from.position() + Guid.SIZE);
        int attributes = from.getInt();
        byte[] name = new byte[from.getInt()];
        byte[] data = new byte[from.getInt()];
        from.get(name).get(data);
        return new Variable(vendor, Ucs2.decode(name), attributes, data);
    }
}
