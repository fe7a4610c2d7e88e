package org.partita.core.boot;

import org.partita.core.devices.StreamTables;
import org.partita.core.execution.Dispatcher;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Faults;
import org.partita.core.execution.Hub;
import org.partita.core.execution.Interrupts;
import org.partita.core.execution.Timers;
import org.partita.core.execution.Trampoline;
import org.partita.core.state.Directory;
import org.partita.core.state.Memory;
import org.partita.core.swap.SwapControl;

/**
 * What the parts of one platform share.
 *
 * @param settings its configuration
 * @param topology its managers
 * @param hub its wiring and PEs
 * @param control its swap control
 * @param trampoline runs its contexts
 * @param dispatcher lends free PEs
 * @param interrupts its interrupt controller
 * @param timers its timers
 * @param execution its threads
 * @param directory its endpoints
 * @param memory its physical memory
 * @param streams its stream tables
 * @param faults its log of what went wrong
 */
public record World(
        Settings settings,
        Topology topology,
        Hub hub,
        SwapControl control,
        Trampoline trampoline,
        Dispatcher dispatcher,
        Interrupts interrupts,
        Timers timers,
        Execution execution,
        Directory directory,
        Memory memory,
        StreamTables streams,
        Faults faults) {}
