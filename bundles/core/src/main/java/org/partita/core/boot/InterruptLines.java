package org.partita.core.boot;

import java.util.ArrayList;
import java.util.List;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.PartitionManifest;

/** The interrupts of a partition's devices, as its manifest lists them (FF-A Table 3.3), for the interrupt controller. */
final class InterruptLines {
    private static final int AFF0 = 0xFF;

    private InterruptLines() {}

    static List<InterruptLine> of(PartitionManifest manifest, int peCount) {
        List<InterruptLine> lines = new ArrayList<>();
        for (DeviceRegion device : manifest.deviceRegions()) {
            for (DeviceRegion.Interrupt interrupt : device.interrupts()) {
                if (interrupt.type() == DeviceRegion.Type.SPI) {
                    int pe = interrupt.target().isPresent()
                            ? (int) interrupt.target().getAsLong() & AFF0
                            : InterruptLine.ANY_PE;
                    lines.add(line(interrupt, pe));
                } else {
                    for (int pe = 0; pe < peCount; pe++) {
                        lines.add(line(interrupt, pe));
                    }
                }
            }
        }
        return lines;
    }

    private static InterruptLine line(DeviceRegion.Interrupt i, int pe) {
        InterruptGroup group = i.secure() ? InterruptGroup.SECURE_GROUP_1 : InterruptGroup.NONSECURE_GROUP_1;
        return new InterruptLine(i.id(), pe, group, i.priority(), i.level(), true);
    }
}
