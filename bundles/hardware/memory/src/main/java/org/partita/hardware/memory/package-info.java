/** physical memory. */
@NullMarked
package org.partita.hardware.memory;

import org.jspecify.annotations.NullMarked;
