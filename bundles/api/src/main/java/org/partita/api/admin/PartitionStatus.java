package org.partita.api.admin;

/**
 * A partition in one line.
 *
 * @param id 16-bit partition ID
 * @param name from its manifest
 * @param world secure or non-secure
 * @param level exception level
 * @param model callback or threaded
 * @param contexts number of execution contexts
 * @param state idle, busy, preempted, aborted, created: the boot context's run-time state
 */
public record PartitionStatus(
        int id, String name, String world, String level, String model, int contexts, String state) {}
