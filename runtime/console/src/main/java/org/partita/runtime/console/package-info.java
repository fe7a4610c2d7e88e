/**
 * The launcher's half inside the framework: writes the platform's configurations, shows the log, waits for boot and runs
 * commands.
 */
@NullMarked
package org.partita.runtime.console;

import org.jspecify.annotations.NullMarked;
