package org.partita.api.call;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.memory.Grant;
import org.partita.api.memory.MemoryLedger;
import org.partita.api.memory.MemoryOperations;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.smmu.Sepid;

/** Protocol state that core keeps for all providers: who there is, and what is agreed between them. */
@ProviderType
public interface PlatformState {
    /** The endpoint with this 16-bit ID, or null if the ID is not known. An array access. */
    @Nullable
    Endpoint endpoint(int id);

    /** Number of endpoints. */
    int endpointCount();

    /** Endpoint by position, in order of ID, 0 to {@link #endpointCount()} - 1. */
    Endpoint endpointAt(int position);

    /** Number of PEs. */
    int peCount();

    /** Whether a Hypervisor manages the Normal world. */
    boolean hypervisorPresent();

    /** Whether SPMD and SPMC share EL3 (FF-A 2.2.2.3). */
    boolean mergedSpm();

    /** The 16-bit ID of the SPMC (IMPLEMENTATION DEFINED, FF-A 2.8; from the configuration). */
    int spmcId();

    /** The component of a manager, or null if the platform has none of this kind. */
    @Nullable
    Component component(ManagerKind manager);

    /** The FF-A version that a manager reports at its lower instances (FF-A 8.1.3). */
    FfaVersion version(ManagerKind manager);

    /**
     * The buffer pair that a component shares with a relayer.
     *
     * @param relayer the manager at the higher exception level
     * @param id 16-bit ID of the component at the lower exception level, 0 for the Hypervisor or OS kernel
     * @return null if the ID is not known
     */
    @Nullable
    RxTxPair pair(ManagerKind relayer, int id);

    /** The Stream endpoint with this 16-bit ID, or null if it is none's (FF-A 5.2.1). */
    @Nullable
    Sepid sepid(int id);

    /**
     * Describes a region to the independent device behind a SEPID (FF-A 11.1.1.2 item 11): our mechanism.
     *
     * @param grant the transaction in which the device has got the region
     */
    void describe(int sepid, Grant grant);

    /**
     * Asks the independent device behind a SEPID to relinquish a region (FF-A 11.7.1.2 item 3): our mechanism.
     *
     * @return false if the device is using it and refuses
     */
    boolean relinquishes(int sepid, Grant grant);

    /** Something has come for an endpoint: its contexts may be ready to run, and the primary scheduler of the Hypervisor is asked. */
    void ready(Endpoint endpoint);

    /** The interrupt controller. */
    PhysicalInterrupts interrupts();

    /** The translation regime of an endpoint, Stream endpoints included, or null if the ID is not known. */
    @Nullable
    TranslationRegime regime(int id);

    /** Who owns and who may access which memory (FF-A 5.4). */
    MemoryLedger ledger();

    /** Memory management functions that take several invocations (FF-A 12.2). */
    MemoryOperations operations();

    /** log2 of the larger translation granule of an endpoint and its manager: 12, 14 or 16 (FF-A 2.7). */
    int granuleShift(int id);

    /** A free-standing switch of the platform configuration, by name, for example {@code strict-tables}. */
    boolean option(String name);
}
