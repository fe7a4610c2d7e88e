package org.partita.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.partita.api.memory.Grant;
import org.partita.api.smmu.Sepid;

/** A Stream endpoint: its stage 2, and what we have agreed with its independent device (FF-A 5.2.1). */
public final class Device {
    /** Descriptions that a device remembers. */
    private static final int REMEMBERED = 16;

    private final Sepid sepid;
    private final String manifest;
    private final Regime regime;
    private final AtomicReference<List<Grant>> described = new AtomicReference<>(List.of());
    private volatile boolean busy;

    /**
     * @param manifest file that describes it
     * @param regime its stage 2
     */
    public Device(Sepid sepid, String manifest, Regime regime) {
        this.sepid = sepid;
        this.manifest = manifest;
        this.regime = regime;
    }

    public Sepid sepid() {
        return sepid;
    }

    public String manifest() {
        return manifest;
    }

    public Regime regime() {
        return regime;
    }

    /** A region is described to the device (FF-A 11.1.1.2 item 11). */
    void describe(Grant grant) {
        described.updateAndGet(before -> {
            List<Grant> next = new ArrayList<>(before);
            next.add(grant);
            return List.copyOf(next.subList(Math.max(0, next.size() - REMEMBERED), next.size()));
        });
    }

    /** The latest descriptions, oldest first. */
    public List<Grant> described() {
        return Objects.requireNonNull(described.get());
    }

    /** Whether the device uses its memory, so that it relinquishes nothing. */
    public boolean busy() {
        return busy;
    }

    public void busy(boolean uses) {
        busy = uses;
    }
}
