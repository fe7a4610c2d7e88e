package org.partita.api.admin;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.ffa.Conduit;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.MemoryRange;

/** The running platform for administrators: the shell, a web console, tests. Core implements it. */
@ProviderType
public interface Platform {
    /** One screen: platform, managers, PEs, partitions, health. */
    PlatformStatus status();

    /**
     * Waits until boot has ended, one way or the other.
     *
     * @return the state after at most {@code limit}
     */
    PlatformStatus awaitBoot(Duration limit) throws InterruptedException;

    /** Every role with its provider, in a fixed order. */
    List<RoleStatus> wiring();

    /** Whether it follows FF-M; else it follows FF-A. */
    boolean followsFfm();

    /** Every partition in order of ID. */
    List<PartitionStatus> partitions();

    /**
     * Everything of one partition of FF-A.
     *
     * @throws PartitaException if the ID is not known, or the platform follows FF-M: {@link Ffm#partition} has its partitions
     */
    PartitionDetail partition(int id);

    /** Every function of FF-A 1.0: its provider, where and how it may be invoked. */
    List<FunctionStatus> functions();

    /** Who owns and who may access which memory, in order of physical address (FF-A 5.4). */
    List<Holding> holdings();

    /** Memory management transactions that are under way, in order of handle. */
    List<Grant> grants();

    /** Memory management functions that take several invocations, in the order in which they began (FF-A 12.2). */
    List<OperationStatus> operations();

    /** Ranges of physical memory. */
    List<MemoryRange> memory();

    /** Devices upstream of an SMMU, and what the SMMUs know of them (FF-A 5.2). */
    Devices devices();

    /** The interrupt controller. */
    InterruptController interrupts();

    /**
     * The FF-M SPM.
     *
     * @throws PartitaException if this platform's framework is FF-A
     */
    Ffm ffm();

    /**
     * Makes one call in the named endpoint's context, on a free PE, if that context is idle.
     *
     * @throws PartitaException if the endpoint, vCPU or conduit is unknown or the context is not idle
     */
    CallResult call(CallRequest request);

    /**
     * Reads the RX buffer that an endpoint shares with its partition manager, as the endpoint itself would read it.
     * Ownership stays as it is: give the buffer back with FFA_RX_RELEASE.
     *
     * @param id 16-bit endpoint ID
     * @param length bytes from the start of the buffer, 0 to its size
     * @throws PartitaException if the endpoint is unknown, has no RX/TX pair, does not own RX, or RX is smaller
     */
    byte[] readRx(int id, int length);

    /**
     * A context taken for many calls by one thread; closing it gives the context and its PE back.
     *
     * @param id 16-bit endpoint ID
     * @param vcpu execution context ID
     */
    Client client(int id, int vcpu);

    /**
     * Makes another provider serve a role.
     *
     * @param role a word of {@link RoleStatus#role()}, case ignored
     * @param provider bundle id, symbolic name, symbolic name:version, or URL of a bundle to install beside the old one
     * @param withoutState fill a stateful role whose export failed with an empty provider
     * @throws PartitaException if it is refused or rolled back; everything is as before
     */
    SwapReport swap(String role, String provider, boolean withoutState);

    /**
     * Adds a partition at run time.
     *
     * @param manifest its manifest
     * @param bundle URL of its bundle, or null if a bundle that names this manifest is installed
     * @return its ID
     */
    int load(ManifestSource manifest, @Nullable String bundle);

    /** Terminates a partition (FF-A 5.4.1) and forgets it. */
    void unload(int id);

    /** Time since the platform was made: real time, or virtual time in deterministic mode; the trace has it too. */
    Duration time();

    /**
     * Does something at a time of the platform's. In deterministic mode nothing else happens while the body does not use the platform,
     * and it begins when somebody lets time pass: a call that takes so long, or {@link #await}. An exception of the body's is told to
     * whoever waits next.
     *
     * @param time since the platform was made
     * @param name what it is, for people
     * @param body runs on a thread of core's own, and may use others
     * @throws PartitaException if that time is over
     */
    void at(Duration time, String name, Runnable body);

    /**
     * As {@link #at}, but that long after now: never refused, for the platform reads its clock itself.
     *
     * @param delay from now on
     * @param name what it is, for people
     * @param body runs on a thread of core's own, and may use others
     * @return the time of the platform's at which it happens
     */
    Duration after(Duration delay, String name, Runnable body);

    /** What is to happen at its time and has not ended, in order of time. */
    List<EventStatus> events();

    /**
     * Waits until it is this time on the platform; in deterministic mode that is what lets time pass, and what is at work then comes to
     * rest first unless an event or an actor of a scenario waits.
     *
     * @param time since the platform was made
     * @throws PartitaException if an event has failed, if the wait is interrupted or the platform stops
     */
    void await(Duration time);

    /**
     * Waits until all events have ended; not for an event to call.
     *
     * @throws PartitaException as {@link #await}, or if an event calls it in deterministic mode
     */
    void awaitEvents();

    /** The record of crossings. */
    Trace trace();

    /**
     * A new scenario.
     *
     * @throws PartitaException unless the mode is deterministic
     */
    Scenario scenario();

    /** Counts of what core holds; equal before and after whatever comes and goes. */
    Resources resources();

    /** The conduit that FF-A 2.4 tells this endpoint to use. */
    Conduit conduitOf(int id);
}
