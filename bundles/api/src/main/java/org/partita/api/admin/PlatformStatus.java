package org.partita.api.admin;

import java.time.Duration;
import java.util.List;

/**
 * One screen of the platform.
 *
 * @param name platform name
 * @param state booting, running, failed, stopped
 * @param health ok, degraded, critical
 * @param mode parallel or deterministic
 * @param seed of the deterministic mode
 * @param time since the platform was made, virtual in deterministic mode
 * @param managers component, exception level, FF-A version
 * @param pes each PE and who runs on it
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
        int partitions,
        List<String> calls,
        List<String> problems) {
    public PlatformStatus {
        managers = List.copyOf(managers);
        pes = List.copyOf(pes);
        calls = List.copyOf(calls);
        problems = List.copyOf(problems);
    }

    /** A partition manager. */
    public record ManagerStatus(String name, String level, String version) {}

    /** A PE; {@code running} is empty when it is idle. */
    public record PeStatus(int pe, String running) {}
}
