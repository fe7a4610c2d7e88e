package org.partita.hardware.gic;

import org.jspecify.annotations.Nullable;
import org.partita.api.gic.GicFrame;

/**
 * The memory-mapped registers with their names and offsets (GICv3 12.8, 12.10, 12.11). What is not in this table is
 * reserved. What is reserved or not modelled reads as zero, and writes are ignored.
 */
enum Register {
    GICD_CTLR(GicFrame.DISTRIBUTOR, 0x0000),
    GICD_TYPER(GicFrame.DISTRIBUTOR, 0x0004),
    GICD_IIDR(GicFrame.DISTRIBUTOR, 0x0008),
    /** Virtual SGIs only: zero. */
    GICD_TYPER2(GicFrame.DISTRIBUTOR, 0x000C),
    /** Not modelled. */
    GICD_STATUSR(GicFrame.DISTRIBUTOR, 0x0010),
    GICD_SETSPI_NSR(GicFrame.DISTRIBUTOR, 0x0040),
    GICD_CLRSPI_NSR(GicFrame.DISTRIBUTOR, 0x0048),
    GICD_SETSPI_SR(GicFrame.DISTRIBUTOR, 0x0050),
    GICD_CLRSPI_SR(GicFrame.DISTRIBUTOR, 0x0058),
    // of the arrays below, what stands for SGIs and PPIs is reserved: there is affinity routing
    GICD_IGROUPR(GicFrame.DISTRIBUTOR, 0x0080, 32, 4, Field.GROUP),
    GICD_ISENABLER(GicFrame.DISTRIBUTOR, 0x0100, 32, 4, Field.SET_ENABLE),
    GICD_ICENABLER(GicFrame.DISTRIBUTOR, 0x0180, 32, 4, Field.CLEAR_ENABLE),
    GICD_ISPENDR(GicFrame.DISTRIBUTOR, 0x0200, 32, 4, Field.SET_PENDING),
    GICD_ICPENDR(GicFrame.DISTRIBUTOR, 0x0280, 32, 4, Field.CLEAR_PENDING),
    GICD_ISACTIVER(GicFrame.DISTRIBUTOR, 0x0300, 32, 4, Field.SET_ACTIVE),
    GICD_ICACTIVER(GicFrame.DISTRIBUTOR, 0x0380, 32, 4, Field.CLEAR_ACTIVE),
    GICD_IPRIORITYR(GicFrame.DISTRIBUTOR, 0x0400, 255, 4, Field.PRIORITY),
    /** Without affinity routing only. */
    GICD_ITARGETSR(GicFrame.DISTRIBUTOR, 0x0800, 255, 4, null),
    GICD_ICFGR(GicFrame.DISTRIBUTOR, 0x0C00, 64, 4, Field.CONFIGURATION),
    GICD_IGRPMODR(GicFrame.DISTRIBUTOR, 0x0D00, 32, 4, Field.GROUP_MODIFIER),
    /** Zero: Non-secure software may do nothing to Secure interrupts. */
    GICD_NSACR(GicFrame.DISTRIBUTOR, 0x0E00, 64, 4, null),
    /** Without affinity routing only, and the two below. */
    GICD_SGIR(GicFrame.DISTRIBUTOR, 0x0F00),
    GICD_CPENDSGIR(GicFrame.DISTRIBUTOR, 0x0F10, 4, 4, null),
    GICD_SPENDSGIR(GicFrame.DISTRIBUTOR, 0x0F20, 4, 4, null),
    /** From interrupt 0 on; those of SGIs and PPIs are reserved. */
    GICD_IROUTER(GicFrame.DISTRIBUTOR, 0x6000, 1020, 8, Field.ROUTING),
    GICD_PIDR2(GicFrame.DISTRIBUTOR, 0xFFE8),

    /** Of LPIs and participation in 1 of N (GICR_TYPER.DPGS is 0): zero. */
    GICR_CTLR(GicFrame.REDISTRIBUTOR, 0x0000),
    GICR_IIDR(GicFrame.REDISTRIBUTOR, 0x0004),
    GICR_TYPER(GicFrame.REDISTRIBUTOR, 0x0008, 1, 8, null),
    /** Not modelled. */
    GICR_STATUSR(GicFrame.REDISTRIBUTOR, 0x0010),
    GICR_WAKER(GicFrame.REDISTRIBUTOR, 0x0014),
    /** Of LPIs, which are not modelled, and the registers below to GICR_SYNCR. */
    GICR_SETLPIR(GicFrame.REDISTRIBUTOR, 0x0040, 1, 8, null),
    GICR_CLRLPIR(GicFrame.REDISTRIBUTOR, 0x0048, 1, 8, null),
    GICR_PROPBASER(GicFrame.REDISTRIBUTOR, 0x0070, 1, 8, null),
    GICR_PENDBASER(GicFrame.REDISTRIBUTOR, 0x0078, 1, 8, null),
    GICR_INVLPIR(GicFrame.REDISTRIBUTOR, 0x00A0, 1, 8, null),
    GICR_INVALLR(GicFrame.REDISTRIBUTOR, 0x00B0, 1, 8, null),
    GICR_SYNCR(GicFrame.REDISTRIBUTOR, 0x00C0),
    GICR_PIDR2(GicFrame.REDISTRIBUTOR, 0xFFE8),

    GICR_IGROUPR0(GicFrame.REDISTRIBUTOR_SGI, 0x0080, 1, 4, Field.GROUP),
    GICR_ISENABLER0(GicFrame.REDISTRIBUTOR_SGI, 0x0100, 1, 4, Field.SET_ENABLE),
    GICR_ICENABLER0(GicFrame.REDISTRIBUTOR_SGI, 0x0180, 1, 4, Field.CLEAR_ENABLE),
    GICR_ISPENDR0(GicFrame.REDISTRIBUTOR_SGI, 0x0200, 1, 4, Field.SET_PENDING),
    GICR_ICPENDR0(GicFrame.REDISTRIBUTOR_SGI, 0x0280, 1, 4, Field.CLEAR_PENDING),
    GICR_ISACTIVER0(GicFrame.REDISTRIBUTOR_SGI, 0x0300, 1, 4, Field.SET_ACTIVE),
    GICR_ICACTIVER0(GicFrame.REDISTRIBUTOR_SGI, 0x0380, 1, 4, Field.CLEAR_ACTIVE),
    GICR_IPRIORITYR(GicFrame.REDISTRIBUTOR_SGI, 0x0400, 8, 4, Field.PRIORITY),
    /** GICR_ICFGR0 of SGIs, which are edge-triggered, and GICR_ICFGR1 of PPIs. */
    GICR_ICFGR(GicFrame.REDISTRIBUTOR_SGI, 0x0C00, 2, 4, Field.CONFIGURATION),
    GICR_IGRPMODR0(GicFrame.REDISTRIBUTOR_SGI, 0x0D00, 1, 4, Field.GROUP_MODIFIER),
    /** Zero: Non-secure software generates no Secure SGIs. */
    GICR_NSACR(GicFrame.REDISTRIBUTOR_SGI, 0x0E00);

    /** What a register has for each interrupt. */
    enum Field {
        GROUP,
        GROUP_MODIFIER,
        SET_ENABLE,
        CLEAR_ENABLE,
        SET_PENDING,
        CLEAR_PENDING,
        SET_ACTIVE,
        CLEAR_ACTIVE,
        /** 8 bits an interrupt. */
        PRIORITY,
        /** 2 bits an interrupt. */
        CONFIGURATION,
        /** 64 bits an interrupt. */
        ROUTING
    }

    private static final Register[] ALL = values();

    private final GicFrame frame;
    private final int offset;
    private final int count;
    private final int width;
    private final @Nullable Field field;

    Register(GicFrame frame, int offset) {
        this(frame, offset, 1, 4, null);
    }

    Register(GicFrame frame, int offset, int count, int width, @Nullable Field field) {
        this.frame = frame;
        this.offset = offset;
        this.count = count;
        this.width = width;
        this.field = field;
    }

    /** The register that has this byte, null if it is reserved. */
    static @Nullable Register at(GicFrame frame, int offset) {
        for (Register r : ALL) {
            if (r.frame == frame && offset >= r.offset && offset < r.offset + r.count * r.width) {
                return r;
            }
        }
        return null;
    }

    /** Whether it may be accessed so: whole, halves of 64 bits, bytes of priorities. */
    boolean allows(int at, int bytes) {
        return at % bytes == 0 && (bytes == width || bytes == 4 || (bytes == 1 && field == Field.PRIORITY));
    }

    GicFrame frame() {
        return frame;
    }

    int offset() {
        return offset;
    }

    /** How many there are, one after the other. */
    int count() {
        return count;
    }

    /** In bytes. */
    int width() {
        return width;
    }

    /** What it has for each interrupt, null if it is not about each interrupt. */
    @Nullable
    Field field() {
        return field;
    }
}
