package org.partita.admin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.partita.api.admin.InterruptController;
import org.partita.api.gic.CpuInterfaceStatus;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.api.gic.InterruptStatus;

/** Interrupt 40 of the client and 48 of echo, 50 that nobody has, and what was done to the wires. */
final class FakeInterrupts implements InterruptController {
    final List<String> wires = new ArrayList<>();

    @Override
    public List<InterruptStatus> interrupts() {
        return List.of(
                status(40, InterruptLine.ANY_PE, InterruptGroup.NONSECURE_GROUP_1, false, true, false),
                status(48, 1, InterruptGroup.SECURE_GROUP_1, true, true, true),
                status(50, InterruptLine.ANY_PE, InterruptGroup.GROUP_0, false, false, true));
    }

    private static InterruptStatus status(
            int intid, int pe, InterruptGroup group, boolean level, boolean enabled, boolean pending) {
        InterruptLine line = new InterruptLine(intid, pe, group, 0xC0, level, enabled);
        return new InterruptStatus(line, pending, false, pending && level);
    }

    @Override
    public List<CpuInterfaceStatus> interfaces() {
        return List.of(
                new CpuInterfaceStatus(0, 0xF8, 0xFF, 0b111, Gic.SPURIOUS), new CpuInterfaceStatus(1, 0, 0xFF, 0, 48));
    }

    @Override
    public OptionalInt owner(int intid) {
        return switch (intid) {
            case 40 -> OptionalInt.of(1);
            case 48 -> OptionalInt.of(0x8001);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public List<Integer> unhandled() {
        return List.of();
    }

    @Override
    public void pulse(int intid, int pe) {
        wires.add(intid + " on " + pe);
    }

    @Override
    public void level(int intid, int pe, boolean asserted) {
        wires.add(intid + " on " + pe + (asserted ? " asserted" : " deasserted"));
    }
}
