/** The Memory Protection Unit as the Arm Protected Memory System Architecture has it for Armv8-M (PMSAv8). */
@NullMarked
package org.partita.hardware.mpu;

import org.jspecify.annotations.NullMarked;
