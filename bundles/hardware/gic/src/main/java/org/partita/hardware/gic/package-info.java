/** The interrupt controller as the Arm GICv3 architecture has it, with two Security states and affinity routing. */
@NullMarked
package org.partita.hardware.gic;

import org.jspecify.annotations.NullMarked;
