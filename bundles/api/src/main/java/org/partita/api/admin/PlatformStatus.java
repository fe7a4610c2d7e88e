package org.partita.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * One screen of the platform.
 *
 * @param name platform name
 * @param state booting, running, failed, stopped
 * @param health ok, degraded, critical
 * @param mode parallel or deterministic
 * @param seed of the deterministic mode; of no meaning in parallel mode
 * @param time since the platform was made, virtual in deterministic mode
 * @param managers component, exception level, FF-A version
 * @param pes each PE and who runs on it
 * @param stopped execution contexts that were stopped in their work and have no cycles: yielded or preempted (FF-A 2.12)
 * @param partitions number of partitions
 * @param calls injected calls that have not ended, with what each waits for and since when
 * @param problems why the state or the health is what it is, one sentence each
 */
public record PlatformStatus(
        String name,
        String state,
        String health,
        String mode,
        long seed,
        Duration time,
        List<ManagerStatus> managers,
        List<PeStatus> pes,
        List<StoppedContext> stopped,
        int partitions,
        List<String> calls,
        List<String> problems) {
    public PlatformStatus {
        managers = List.copyOf(managers);
        pes = List.copyOf(pes);
        stopped = List.copyOf(stopped);
        calls = List.copyOf(calls);
        problems = List.copyOf(problems);
    }

    /** A partition manager. */
    public record ManagerStatus(String name, String level, String version) {}

    /** A PE; {@code running} is empty when it is idle. */
    public record PeStatus(int pe, String running) {}

    /**
     * An execution context that goes on when it is run again.
     *
     * @param name of the context
     * @param partition ID of its endpoint
     * @param vcpu its number
     * @param state yielded or preempted
     * @param pe where it ran last
     * @param requester the endpoint whose direct request it is processing, empty if it is processing none
     * @param requesterName of the context that has sent the request, empty if there is none
     */
    public record StoppedContext(
            String name, int partition, int vcpu, String state, int pe, OptionalInt requester, String requesterName) {}
}
