package org.partita.hardware.gic;

import org.partita.api.gic.GicFrame;
import org.partita.hardware.gic.Register.Field;

/** Accesses to the memory-mapped frames: which register, and what of it this Security state has. */
final class Frames {
    private static final int SIZE = 0x1_0000;

    /** Implementer and revision 0, ProductID 'P'. */
    private static final int IIDR = 'P' << 24;

    /** ArchRev: GICv3. */
    private static final int PIDR2 = 3 << 4;

    private static final int WAKER_PROCESSOR_SLEEP = 1 << 1;
    private static final int WAKER_CHILDREN_ASLEEP = 1 << 2;

    /** EnableGrp1A and ARE_NS where Non-secure software has them in GICD_CTLR. */
    private static final int NON_SECURE_ENABLE = 1 << 1;

    private static final int NON_SECURE_ARE = 1 << 4;
    private static final int INTID = 0x1FFF;

    private final Model model;
    private final InterruptRegisters interrupts;

    Frames(Model model) {
        this.model = model;
        interrupts = new InterruptRegisters(model.interrupts);
    }

    long read(GicFrame frame, int pe, int offset, int bytes, boolean secure) {
        require(frame, pe, offset, bytes);
        Register register = Register.at(frame, offset);
        if (register == null || !register.allows(offset, bytes)) {
            return 0;
        }
        int at = offset - register.offset();
        Field field = register.field();
        return field == null
                ? part(control(register, pe, secure), at, bytes, register)
                : interrupts.read(field, redistributor(frame, pe), at, bytes, secure);
    }

    private static long part(long value, int at, int bytes, Register register) {
        return bytes == Long.BYTES || register.width() == bytes ? value : value >>> (at * Byte.SIZE) & 0xFFFF_FFFFL;
    }

    void write(GicFrame frame, int pe, int offset, int bytes, boolean secure, long value) {
        require(frame, pe, offset, bytes);
        Register register = Register.at(frame, offset);
        if (register == null || !register.allows(offset, bytes)) {
            return;
        }
        Field field = register.field();
        if (field == null) {
            writeControl(register, pe, secure, value);
        } else {
            interrupts.write(field, redistributor(frame, pe), offset - register.offset(), bytes, secure, value);
        }
    }

    private void require(GicFrame frame, int pe, int offset, int bytes) {
        if (offset < 0 || offset >= SIZE) {
            throw new IllegalArgumentException("offset " + offset + " is not in a frame of 64 KiB");
        }
        if (bytes != 1 && bytes != Integer.BYTES && bytes != Long.BYTES) {
            throw new IllegalArgumentException("accesses have 1, 4 or 8 bytes, not " + bytes);
        }
        if (frame != GicFrame.DISTRIBUTOR) {
            model.pe(pe);
        }
    }

    private static int redistributor(GicFrame frame, int pe) {
        return frame == GicFrame.DISTRIBUTOR ? -1 : pe;
    }

    private long control(Register register, int pe, boolean secure) {
        return switch (register) {
            case GICD_CTLR -> distributorControl(secure);
            case GICD_TYPER -> distributorType();
            case GICD_IIDR, GICR_IIDR -> IIDR;
            case GICD_PIDR2, GICR_PIDR2 -> PIDR2;
            case GICR_TYPER -> redistributorType(pe);
            case GICR_WAKER -> secure && !model.pe(pe).awake ? WAKER_PROCESSOR_SLEEP | WAKER_CHILDREN_ASLEEP : 0;
            default -> 0;
        };
    }

    private int distributorControl(boolean secure) {
        int control = model.control();
        return secure ? control : (control & NON_SECURE_ENABLE) | NON_SECURE_ARE;
    }

    private int distributorType() {
        int lines = (model.spis + Interrupts.WORD - 1) / Interrupts.WORD;
        int securityExtension = 1 << 10;
        int messageBased = 1 << 16;
        int interruptIdBits = 9 << 19;
        return lines | securityExtension | messageBased | interruptIdBits;
    }

    private long redistributorType(int pe) {
        long last = pe == model.interfaces.length - 1 ? 1 << 4 : 0;
        return Affinity.of(pe) << Integer.SIZE | (long) pe << Byte.SIZE | last;
    }

    private void writeControl(Register register, int pe, boolean secure, long value) {
        switch (register) {
            case GICD_CTLR -> writeDistributorControl(secure, (int) value);
            case GICD_SETSPI_NSR -> message(Field.SET_PENDING, secure, value);
            case GICD_CLRSPI_NSR -> message(Field.CLEAR_PENDING, secure, value);
            case GICD_SETSPI_SR -> secureMessage(Field.SET_PENDING, secure, value);
            case GICD_CLRSPI_SR -> secureMessage(Field.CLEAR_PENDING, secure, value);
            case GICR_WAKER -> {
                if (secure) {
                    model.pe(pe).awake = (value & WAKER_PROCESSOR_SLEEP) == 0;
                    model.participants();
                }
            }
            default -> {
                // read only, reserved or not modelled
            }
        }
    }

    private void writeDistributorControl(boolean secure, int value) {
        model.control(secure ? value : (model.control() & ~NON_SECURE_ENABLE) | (value & NON_SECURE_ENABLE));
    }

    private void secureMessage(Field field, boolean secure, long value) {
        if (secure) {
            message(field, true, value);
        }
    }

    /** What a write to GICD_ISPENDR or GICD_ICPENDR does to one SPI. */
    private void message(Field field, boolean secure, long value) {
        int intid = (int) value & INTID;
        interrupts.write(field, -1, intid / Interrupts.WORD * 4, 4, secure, 1L << (intid % Interrupts.WORD));
    }
}
