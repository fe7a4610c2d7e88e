package org.partita.api.call;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.manifest.PartitionManifest;

/** A partition (FF-A 1.1): VM, SP, or the OS kernel where there is no Hypervisor. */
@ProviderType
public interface Endpoint {
    /** 16-bit partition ID. */
    int id();

    Component component();

    /** The manager that runs its contexts and relays to it. */
    ManagerKind manager();

    /** Whether it lives in the Secure world. */
    boolean secure();

    /** Partition property bits as FFA_PARTITION_INFO_GET reports them (FF-A Table 8.25). */
    int properties();

    /** Whether it may send direct requests (FF-A 4.4.1). */
    boolean sendsDirect();

    /** Whether it supports receipt of direct requests (FF-A 4.4.1). */
    boolean receivesDirect();

    /** Whether it is a VM that can send and receive indirect messages (FF-A 4.3.1). */
    boolean indirect();

    /** Whether one of its services has this UUID. */
    boolean offers(UUID uuid);

    /** Number of execution contexts. */
    int contextCount();

    /** The context with this vCPU ID, or null if there is none. */
    @Nullable
    ExecutionContext context(int vcpu);

    /**
     * The context that takes a direct request on this PE: context 0 of a UP endpoint, the pinned context of an MP
     * endpoint (FF-A 4.4.1); null if there is none.
     */
    @Nullable
    ExecutionContext contextOn(int pe);

    /** Whether it asks for a managed exit when an interrupt for somebody else comes (FF-A 4.5.4). */
    boolean managesExit();

    /** Whether its contexts run on one PE each, the one with their number (FF-A 2.9). */
    boolean pinned();

    /** Whether the endpoint has aborted or was unloaded: it answers ABORTED from then on. */
    boolean aborted();

    /** Its manifest. */
    PartitionManifest manifest();
}
