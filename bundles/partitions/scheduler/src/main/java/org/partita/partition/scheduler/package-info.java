/** A VM that implements the primary scheduler. */
@NullMarked
package org.partita.partition.scheduler;

import org.jspecify.annotations.NullMarked;
