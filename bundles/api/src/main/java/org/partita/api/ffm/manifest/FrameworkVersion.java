package org.partita.api.ffm.manifest;

/** The version of FF-M that a manifest is written for: {@code psa_framework_version}. */
public enum FrameworkVersion {
    V1_0(0x0100),
    V1_1(0x0101);

    private final int value;

    FrameworkVersion(int value) {
        this.value = value;
    }

    /** As psa_framework_version returns it: major in bits 15:8, minor in bits 7:0. */
    public int value() {
        return value;
    }

    /** Whether interrupts are enabled when the partition is loaded; those of 1.1 wait for psa_irq_enable. */
    public boolean interruptsStartEnabled() {
        return this == V1_0;
    }

    @Override
    public String toString() {
        return (value >> 8) + "." + (value & 0xFF);
    }
}
