package org.partita.api.gic;

import java.util.List;

/**
 * What an interrupt controller hands to its successor.
 *
 * @param schema {@code org.partita.gic}
 * @param version 1
 * @param control GICD_CTLR: enabled groups and what else is not reserved
 * @param interrupts all interrupts whose state is not that of reset, in order of ID and PE
 * @param interfaces the CPU interfaces, in order of PE
 */
public record GicState(
        String schema, int version, int control, List<InterruptState> interrupts, List<InterfaceState> interfaces) {
    /** Name of the schema. */
    public static final String SCHEMA = "org.partita.gic";

    public GicState {
        interrupts = List.copyOf(interrupts);
        interfaces = List.copyOf(interfaces);
    }

    /**
     * An interrupt.
     *
     * @param line how it is set up; {@code pe} is the affinity of an SPI
     * @param latched whether it is pending by an edge or by software
     * @param active whether it is active
     * @param asserted whether its wire is asserted
     * @param activeOn the PE on which it is active, -1 if none
     */
    public record InterruptState(InterruptLine line, boolean latched, boolean active, boolean asserted, int activeOn) {}

    /**
     * A CPU interface, and the Redistributor beside it.
     *
     * @param pe index of the PE
     * @param priorityMask ICC_PMR_EL1 as Secure software sees it
     * @param binaryPoints ICC_BPR0_EL1, ICC_BPR1_EL1 Secure, ICC_BPR1_EL1 Non-secure
     * @param enabledGroups bit {@link InterruptGroup#ordinal()} for each enabled group
     * @param endOfInterruptModes EOImode of EL3, Secure EL1, Non-secure EL1 in bits 0 to 2
     * @param awake whether GICR_WAKER says that the PE is awake
     * @param activePriorities active priorities, most urgent first, each as group ordinal in bits 15:8, priority in bits 7:0
     */
    public record InterfaceState(
            int pe,
            int priorityMask,
            List<Integer> binaryPoints,
            int enabledGroups,
            int endOfInterruptModes,
            boolean awake,
            List<Integer> activePriorities) {
        public InterfaceState {
            binaryPoints = List.copyOf(binaryPoints);
            activePriorities = List.copyOf(activePriorities);
        }
    }
}
