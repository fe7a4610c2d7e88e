package org.partita.api.gic;

/**
 * The CPU interface of a PE as it is now.
 *
 * @param pe index of the PE
 * @param priorityMask ICC_PMR_EL1 as Secure software sees it: only interrupts of higher priority (lower value) are signalled
 * @param runningPriority priority of the active interrupt, 0xFF if none
 * @param enabledGroups bit {@link InterruptGroup#ordinal()} for each group whose interrupts are signalled
 * @param signalled the interrupt that is signalled to the PE, {@link Gic#SPURIOUS} if none
 */
public record CpuInterfaceStatus(int pe, int priorityMask, int runningPriority, int enabledGroups, int signalled) {}
