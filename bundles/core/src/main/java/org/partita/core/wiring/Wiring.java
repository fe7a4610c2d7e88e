package org.partita.core.wiring;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffm.BackendProvider;
import org.partita.api.ffm.FfmManager;
import org.partita.api.ffm.NsAgent;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.ffm.manifest.FfmManifestReader;
import org.partita.api.gic.Gic;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.mpu.Mpu;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.InstanceProvider;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Manager;
import org.partita.api.provider.ManifestReader;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.api.provider.Provider;
import org.partita.api.smmu.Smmu;
import org.partita.api.timer.GenericTimer;

/**
 * One immutable choice of providers: final fields and arrays that nobody writes. A vacant role is null here and a bit
 * in {@link #vacant}; a call that needs it is held before its pass begins, so a pass never meets a null.
 */
public final class Wiring {
    /** Number of this snapshot, growing from 1. */
    public final long epoch;

    /** Bits of roles that are vacant but may be filled again: their callers are held. */
    public final long vacant;

    /** Bits of roles that are withdrawn for good. */
    public final long withdrawn;

    /** Whether crossings are recorded. */
    public final boolean tracing;

    private final long filled;

    public final @Nullable ConduitProvider smc;
    public final @Nullable ConduitProvider hvc;
    public final @Nullable ConduitProvider svc;
    public final @Nullable ConduitProvider eret;
    public final @Nullable ConduitProvider call;
    public final @Nullable InstanceProvider securePhysical;
    public final @Nullable InstanceProvider secureVirtual;
    public final @Nullable InstanceProvider nonsecurePhysical;
    public final @Nullable InstanceProvider nonsecureVirtual;
    public final @Nullable Manager hypervisor;
    public final @Nullable Manager spmd;
    public final @Nullable Manager spmc;
    public final @Nullable PhysicalMemory memory;
    public final @Nullable Smmu smmu;
    public final @Nullable Gic gic;
    public final @Nullable GenericTimer timer;
    public final @Nullable PrimaryScheduler scheduler;
    public final @Nullable ManifestReader manifests;
    public final @Nullable NsAgent nsAgent;
    public final @Nullable FfmManager ffmSpm;
    public final @Nullable PsaProvider psaClient;
    public final @Nullable PsaProvider psaService;
    public final @Nullable BackendProvider backend;
    public final @Nullable Mpu mpu;
    public final @Nullable FfmManifestReader ffmManifests;

    /** Whether the primary scheduler is part of the Hypervisor (FF-A 2.11). */
    public final boolean schedulesInHypervisor;

    /** The interface that serves a function, by {@link FunctionId#index()}. */
    public final @Nullable InterfaceProvider[] interfaces;

    /** Role of the interface that serves a function, -1 if none ever did. */
    public final int[] interfaceRole;

    /** Bit {@link FunctionId#index()} for each function that is served. */
    public final int functionsServed;

    /** Features of memory management, by {@link MemoryFeature#ordinal()}. */
    public final @Nullable InterfaceProvider[] features;

    /** Bit {@link MemoryFeature#ordinal()} for each feature that is served. */
    public final int featuresServed;

    /** FFA_FEATURES properties by {@link FunctionId#index()}. */
    public final long[] properties;

    private final @Nullable Bound[] chosen;
    private final Tally served;

    Wiring(
            long epoch,
            long vacant,
            long withdrawn,
            boolean tracing,
            @Nullable Bound[] chosen,
            int[] interfaceRole,
            long[] given,
            Tally served) {
        this.epoch = epoch;
        this.chosen = chosen;
        this.vacant = vacant;
        this.withdrawn = withdrawn;
        this.tracing = tracing;
        smc = (ConduitProvider) provider(chosen, RoleTable.SMC);
        hvc = (ConduitProvider) provider(chosen, RoleTable.HVC);
        svc = (ConduitProvider) provider(chosen, RoleTable.SVC);
        eret = (ConduitProvider) provider(chosen, RoleTable.ERET);
        call = (ConduitProvider) provider(chosen, RoleTable.CALL);
        securePhysical = (InstanceProvider) provider(chosen, RoleTable.SECURE_PHYSICAL);
        secureVirtual = (InstanceProvider) provider(chosen, RoleTable.SECURE_VIRTUAL);
        nonsecurePhysical = (InstanceProvider) provider(chosen, RoleTable.NONSECURE_PHYSICAL);
        nonsecureVirtual = (InstanceProvider) provider(chosen, RoleTable.NONSECURE_VIRTUAL);
        hypervisor = (Manager) provider(chosen, RoleTable.HYPERVISOR);
        spmd = (Manager) provider(chosen, RoleTable.SPMD);
        spmc = (Manager) provider(chosen, RoleTable.SPMC);
        memory = (PhysicalMemory) provider(chosen, RoleTable.MEMORY);
        smmu = (Smmu) provider(chosen, RoleTable.SMMU);
        gic = (Gic) provider(chosen, RoleTable.GIC);
        timer = (GenericTimer) provider(chosen, RoleTable.TIMER);
        scheduler = (PrimaryScheduler) provider(chosen, RoleTable.SCHEDULER);
        schedulesInHypervisor = scheduler != null && scheduler.location() == PrimaryScheduler.Location.HYPERVISOR;
        manifests = (ManifestReader) provider(chosen, RoleTable.MANIFEST);
        nsAgent = (NsAgent) provider(chosen, RoleTable.NS_AGENT);
        ffmSpm = (FfmManager) provider(chosen, RoleTable.FFM_SPM);
        psaClient = (PsaProvider) provider(chosen, RoleTable.PSA_CLIENT);
        psaService = (PsaProvider) provider(chosen, RoleTable.PSA_SERVICE);
        backend = (BackendProvider) provider(chosen, RoleTable.BACKEND);
        mpu = (Mpu) provider(chosen, RoleTable.MPU);
        ffmManifests = (FfmManifestReader) provider(chosen, RoleTable.FFM_MANIFEST);
        this.interfaceRole = interfaceRole;
        interfaces = new @Nullable InterfaceProvider[FunctionId.INDEX_LIMIT];
        properties = new long[FunctionId.INDEX_LIMIT];
        int servedBits = 0;
        for (FunctionId f : FunctionId.values()) {
            int i = f.index();
            int role = interfaceRole[i];
            InterfaceProvider p = role < 0 ? null : (InterfaceProvider) provider(chosen, role);
            interfaces[i] = p;
            if (role >= 0 && (p != null || (vacant >>> role & 1) != 0)) {
                servedBits |= 1 << i;
            }
            properties[i] = p == null ? 0 : given[i];
        }
        functionsServed = servedBits;
        features = new @Nullable InterfaceProvider[MemoryFeature.values().length];
        int featureBits = 0;
        for (int i = 0; i < features.length; i++) {
            int role = RoleTable.MEMORY_FEATURES + i;
            features[i] = (InterfaceProvider) provider(chosen, role);
            if (features[i] != null || (vacant >>> role & 1) != 0) {
                featureBits |= 1 << i;
            }
        }
        featuresServed = featureBits;
        this.served = served;
        long filledBits = 0;
        for (Bound b : chosen) {
            if (b != null) {
                b.counts(served);
                filledBits |= 1L << b.role();
            }
        }
        filled = filledBits;
    }

    /** Whether a role has a provider here. */
    public boolean fills(int role) {
        return (filled >>> role & 1) != 0;
    }

    /** The provider of a role, or null; also if the role is -1. */
    public @Nullable Bound bound(int role) {
        return role < 0 ? null : chosen[role];
    }

    /** The provider that an exception has left, by its stack, or null if it was core's code only. */
    public @Nullable Bound thrower(Throwable cause) {
        for (StackTraceElement frame : cause.getStackTrace()) {
            for (Bound b : chosen) {
                if (b != null && b.provider().getClass().getName().equals(frame.getClassName())) {
                    return b;
                }
            }
        }
        return null;
    }

    /**
     * Counters by role of what one PE asks of the providers here; that PE alone writes them.
     *
     * @param pe its index, -1 for threads that are no PE
     */
    public long[] served(int pe) {
        return served.of(pe);
    }

    private static @Nullable Provider provider(@Nullable Bound[] chosen, int role) {
        Bound b = chosen[role];
        return b == null ? null : b.provider();
    }
}
