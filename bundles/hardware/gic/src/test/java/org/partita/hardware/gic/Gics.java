package org.partita.hardware.gic;

import java.lang.reflect.Proxy;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.CpuInterfaceRegister;
import org.partita.api.gic.Gic;
import org.partita.api.gic.GicFrame;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.api.memory.PageStore;
import org.partita.api.provider.Attachment;

/** Interrupt controllers for tests, and the shorthand of their accesses. */
final class Gics {
    private Gics() {}

    static Gicv3 of(int pes, int spis) {
        Gicv3 gic = new Gicv3(configuration(spis));
        gic.attach(new Attached(pes));
        return gic;
    }

    static GicConfiguration configuration(int spis) {
        return (GicConfiguration) Proxy.newProxyInstance(
                GicConfiguration.class.getClassLoader(),
                new Class<?>[] {GicConfiguration.class},
                (proxy, method, arguments) -> spis);
    }

    /** An enabled edge-triggered interrupt. */
    static void edge(Gic gic, int intid, int pe, InterruptGroup group, int priority) {
        gic.configure(new InterruptLine(intid, pe, group, priority, false, true));
    }

    /** An enabled level-sensitive interrupt. */
    static void level(Gic gic, int intid, int pe, InterruptGroup group, int priority) {
        gic.configure(new InterruptLine(intid, pe, group, priority, true, true));
    }

    /** Reads the register that acknowledges interrupts of a group, as the software does that they are for. */
    static int acknowledge(Gic gic, int pe, InterruptGroup group) {
        return (int)
                switch (group) {
                    case GROUP_0 -> gic.read(pe, CpuInterfaceRegister.ICC_IAR0_EL1, ExceptionLevel.EL3);
                    case SECURE_GROUP_1 -> gic.read(pe, CpuInterfaceRegister.ICC_IAR1_EL1, ExceptionLevel.S_EL1);
                    case NONSECURE_GROUP_1 -> gic.read(pe, CpuInterfaceRegister.ICC_IAR1_EL1, ExceptionLevel.EL1);
                };
    }

    static void end(Gic gic, int pe, InterruptGroup group, int intid) {
        switch (group) {
            case GROUP_0 -> gic.write(pe, CpuInterfaceRegister.ICC_EOIR0_EL1, ExceptionLevel.EL3, intid);
            case SECURE_GROUP_1 -> gic.write(pe, CpuInterfaceRegister.ICC_EOIR1_EL1, ExceptionLevel.S_EL1, intid);
            case NONSECURE_GROUP_1 -> gic.write(pe, CpuInterfaceRegister.ICC_EOIR1_EL1, ExceptionLevel.EL1, intid);
        }
    }

    static long secure(Gic gic, int offset) {
        return gic.read(GicFrame.DISTRIBUTOR, 0, offset, 4, true);
    }

    static long nonSecure(Gic gic, int offset) {
        return gic.read(GicFrame.DISTRIBUTOR, 0, offset, 4, false);
    }

    static void secure(Gic gic, int offset, long value) {
        gic.write(GicFrame.DISTRIBUTOR, 0, offset, 4, true, value);
    }

    static void nonSecure(Gic gic, int offset, long value) {
        gic.write(GicFrame.DISTRIBUTOR, 0, offset, 4, false, value);
    }

    record Attached(int peCount) implements Attachment {
        @Override
        public String role() {
            return "hardware/gic";
        }

        @Override
        public PageStore pages() {
            throw new UnsupportedOperationException();
        }
    }
}
