package org.partita.core.state;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Component;
import org.partita.api.call.Endpoint;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.PlatformState;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.manifest.PartitionManifest;
import org.partita.core.execution.Context;
import org.partita.core.execution.Hub;

/** An endpoint and its execution contexts. */
public final class Partition implements Endpoint {
    private final int id;
    private final Component component;
    private final ManagerKind manager;
    private final PartitionManifest manifest;
    private final Context[] contexts;
    private final boolean sends;
    private final boolean receives;
    private final boolean perPe;
    private final boolean managesExit;
    private final int properties;
    private final Regime regime;
    private final BufferPair[] pairs;
    private volatile boolean aborted;
    private volatile String code = "";

    /**
     * @param id 16-bit partition ID
     * @param component at its exception level, joined to the manager
     * @param manager that runs it
     * @param manifest what it asked for
     */
    public Partition(
            int id,
            Component component,
            ManagerKind manager,
            PartitionManifest manifest,
            Conduit conduit,
            PlatformState platform,
            Hub hub,
            Regime regime) {
        this.id = id;
        this.component = component;
        this.manager = manager;
        this.manifest = manifest;
        this.regime = regime;
        this.pairs = regime.pairs();
        this.sends = manifest.messaging().sendsDirect();
        this.receives = manifest.messaging().receivesDirect();
        this.properties = properties(manifest);
        this.managesExit = manifest.messaging().managedExit();
        this.contexts = new Context[manifest.executionContexts()];
        this.perPe = contexts.length > 1;
        for (int i = 0; i < contexts.length; i++) {
            contexts[i] = new Context(component, this, i, conduit, platform, hub);
        }
    }

    private static int properties(PartitionManifest m) {
        int bits = m.messaging().receivesDirect() ? PartitionInfo.RECEIVES_DIRECT : 0;
        bits |= m.messaging().sendsDirect() ? PartitionInfo.SENDS_DIRECT : 0;
        // bit 2 must be zero for an SP (FF-A Table 8.25)
        bits |= m.messaging().indirect() && !m.secure() ? PartitionInfo.INDIRECT : 0;
        return bits;
    }

    /** The RX/TX pair that it shares with a manager, mapped or not. */
    BufferPair pair(ManagerKind manager) {
        return pairs[manager.ordinal()];
    }

    /** Its RX/TX pairs, by manager. */
    BufferPair[] pairs() {
        return pairs;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Component component() {
        return component;
    }

    @Override
    public ManagerKind manager() {
        return manager;
    }

    @Override
    public boolean secure() {
        return component.level().secure();
    }

    @Override
    public int properties() {
        return properties;
    }

    @Override
    public boolean sendsDirect() {
        return sends;
    }

    @Override
    public boolean receivesDirect() {
        return receives;
    }

    @Override
    public boolean indirect() {
        return (properties & PartitionInfo.INDIRECT) != 0;
    }

    @Override
    public boolean offers(UUID uuid) {
        return manifest.uuids().contains(uuid);
    }

    @Override
    public int contextCount() {
        return contexts.length;
    }

    @Override
    public @Nullable Context context(int vcpu) {
        return vcpu >= 0 && vcpu < contexts.length ? contexts[vcpu] : null;
    }

    /** All contexts in order of vCPU ID. */
    public List<Context> contexts() {
        return List.of(contexts);
    }

    @Override
    public @Nullable Context contextOn(int pe) {
        if (!perPe) {
            return contexts[0];
        }
        return pe < contexts.length ? contexts[pe] : null;
    }

    @Override
    public boolean managesExit() {
        return managesExit;
    }

    @Override
    public boolean pinned() {
        return perPe && manifest.pinned();
    }

    @Override
    public boolean aborted() {
        return aborted;
    }

    /** The endpoint takes no more messages. */
    public void abort() {
        aborted = true;
    }

    @Override
    public PartitionManifest manifest() {
        return manifest;
    }

    public Regime regime() {
        return regime;
    }

    /** Symbolic name and version of the bundle with its code. */
    public String code() {
        return code;
    }

    public void code(String bundle) {
        code = bundle;
    }
}
