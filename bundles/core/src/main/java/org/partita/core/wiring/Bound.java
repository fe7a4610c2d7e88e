package org.partita.core.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.partita.api.provider.Provider;

/**
 * A bound provider service. Only snapshots and swap control's book hold it, so that dropping both lets its class
 * loader go.
 */
public final class Bound {
    /** Snapshots that may still have passes inside: older ones count no more. */
    private static final int COUNTING = 8;

    private final long serviceId;
    private final int role;
    private final long bundleId;
    private final String name;
    private final String version;
    private final Provider provider;
    private final Declared declared;
    private final Deque<Tally> tallies = new ArrayDeque<>();
    private long servedBefore;
    private volatile int ranking;
    private volatile long since;

    /**
     * @param serviceId OSGi service id
     * @param role index in the role table
     * @param bundleId OSGi bundle id
     * @param name symbolic name of the bundle
     * @param version of the bundle
     * @param provider the service
     * @param declared what its bundle declares in the namespace of roles
     * @param ranking OSGi service ranking
     */
    public Bound(
            long serviceId,
            int role,
            long bundleId,
            String name,
            String version,
            Provider provider,
            Declared declared,
            int ranking) {
        this.serviceId = serviceId;
        this.role = role;
        this.bundleId = bundleId;
        this.name = name;
        this.version = version;
        this.provider = provider;
        this.declared = declared;
        this.ranking = ranking;
    }

    public long serviceId() {
        return serviceId;
    }

    public int role() {
        return role;
    }

    public long bundleId() {
        return bundleId;
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    public Provider provider() {
        return provider;
    }

    /** What its bundle declares in the namespace of roles. */
    public Declared declared() {
        return declared;
    }

    public int ranking() {
        return ranking;
    }

    public void ranking(int value) {
        ranking = value;
    }

    /** Platform time at which it began to serve. */
    public long since() {
        return since;
    }

    public void since(long time) {
        since = time;
    }

    /** From now on it is asked through a snapshot with these counters too. */
    synchronized void counts(Tally tally) {
        tallies.addLast(tally);
        if (tallies.size() > COUNTING) {
            servedBefore += tallies.removeFirst().served(role);
        }
    }

    /** Times that it was asked, over all PEs. */
    public synchronized long served() {
        long sum = servedBefore;
        for (Tally tally : tallies) {
            sum += tally.served(role);
        }
        return sum;
    }

    /** Symbolic name and version. */
    public String label() {
        return name + ":" + version;
    }
}
