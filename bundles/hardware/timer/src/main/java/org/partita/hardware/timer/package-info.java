/** The system counter and the timers of the Arm Generic Timer. */
@NullMarked
package org.partita.hardware.timer;

import org.jspecify.annotations.NullMarked;
